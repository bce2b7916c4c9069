// A pseudo console: what the command writes comes through one pipe as a terminal would show it, what is typed goes through
// another. Its ends are its own; ours of the output is what libuv reads, which takes it over.
#include "session/hold/pty.h"

#include "session/command_line_win32.h"
#include "styx/environment.h"
#include "styx/text_win32.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <fcntl.h>
#include <io.h>
#include <mutex>
#include <utility>
#include <windows.h>

namespace session {
namespace {

constexpr std::size_t most_typed = 64 * 1024;  // bytes that wait for the command to read them
constexpr UINT killed = 137, hung_up = 129;    // as a shell has them on POSIX: 128 and the signal's number

Error reason(const std::string& what) { return {what + ": " + styx::system_reason(GetLastError())}; }

COORD extent(TerminalSize size) { return {SHORT(size.columns), SHORT(size.rows)}; }

// What Windows says of a program that did not end by itself, as a shell on POSIX has it.
int exit_code(DWORD status)
{
    constexpr DWORD by_control_c = 0xC000013A, by_no_memory_there = 0xC0000005;  // NTSTATUS
    if (status <= 0x7FFF'FFFF) return int(status);
    return status == by_control_c ? 128 + 2 : status == by_no_memory_there ? 128 + 11 : 128 + 6;
}

struct Ends {
    HANDLE reads = nullptr, writes = nullptr;
};

// A pipe with a name, because only those can be read without waiting: the reading end is overlapped.
Result<Ends> output_pipe()
{
    static std::atomic<unsigned> made;
    wchar_t name[80];
    std::swprintf(name, 80, L"\\\\.\\pipe\\ninth-pty-%lu-%u-%llu", GetCurrentProcessId(), made++, static_cast<unsigned long long>(GetTickCount64()));
    Ends ends;
    ends.reads = CreateNamedPipeW(name, PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                                  PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, 0, 65536, 0, nullptr);
    if (ends.reads == INVALID_HANDLE_VALUE) return fail(reason("cannot make a pipe"));
    ends.writes = CreateFileW(name, GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    if (ends.writes == INVALID_HANDLE_VALUE) {
        CloseHandle(ends.reads);
        return fail(reason("cannot make a pipe"));
    }
    return ends;
}

class Attributes {
  public:
    explicit Attributes(HPCON console)
    {
        SIZE_T bytes = 0;
        InitializeProcThreadAttributeList(nullptr, 1, 0, &bytes);
        room_.resize(bytes);
        is_good_ = InitializeProcThreadAttributeList(list(), 1, 0, &bytes) &&
                   UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, console, sizeof console, nullptr, nullptr);
    }
    ~Attributes() { DeleteProcThreadAttributeList(list()); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    LPPROC_THREAD_ATTRIBUTE_LIST list() { return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(room_.data()); }
    bool is_good() const { return is_good_; }

  private:
    std::vector<std::byte> room_;
    bool is_good_ = false;
};

}  // namespace

struct Pty::State {
    HPCON console = nullptr;
    HANDLE process = nullptr, job = nullptr, types = nullptr, output = INVALID_HANDLE_VALUE;
    DWORD pid = 0;

    // A write may wait for the command for ever: a thread of its own does it.
    std::mutex lock;
    std::condition_variable woken;
    std::string typed;       // under lock
    bool is_over = false;    // under lock
    HANDLE hand = nullptr;

    void write_all();
    Result<> end(UINT status);
    ~State();
};

void Pty::State::write_all()
{
    std::unique_lock hold(lock);
    for (;;) {
        woken.wait(hold, [&] { return is_over || !typed.empty(); });
        if (is_over) return;
        auto piece = std::exchange(typed, {});
        hold.unlock();
        DWORD n = 0;
        for (std::size_t at = 0; at < piece.size() && WriteFile(types, piece.data() + at, DWORD(piece.size() - at), &n, nullptr); at += n) {}
        hold.lock();
    }
}

Result<> Pty::State::end(UINT status)
{
    if (TerminateJobObject(job, status) || TerminateProcess(process, status)) return {};
    return fail(reason("cannot end the command"));
}

Pty::State::~State()
{
    {
        std::lock_guard hold(lock);
        is_over = true;
    }
    woken.notify_one();
    while (hand && WaitForSingleObject(hand, 10) == WAIT_TIMEOUT) CancelSynchronousIo(hand);
    if (job) TerminateJobObject(job, hung_up);
    if (console) ClosePseudoConsole(console);
    for (auto h : {process, job, types, hand}) {
        if (h) CloseHandle(h);
    }
    if (output != INVALID_HANDLE_VALUE) CloseHandle(output);
}

Pty::Pty(std::unique_ptr<State> state) : state_(std::move(state)) {}
Pty::~Pty() = default;
int Pty::pid() const { return int(state_->pid); }

Result<std::unique_ptr<Pty>> Pty::start(const std::vector<std::string>& command, TerminalSize size,
                                        const std::vector<std::string>& environment)
{
    auto s = std::make_unique<State>();
    HANDLE input = nullptr;
    if (!CreatePipe(&input, &s->types, nullptr, 0)) return fail(reason("cannot make a pipe"));
    auto out = TRY(output_pipe());
    s->output = out.reads;
    auto made = CreatePseudoConsole(extent(size), input, out.writes, 0, &s->console);
    CloseHandle(input);
    CloseHandle(out.writes);
    if (FAILED(made)) return fail("no terminal: " + styx::system_reason(DWORD(made)));
    for (auto& e : environment) styx::set_environment(e.substr(0, e.find('=')), e.substr(e.find('=') + 1));
    Attributes attributes(s->console);
    STARTUPINFOEXW start{};
    start.StartupInfo.cb = sizeof start;
    start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;  // none: else the child takes ours, not the console's
    start.lpAttributeList = attributes.list();
    auto line = command_line(command[0], {command.begin() + 1, command.end()});
    PROCESS_INFORMATION child{};
    if (!attributes.is_good() || !CreateProcessW(nullptr, line.data(), nullptr, nullptr, FALSE, EXTENDED_STARTUPINFO_PRESENT | CREATE_SUSPENDED,
                                                 nullptr, nullptr, &start.StartupInfo, &child))
        return fail(reason("cannot run " + command[0]));
    // What it starts is ended with it.
    s->job = CreateJobObjectW(nullptr, nullptr);
    AssignProcessToJobObject(s->job, child.hProcess);
    ResumeThread(child.hThread);
    CloseHandle(child.hThread);
    s->process = child.hProcess;
    s->pid = child.dwProcessId;
    auto write_all = [](void* state) -> DWORD { return static_cast<State*>(state)->write_all(), 0; };
    s->hand = CreateThread(nullptr, 0, write_all, s.get(), 0, nullptr);
    return std::unique_ptr<Pty>(new Pty(std::move(s)));
}

Result<> Pty::resize(TerminalSize size)
{
    auto done = ResizePseudoConsole(state_->console, extent(size));
    if (FAILED(done)) return fail("cannot resize the terminal: " + styx::system_reason(DWORD(done)));
    return {};
}

Result<std::size_t> Pty::write_some(std::string_view typed)
{
    std::lock_guard hold(state_->lock);
    auto n = std::min(typed.size(), most_typed - std::min(most_typed, state_->typed.size()));
    state_->typed += typed.substr(0, n);
    state_->woken.notify_one();
    return n;
}

// Once: it is the reader's from then on. libuv wants a descriptor of the C library's.
Result<std::intptr_t> Pty::output() const
{
    int fd = _open_osfhandle(reinterpret_cast<std::intptr_t>(state_->output), _O_RDONLY | _O_BINARY);
    if (fd < 0) return fail("no terminal: too many files are open");
    state_->output = INVALID_HANDLE_VALUE;
    return fd;
}

int Pty::wait(int pid)
{
    auto h = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, DWORD(pid));
    if (!h) return int(killed);
    WaitForSingleObject(h, INFINITE);
    DWORD status = 0;
    GetExitCodeProcess(h, &status);
    CloseHandle(h);
    return exit_code(status);
}

Result<> Pty::interrupt()
{
    (void)TRY(write_some("\x03"));
    return {};
}
Result<> Pty::hangup() { return state_->end(hung_up); }
Result<> Pty::kill() { return state_->end(killed); }

}  // namespace session
