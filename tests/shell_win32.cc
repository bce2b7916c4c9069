#include "tests/shell.h"

#include "styx/text_win32.h"
#include "tests/variables_win32.h"

#include <windows.h>

namespace tests {
namespace {

std::string read_all(HANDLE from)
{
    std::string all;
    char piece[4096];
    for (DWORD n = 0; ReadFile(from, piece, sizeof piece, &n, nullptr) && n > 0;) all.append(piece, n);
    return all;
}

}  // namespace

Said run_command(const std::string& line, const std::string& directory, const std::map<std::string, std::string>& environment)
{
    Variables variables(environment);
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    HANDLE hears = nullptr, says = nullptr;
    CreatePipe(&hears, &says, &inherited, 0);
    SetHandleInformation(hears, HANDLE_FLAG_INHERIT, 0);
    auto nothing = CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, nullptr);
    STARTUPINFOW start{};
    start.cb = sizeof start;
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdInput = nothing;
    start.hStdOutput = start.hStdError = says;
    PROCESS_INFORMATION made{};
    auto words = styx::wide(line);
    bool runs = CreateProcessW(nullptr, words.data(), nullptr, nullptr, TRUE, 0, nullptr, styx::wide(directory).c_str(), &start, &made);
    Said said;
    if (!runs) said.text = "cannot start " + line + ": " + styx::system_reason(GetLastError());
    CloseHandle(says);
    CloseHandle(nothing);
    if (runs) {
        said.text = read_all(hears);
        WaitForSingleObject(made.hProcess, INFINITE);
        DWORD status = 0;
        GetExitCodeProcess(made.hProcess, &status);
        said.status = int(status);
        CloseHandle(made.hProcess);
        CloseHandle(made.hThread);
    }
    CloseHandle(hears);
    return said;
}

}  // namespace tests
