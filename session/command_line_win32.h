// A command as Windows has it: one line, which each program takes apart by itself.
#pragma once

#include <string>
#include <vector>

namespace session {

// Quoted so that the C library's rules give the words back (Microsoft, "Parsing C command-line arguments").
std::wstring command_line(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace session
