#include "session/host/temporaries.h"

#include "styx/text_win32.h"

#include <windows.h>

namespace session {

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

// Who makes it has it open for writing, and that only one may have.
bool is_being_made(const std::string& path)
{
    auto h = CreateFileW(styx::wide(path).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0, nullptr);
    if (h == INVALID_HANDLE_VALUE) return GetLastError() == ERROR_SHARING_VIOLATION;
    CloseHandle(h);
    return false;
}

}  // namespace session
