#include "session/spawn.h"

#include "session/command_line_win32.h"
#include "styx/handle_win32.h"
#include "styx/text_win32.h"
#include "styx/user_win32.h"

#include <cstddef>
#include <memory>
#include <windows.h>

namespace session {
namespace {

// For the child: only handles that are named to CreateProcess below go to it.
styx::OwnHandle open_inherited(const std::wstring& path, DWORD access, DWORD how)
{
    auto attributes = *static_cast<SECURITY_ATTRIBUTES*>(styx::for_own_use());
    attributes.bInheritHandle = TRUE;
    auto h = CreateFileW(path.c_str(), access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, &attributes, how, 0, nullptr);
    return styx::OwnHandle(h == INVALID_HANDLE_VALUE ? nullptr : h);
}

class Attributes {
  public:
    explicit Attributes(std::vector<HANDLE> handles) : handles_(std::move(handles))
    {
        SIZE_T bytes = 0;
        InitializeProcThreadAttributeList(nullptr, 1, 0, &bytes);
        room_.resize(bytes);
        is_good_ = InitializeProcThreadAttributeList(list(), 1, 0, &bytes) &&
                   UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                             handles_.size() * sizeof(HANDLE), nullptr, nullptr);
    }
    ~Attributes()
    {
        if (!room_.empty()) DeleteProcThreadAttributeList(list());
    }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    LPPROC_THREAD_ATTRIBUTE_LIST list() { return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(room_.data()); }
    bool is_good() const { return is_good_; }

  private:
    std::vector<HANDLE> handles_;
    std::vector<std::byte> room_;
    bool is_good_ = false;
};

// Out of the job of whoever started us, whose end would be its end: where the job lets nobody out, within.
bool create(const std::wstring& program, std::wstring line, STARTUPINFOEXW& start, PROCESS_INFORMATION& made)
{
    constexpr DWORD flags = EXTENDED_STARTUPINFO_PRESENT | CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP;
    for (DWORD more : {DWORD(CREATE_BREAKAWAY_FROM_JOB), DWORD(0)}) {
        auto words = line;
        if (CreateProcessW(program.c_str(), words.data(), nullptr, nullptr, TRUE, flags | more, nullptr, nullptr, &start.StartupInfo, &made))
            return true;
        if (GetLastError() != ERROR_ACCESS_DENIED) return false;
    }
    return false;
}

}  // namespace

Spawned::~Spawned()
{
    if (handle_ != none) CloseHandle(HANDLE(handle_));
}

bool Spawned::is_alive() const { return handle_ != none && WaitForSingleObject(HANDLE(handle_), 0) == WAIT_TIMEOUT; }

Result<Spawned> spawn_detached(const std::string& program, const std::vector<std::string>& arguments, const std::string& log)
{
    auto out = open_inherited(log.empty() ? L"NUL" : styx::wide(log), FILE_APPEND_DATA | SYNCHRONIZE, log.empty() ? OPEN_EXISTING : OPEN_ALWAYS);
    if (!out) return fail("cannot write " + log + ": " + styx::system_reason(GetLastError()));
    auto in = open_inherited(L"NUL", GENERIC_READ, OPEN_EXISTING);
    Attributes attributes({out.get(), in.get()});
    STARTUPINFOEXW start{};
    start.StartupInfo.cb = sizeof start;
    start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    start.StartupInfo.hStdInput = in.get();
    start.StartupInfo.hStdOutput = start.StartupInfo.hStdError = out.get();
    start.lpAttributeList = attributes.list();
    PROCESS_INFORMATION made{};
    if (!attributes.is_good() || !create(styx::wide(program), command_line(program, arguments), start, made))
        return fail("cannot start " + program + ": " + styx::system_reason(GetLastError()));
    CloseHandle(made.hThread);
    return Spawned(std::intptr_t(made.hProcess));
}

}  // namespace session
