#include "session/spawn.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace session {
namespace {

Error reason(const std::string& what, int code) { return {what + ": " + std::strerror(code)}; }

Result<int> open_log(const std::string& log)
{
    int fd = log.empty() ? open("/dev/null", O_WRONLY | O_CLOEXEC)
                         : open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return fail(reason("cannot write " + log, errno));
    return fd;
}

// Between fork and exec of a process with threads only what signal-safety(7) lists may be called.
void close_from(int first)
{
    if (close_range(unsigned(first), ~0U, 0) == 0) return;
    for (int fd = first; fd < int(sysconf(_SC_OPEN_MAX)); ++fd) close(fd);
}

void use_as_standard(int log, int input)
{
    dup2(input, 0);
    dup2(log, 1);
    dup2(log, 2);
}

void usual_signals()
{
    for (int n = 1; n < NSIG; ++n) signal(n, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

// In the second child. The voice says errno if the program cannot be run, and closes when it has begun.
[[noreturn]] void become(const std::string& program, char* const* words, int log, int input, int voice)
{
    use_as_standard(log, input);
    if (voice != 3) dup2(voice, 3);
    fcntl(3, F_SETFD, FD_CLOEXEC);
    close_from(4);
    usual_signals();
    execv(program.c_str(), words);
    int code = errno;
    [[maybe_unused]] auto n = write(3, &code, sizeof code);
    _exit(127);
}

// A child of a child, which init adopts: 0 in it, else the pid of the child to be waited for.
pid_t fork_twice()
{
    auto child = fork();
    if (child != 0) return child;
    setsid();
    auto second = fork();
    if (second == 0) return 0;
    _exit(second < 0 ? 1 : 0);
}

std::string hear(int from)
{
    std::string all;
    std::array<char, 4096> piece;
    for (;;) {
        auto n = read(from, piece.data(), piece.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return all;
        all.append(piece.data(), std::size_t(n));
    }
}

void reap(pid_t child)
{
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {}
}

struct Ends {
    int hears = -1, says = -1;
};

Result<Ends> make_pipe()
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return fail(reason("cannot make a pipe", errno));
    return Ends{ends[0], ends[1]};
}

}  // namespace

Result<> spawn_detached(const std::string& program, const std::vector<std::string>& arguments, const std::string& log)
{
    std::vector<char*> words{const_cast<char*>(program.c_str())};
    for (auto& a : arguments) words.push_back(const_cast<char*>(a.c_str()));
    words.push_back(nullptr);
    int out = TRY(open_log(log));
    int in = open("/dev/null", O_RDONLY | O_CLOEXEC);
    auto ends = make_pipe();
    pid_t child = ends ? fork_twice() : -1;
    int code = errno;
    if (child == 0) become(program, words.data(), out, in, ends->says);
    close(out);
    close(in);
    if (!ends) return fail(ends.error());
    close(ends->says);
    auto word = child < 0 ? std::string() : hear(ends->hears);
    close(ends->hears);
    if (child > 0) reap(child);
    if (word.size() == sizeof code) std::memcpy(&code, word.data(), sizeof code);
    if (child > 0 && word.empty()) return {};
    return fail(reason("cannot start " + program, code));
}

}  // namespace session
