// What is recorded of a life beside its log: the file `life` in its directory.
//
//   name note                      what it is called
//   module 1f0c...                 which module it runs: the SHA-256 of its prepared wasm, or a name, of what is installed
//   arguments /home/u/x.c 'a b'
//   directory /home/u              where it was opened
//   home 8f3a01bc                  the desktop whose files and network it uses
//   home_address -                 how that is dialled from here; "-" when it is this desktop
//   created 1732600000000          ms since 1970, UTC
//   state running                  state.h
//   open yes                       whether it is to be thawed when the desktop starts: no once its user has closed it
//   images yes                     whether an image of it was ever made: then it never begins anew
//   place 51ce0a7e unix!/x/session where it is away: that desktop, and how it says it is dialled
//   reason 'it trapped: …'         what it is dead of
//
// A key and its values a line, words as in rc. Keys that this version does not know are kept.
#pragma once

#include "session/state.h"
#include "styx/result.h"

#include <string_view>
#include <vector>

namespace session {

struct LifeFile {
    std::string name, module;
    std::vector<std::string> arguments;
    std::string directory = "/";
    std::string home, home_address = "-";
    std::uint64_t created = 0;
    State state = State::fresh;
    bool is_open = true;
    bool has_images = false;               // once there has been one, it does not begin anew
    std::vector<std::string> place;        // empty, or desktop and address
    std::string reason;
    std::vector<std::vector<std::string>> others;  // lines of other versions
    bool operator==(const LifeFile&) const = default;
};

inline constexpr std::size_t most_life_file = 256 * 1024;  // bytes

std::string print(const LifeFile&);

// Errors: "its life file is too large", "its life file has no name", "line 3 of its life file: " and "no such state:
// x", "not a number: x", "it wants one word", "said twice: name", "not a name: a/b".
Result<LifeFile> parse_life_file(std::string_view text);

}  // namespace session
