// What is installed with the program, and where it is.
#pragma once

#include "styx/result.h"

#include <vector>

namespace styx {

// The path of the program that runs now: of the new one, if it was replaced in its place since it began. Error: "cannot
// tell the own program: " and the system's reason.
Result<std::string> own_program();

// $VARIABLE, if it is set; `name` beside the program, if that is there; else `otherwise`.
std::string installed(const char* variable, const std::string& name, const std::string& otherwise);

std::vector<std::string> font_directories();  // the system's

}  // namespace styx
