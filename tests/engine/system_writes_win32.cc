#include "tests/engine/system_writes.h"

#include <windows.h>

namespace tests {

// The program's own file has bytes enough.
bool system_writes(void* to, std::size_t bytes)
{
    wchar_t name[MAX_PATH];
    GetModuleFileNameW(nullptr, name, MAX_PATH);
    auto file = CreateFileW(name, GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, 0, nullptr);
    DWORD n = 0;
    bool is_read = ReadFile(file, to, DWORD(bytes), &n, nullptr);
    CloseHandle(file);
    return is_read && n == bytes;
}

}  // namespace tests
