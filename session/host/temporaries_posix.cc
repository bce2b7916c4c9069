#include "session/host/temporaries.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace session {

long own_process() { return getpid(); }
bool is_running(long pid) { return kill(pid_t(pid), 0) == 0 || errno != ESRCH; }

bool is_being_made(const std::string& path)
{
    int fd = open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return errno != ENOENT;
    bool locked = flock(fd, LOCK_EX | LOCK_NB) != 0;
    close(fd);
    return locked;
}

}  // namespace session
