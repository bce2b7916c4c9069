// A command of the user's, run to its end.
#pragma once

#include <map>
#include <string>

namespace tests {

struct Said {
    int status = -1;
    std::string text;  // standard output and errors
};

// A shell's line on POSIX, a program and its words on Windows. It begins in `directory`; of the environment, a variable
// with "" is not set. Standard input is empty.
Said run_command(const std::string& line, const std::string& directory, const std::map<std::string, std::string>& environment);

}  // namespace tests
