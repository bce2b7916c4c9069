#include "session/hold/pty.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace session {
namespace {

Error reason(const std::string& what) { return {what + ": " + std::strerror(errno)}; }

winsize window(TerminalSize size)
{
    winsize w{};
    w.ws_col = static_cast<unsigned short>(size.columns);
    w.ws_row = static_cast<unsigned short>(size.rows);
    return w;
}

// In the child. The voice says errno if the command cannot be run, and closes when it has begun.
[[noreturn]] void become(char* const* words, const std::vector<std::string>& environment, int voice)
{
    for (auto& e : environment) putenv(const_cast<char*>(e.c_str()));
    if (voice != 3) dup2(voice, 3);
    fcntl(3, F_SETFD, FD_CLOEXEC);
    close_range(4, ~0U, 0);
    for (int n = 1; n < NSIG; ++n) ::signal(n, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    execvp(words[0], words);
    int code = errno;
    [[maybe_unused]] auto n = write(3, &code, sizeof code);
    _exit(127);
}

}  // namespace

struct Pty::State {
    int pid, handle;
    Result<> signal(int number);
};

Pty::Pty(std::unique_ptr<State> state) : state_(std::move(state)) {}
int Pty::pid() const { return state_->pid; }

Result<std::unique_ptr<Pty>> Pty::start(const std::vector<std::string>& command, TerminalSize size,
                                        const std::vector<std::string>& environment)
{
    std::vector<char*> words;
    for (auto& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return fail(reason("cannot make a pipe"));
    auto w = window(size);
    int master = -1;
    auto child = forkpty(&master, nullptr, nullptr, &w);
    if (child == 0) become(words.data(), environment, ends[1]);
    auto why = reason("no terminal");
    close(ends[1]);
    int code = 0;
    bool runs = child > 0 && read(ends[0], &code, sizeof code) == 0;
    close(ends[0]);
    if (child < 0) return fail(why);
    auto pty = std::unique_ptr<Pty>(new Pty(std::make_unique<State>(State{child, master})));
    fcntl(master, F_SETFD, FD_CLOEXEC);
    fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK);
    if (runs) return pty;
    wait(child);
    return fail("cannot run " + command[0] + ": " + std::strerror(code));
}

Pty::~Pty() { close(state_->handle); }

Result<> Pty::resize(TerminalSize size)
{
    auto w = window(size);
    if (ioctl(state_->handle, TIOCSWINSZ, &w) != 0) return fail(reason("cannot resize the terminal"));
    return {};
}

Result<std::size_t> Pty::write_some(std::string_view typed)
{
    auto n = write(state_->handle, typed.data(), typed.size());
    if (n >= 0) return std::size_t(n);
    if (errno == EAGAIN || errno == EINTR) return 0;
    return fail(reason("cannot write to the terminal"));
}

Result<std::intptr_t> Pty::output() const
{
    int fd = fcntl(state_->handle, F_DUPFD_CLOEXEC, 0);
    if (fd < 0) return fail(reason("no terminal"));
    return fd;
}

int Pty::wait(int pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// The command leads its own group; a shell puts what runs in the foreground into another.
Result<> Pty::State::signal(int number)
{
    auto foreground = tcgetpgrp(handle);
    int first = foreground > 0 && foreground != pid ? ::kill(-foreground, number) : -1;
    if (number == SIGINT && first == 0) return {};
    if (::kill(-pid, number) != 0 && first != 0) return fail(reason("cannot signal the command"));
    return {};
}

Result<> Pty::interrupt() { return state_->signal(SIGINT); }
Result<> Pty::hangup() { return state_->signal(SIGHUP); }
Result<> Pty::kill() { return state_->signal(SIGKILL); }

}  // namespace session
