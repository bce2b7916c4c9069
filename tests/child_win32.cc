#include "tests/child.h"

#include "session/command_line_win32.h"
#include "styx/text_win32.h"
#include "tests/variables_win32.h"

#include <windows.h>

#include <psapi.h>

namespace tests {

struct Child::State {
    HANDLE process = nullptr;
    DWORD pid = 0;
};

Child::Child(const std::string& program, const std::vector<std::string>& arguments,
             const std::map<std::string, std::string>& environment, const std::string& log)
    : state_(std::make_unique<State>())
{
    Variables variables(environment);
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    auto share = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;
    auto out = CreateFileW(log.empty() ? L"NUL" : styx::wide(log).c_str(), FILE_APPEND_DATA | SYNCHRONIZE, share, &inherited,
                           log.empty() ? OPEN_EXISTING : OPEN_ALWAYS, 0, nullptr);
    auto in = CreateFileW(L"NUL", GENERIC_READ, share, &inherited, OPEN_EXISTING, 0, nullptr);
    STARTUPINFOW start{};
    start.cb = sizeof start;
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdInput = in;
    start.hStdOutput = start.hStdError = out;
    PROCESS_INFORMATION made{};
    auto line = session::command_line(program, arguments);
    if (CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr, &start, &made)) {
        CloseHandle(made.hThread);
        state_->process = made.hProcess;
        state_->pid = made.dwProcessId;
    }
    CloseHandle(in);
    CloseHandle(out);
}

Child::~Child()
{
    kill();
    if (state_->process) CloseHandle(state_->process);
}

std::uint64_t Child::pid() const { return state_->pid; }
bool Child::is_running() { return state_->process && WaitForSingleObject(state_->process, 0) == WAIT_TIMEOUT; }

int Child::wait()
{
    DWORD status = 127;
    WaitForSingleObject(state_->process, INFINITE);
    GetExitCodeProcess(state_->process, &status);
    return int(status);
}

void Child::kill()
{
    if (!is_running()) return;
    TerminateProcess(state_->process, 137);
    wait();
}

std::uint64_t own_pid() { return GetCurrentProcessId(); }

std::size_t resident_bytes(std::uint64_t pid)
{
    PROCESS_MEMORY_COUNTERS counters{};
    auto process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, DWORD(pid));
    K32GetProcessMemoryInfo(process, &counters, sizeof counters);
    CloseHandle(process);
    return counters.WorkingSetSize;
}

}  // namespace tests
