#include "session/host/disk_win32.h"
#include "session/host/temporaries.h"

#include "styx/text_win32.h"

#include <windows.h>

namespace session {

// Behind all that a file can hold, so that nobody's bytes are locked.
constexpr DWORD far_away = 0x4000'0000;

bool lock_as_being_made(HANDLE file)
{
    OVERLAPPED at{};
    at.OffsetHigh = far_away;
    return LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at);
}

void unlock_as_made(HANDLE file)
{
    OVERLAPPED at{};
    at.OffsetHigh = far_away;
    UnlockFileEx(file, 0, 1, 0, &at);
}

long own_process() { return long(GetCurrentProcessId()); }

bool is_running(long pid)
{
    auto h = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, DWORD(pid));
    if (!h) return GetLastError() != ERROR_INVALID_PARAMETER;
    DWORD state = 0;
    bool yes = GetExitCodeProcess(h, &state) && state == STILL_ACTIVE;
    CloseHandle(h);
    return yes;
}

bool is_being_made(const std::string& path)
{
    Handle file(CreateFileW(styx::wide(path).c_str(), GENERIC_READ, share_all, nullptr, OPEN_EXISTING, 0, nullptr));
    if (!file) return GetLastError() != ERROR_FILE_NOT_FOUND;
    return !lock_as_being_made(file.h);
}

}  // namespace session
