#include "session/spawn.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
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

void say(int voice, int number)
{
    [[maybe_unused]] auto n = write(voice, &number, sizeof number);
}

// In the second child. The voice says the pid, then errno if the program cannot be run, and closes when it has begun.
[[noreturn]] void become(const std::string& program, char* const* words, int log, int input, int voice)
{
    use_as_standard(log, input);
    if (voice != 3) dup2(voice, 3);
    fcntl(3, F_SETFD, FD_CLOEXEC);
    close_from(4);
    usual_signals();
    say(3, int(getpid()));
    execv(program.c_str(), words);
    say(3, errno);
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

// The numbers the voice says until it closes.
std::vector<int> hear(int from)
{
    std::vector<int> all;
    for (;;) {
        int number = 0;
        auto n = read(from, &number, sizeof number);
        if (n < 0 && errno == EINTR) continue;
        if (n != sizeof number) return all;
        all.push_back(number);
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

Spawned::~Spawned()
{
    if (handle_ != none) close(int(handle_));
}

// A pidfd can be read from when its process has ended.
bool Spawned::is_alive() const
{
    pollfd ended{int(handle_), POLLIN, 0};
    return handle_ != none && poll(&ended, 1, 0) == 0;
}

Result<Spawned> spawn_detached(const std::string& program, const std::vector<std::string>& arguments, const std::string& log)
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
    auto said = child < 0 ? std::vector<int>() : hear(ends->hears);
    close(ends->hears);
    if (child > 0) reap(child);
    // One that has ended already has no pidfd: it is not alive.
    if (said.size() == 1) return Spawned(syscall(SYS_pidfd_open, said[0], 0));
    return fail(reason("cannot start " + program, said.empty() ? code : said[1]));
}

}  // namespace session
