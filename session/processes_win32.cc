#include "session/processes.h"

#include "styx/post.h"
#include "styx/text_win32.h"
#include "styx/user_win32.h"

#include <windows.h>

namespace session {
namespace {

constexpr std::string_view prefix = "unix!";
constexpr UINT killed = 137;  // as a shell says it of one that was killed

}  // namespace

Result<> kill_process(std::uint64_t pid)
{
    auto h = OpenProcess(PROCESS_TERMINATE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, DWORD(pid));
    if (!h && GetLastError() == ERROR_INVALID_PARAMETER) return {};
    bool is_done = h && styx::is_own_process(DWORD(pid)) && TerminateProcess(h, killed);
    auto code = GetLastError();
    DWORD state = 0;
    if (h && GetExitCodeProcess(h, &state) && state != STILL_ACTIVE) is_done = true;
    if (h) CloseHandle(h);
    if (is_done) return {};
    return fail("cannot end process " + std::to_string(pid) + ": " + styx::system_reason(code));
}

Result<std::uint64_t> process_at(const std::string& address)
{
    if (!address.starts_with(prefix)) return fail("bad address: " + address);
    auto name = styx::dial_name(address.substr(prefix.size()));
    auto h = INVALID_HANDLE_VALUE;
    if (name) h = CreateFileW(styx::wide(*name).c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    if (h == INVALID_HANDLE_VALUE) return fail("nobody answers at " + address);
    ULONG pid = 0;
    bool is_known = GetNamedPipeServerProcessId(h, &pid);
    auto code = GetLastError();
    CloseHandle(h);
    if (!is_known) return fail(address + ": " + styx::system_reason(code));
    return pid;
}

}  // namespace session
