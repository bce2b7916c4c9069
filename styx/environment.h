// Variables of the environment, in UTF-8 on every system.
#pragma once

#include <string>

namespace styx {

std::string environment(const char* name);  // "" for one that is not set
void set_environment(const std::string& name, const std::string& value);  // for this process and those it starts; "": none
bool has_screen();  // whether a window can be opened

}  // namespace styx
