#include "styx/post.h"

#include "styx/loop.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>
#include <uv.h>

namespace styx {

const std::size_t longest_post = sizeof(sockaddr_un::sun_path) - 1;

namespace {

bool answers(const std::string& path)
{
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::strncpy(at.sun_path, path.c_str(), sizeof at.sun_path - 1);
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    // EAGAIN: someone who listens and is too busy to accept.
    bool yes = s >= 0 && (connect(s, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 || errno == EAGAIN);
    if (s >= 0) close(s);
    return yes;
}

std::string temporary(const std::string& path) { return path + "~" + std::to_string(getpid()); }

}  // namespace

Result<> bind_post(const std::string& path, const std::function<int(const std::string&)>& bind)
{
    if (temporary(path).size() > longest_post)
        return fail("unix!" + path + ": the name is too long (107 bytes at most, some of them for its making)");
    struct stat st{};
    if (lstat(path.c_str(), &st) == 0 && !S_ISSOCK(st.st_mode)) return fail("unix!" + path + ": a file is in the way");
    unlink(temporary(path).c_str());
    auto before = umask(0077);
    int r = bind(temporary(path));
    umask(before);
    if (r != 0) return fail("unix!" + path + ": " + uv_strerror(r));
    return {};
}

// Of two that start at once the second finds, under the directory's lock, that the first listens already.
Result<> publish_post(const std::string& path)
{
    auto directory = path.substr(0, path.rfind('/') + 1);
    int lock = open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0 || flock(lock, LOCK_EX) != 0) {
        auto r = fail("unix!" + path + ": " + std::strerror(errno));
        if (lock >= 0) close(lock);
        return r;
    }
    Result<> r;
    if (answers(path)) r = fail("unix!" + path + ": someone is listening there already");
    else if (rename(temporary(path).c_str(), path.c_str()) != 0) r = fail("unix!" + path + ": " + std::strerror(errno));
    close(lock);
    return r;
}

void take_post_away(const std::string& path) { unlink(path.c_str()); }

Result<std::string> dial_name(const std::string& path) { return path; }
bool is_caller_ours(std::intptr_t) { return true; }
bool is_listener_ours(std::intptr_t) { return true; }

void ignore_broken_pipes() { std::signal(SIGPIPE, SIG_IGN); }

}  // namespace styx
