// Processes that nobody owns: started so that the end of whoever started them is nothing to them.
#pragma once

#include "styx/result.h"

#include <vector>

namespace session {

// Runs the program in a session of its own, a child of nobody here: standard input reads nothing, output and errors are
// appended to the file `log` (0600; "" for nowhere), no other file stays open, signals are as a shell has them.
// Blocks until the program has begun. Errors: "cannot start PROGRAM: reason", "cannot write LOG: reason".
Result<> spawn_detached(const std::string& program, const std::vector<std::string>& arguments, const std::string& log);

}  // namespace session
