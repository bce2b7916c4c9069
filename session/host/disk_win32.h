// What the files that know the system's own description of a file share.
#pragma once

#include "session/host/disk.h"

#include <windows.h>

namespace session {

// The path as Windows' calls have it, however long. Errors: system_path's (names.h).
Result<std::wstring> wide_path(const std::string& name);

// Opens it without asking for more than its description: a directory, too. Follows links.
struct Handle {
    HANDLE h = INVALID_HANDLE_VALUE;
    explicit Handle(HANDLE handle = INVALID_HANDLE_VALUE) : h(handle) {}
    ~Handle()
    {
        if (h != INVALID_HANDLE_VALUE) CloseHandle(h);
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    explicit operator bool() const { return h != INVALID_HANDLE_VALUE; }
};
inline HANDLE of(std::intptr_t handle) { return reinterpret_cast<HANDLE>(handle); }
inline constexpr DWORD share_all = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

styx::Stat describe(Users&, const BY_HANDLE_FILE_INFORMATION&, std::string name);
Result<> change(HANDLE, const styx::Stat& wanted, const std::string& path);  // mode, mtime, length
bool flush(HANDLE);  // false: GetLastError says why

}  // namespace session
