// Holds a source tree against the table in rules.h.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace layers {

using Tree = std::map<std::string, std::string>;  // path from the root -> text

// The C, C++ and CMake files of the program. Tests are left out: they may look at anything.
Tree read_tree(const std::filesystem::path& root);

// One line for each line of the source that breaks a rule, as a compiler would say it:
//   styx/tree.cc:3: draw/png.h may not stand here: of draw, session has …
std::vector<std::string> complaints(const Tree&);

}  // namespace layers
