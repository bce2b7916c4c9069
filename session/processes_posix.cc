#include "session/processes.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace session {
namespace {

constexpr std::string_view prefix = "unix!";

struct Socket {
    int fd;
    Socket() : fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
    ~Socket()
    {
        if (fd >= 0) close(fd);
    }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
};

}  // namespace

Result<> kill_process(std::uint64_t pid)
{
    if (pid < 2 || pid > 0x7fffffff) return fail("no process has the number " + std::to_string(pid));
    if (kill(pid_t(pid), SIGKILL) == 0 || errno == ESRCH) return {};
    return fail("cannot end process " + std::to_string(pid) + ": " + std::strerror(errno));
}

Result<std::uint64_t> process_at(const std::string& address)
{
    sockaddr_un where{};
    where.sun_family = AF_UNIX;
    auto path = address.substr(std::min(prefix.size(), address.size()));
    if (!address.starts_with(prefix) || path.size() >= sizeof where.sun_path) return fail("bad address: " + address);
    std::memcpy(where.sun_path, path.c_str(), path.size() + 1);
    Socket s;
    if (s.fd < 0 || connect(s.fd, reinterpret_cast<sockaddr*>(&where), sizeof where) != 0)
        return fail("nobody answers at " + address);
    ucred who{};
    socklen_t size = sizeof who;
    if (getsockopt(s.fd, SOL_SOCKET, SO_PEERCRED, &who, &size) != 0) return fail(address + ": " + std::strerror(errno));
    return std::uint64_t(who.pid);
}

}  // namespace session
