// The session, as a verb uses it.
#pragma once

#include "session/choose.h"
#include "session/verbs/verbs.h"
#include "styx/places.h"
#include "styx/remote.h"

namespace session::verbs {

struct Desk {
    styx::Places places;
    std::unique_ptr<styx::Remote> session;

    // msec bounds each call. Error: "no desktop is running here (unix!/x does not answer): start one with ninth".
    static Result<Desk> find(std::uint64_t msec = 120'000);

    Result<std::vector<Listed>> list();
    Result<Listed> choose(std::string_view word);
    // Writes a command to a ctl file and reads what it answers: "" for most. Blocks until it has come about.
    Result<std::string> command(const std::string& ctl, const styx::Names& words);
    Result<std::string> command_to(const Listed& life, const styx::Names& words);
};

// Prints "ninth VERB: reason" if there is one. The verb's exit status.
int answer(std::string_view verb, const Result<>&);
int usage(std::string_view text);  // "usage: ninth " and the text. 2
Result<> put(std::string_view text);  // on standard output

// "0.4s", "12s", "3m", "5h", "2d"; "-" for "-".
std::string age_text(const std::string& msec);
// "812K", "12.4M"; "-" for "-".
std::string size_text(const std::string& bytes);

}  // namespace session::verbs
