// Processes that nobody owns: started so that the end of whoever started them is nothing to them.
#pragma once

#include "styx/result.h"

#include <string_view>
#include <vector>

namespace session {

// Runs the program in a session of its own, a child of nobody here: standard input reads nothing, output and errors are
// appended to the file `log` (0600; "" for nowhere), no other file stays open, signals are as a shell has them.
// Blocks until the program has begun. Errors: "cannot start PROGRAM: reason", "cannot write LOG: reason".
Result<> spawn_detached(const std::string& program, const std::vector<std::string>& arguments, const std::string& log);

// What detach() gives: which of the two processes goes on here.
struct Detached {
    bool is_copy = false;  // the one that goes on, detached
    std::string word;      // in the original: what the copy said
    int voice = -1;        // in the copy
    void say(std::string_view last_word);  // in the copy, once: lets the original go
};

// Goes on in a detached copy of this process; the original blocks until the copy has said its word. To be called
// before any thread or loop is made. Error, in the original: "it ended before it was ready", where the copy says
// nothing.
Result<Detached> detach(const std::string& log);

}  // namespace session
