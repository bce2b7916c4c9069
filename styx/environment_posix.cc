#include "styx/environment.h"

#include <cstdlib>

namespace styx {

std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

void set_environment(const std::string& name, const std::string& value) 
{
    if (value.empty()) unsetenv(name.c_str());
    else setenv(name.c_str(), value.c_str(), 1);
}

bool has_screen() { return !environment("DISPLAY").empty() || !environment("WAYLAND_DISPLAY").empty(); }

}  // namespace styx
