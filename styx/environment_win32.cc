#include "styx/environment.h"

#include "styx/text_win32.h"

#include <windows.h>

namespace styx {

std::string environment(const char* name)
{
    auto key = wide(name);
    std::wstring value(GetEnvironmentVariableW(key.c_str(), nullptr, 0), L'\0');
    value.resize(GetEnvironmentVariableW(key.c_str(), value.data(), DWORD(value.size())));
    return narrow(value);
}

void set_environment(const std::string& name, const std::string& value)
{
    SetEnvironmentVariableW(wide(name).c_str(), value.empty() ? nullptr : wide(value).c_str());
}

bool has_screen() { return true; }

}  // namespace styx
