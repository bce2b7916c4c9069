// What is open, with what each run says of itself.
#pragma once

#include "session/choose.h"
#include "session/lives.h"

namespace session {

// Asks every run for its status; one that does not answer in time is listed without. Lives that belong elsewhere and have
// moved on are left out.
void list_lives(styx::Loop&, const Lives&, const Store&, std::function<void(std::vector<Listed>)> then);

inline constexpr std::uint64_t status_msec = 300;

// A life's history: a line for each image, the newest last.
//
//   12 2 1732600000000 input 4096 delta whole    sequence generation time cause bytes kind, whole or damaged
//
// Errors: the system's.
Result<std::string> history_of(const std::string& directory);

}  // namespace session
