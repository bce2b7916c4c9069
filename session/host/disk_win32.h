// What the files that know the system's own description of a file share.
#pragma once

#include "session/host/disk.h"

#include <windows.h>

namespace session {

// The path as Windows' calls have it, however long. Errors: system_path's (names.h).
Result<std::wstring> wide_path(const std::string& name);

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

// Of the file called `path`; its name is the last of that. Where the file system numbers no files the qid is of its path.
styx::Stat describe(Users&, const BY_HANDLE_FILE_INFORMATION&, const std::string& path);
Result<> change(HANDLE, const styx::Stat& wanted, const std::string& path);  // mode, mtime, length
DWORD access_for(const styx::Stat& wanted);  // what change() needs
// Whether it stands above the drives or would be made there: where nothing can be changed.
bool is_fixed(const std::string& name);
bool flush(HANDLE);  // false: GetLastError says why

// A lock that says that a temporary is under way; false: another has it. Gone with the handle, or the process.
bool lock_as_being_made(HANDLE);
void unlock_as_made(HANDLE);

}  // namespace session
