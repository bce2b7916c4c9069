#include "styx/installed.h"

#include "styx/environment.h"
#include "styx/text_win32.h"

#include <algorithm>
#include <windows.h>

namespace styx {

// 32767 units: the longest path Windows has.
Result<std::string> own_program()
{
    std::wstring name(32768, L'\0');
    auto n = GetModuleFileNameW(nullptr, name.data(), DWORD(name.size()));
    if (n == 0 || n == name.size()) return fail("cannot tell the own program: " + system_reason(GetLastError()));
    auto path = narrow({name.data(), n});
    std::ranges::replace(path, '\\', '/');
    return path;
}

std::vector<std::string> font_directories()
{
    auto root = environment("SystemRoot");
    std::ranges::replace(root, '\\', '/');
    return {(root.empty() ? "C:/Windows" : root) + "/Fonts"};
}

}  // namespace styx
