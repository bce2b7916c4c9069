#include "styx/places.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace styx {
namespace {

constexpr std::size_t longest_name = std::string_view("/life-01234567~4194304").size();  // while it is made (post_posix.cc)

std::string env(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

Result<std::string> absolute(std::string path)
{
    if (path.starts_with('/')) return path;
    char here[4096];
    if (!getcwd(here, sizeof here)) return fail("cannot tell the current directory: " + std::string(std::strerror(errno)));
    return std::string(here) + "/" + path;
}

std::string state_directory()
{
    if (auto s = env("NINTH_STATE"); !s.empty()) return s;
    if (auto s = env("XDG_DATA_HOME"); !s.empty()) return s + "/ninth";
    return env("HOME") + "/.local/share/ninth";
}

std::string run_directory()
{
    if (auto s = env("NINTH_RUN"); !s.empty()) return s;
    if (auto s = env("XDG_RUNTIME_DIR"); !s.empty()) return s + "/ninth";
    return "/tmp/ninth-" + std::to_string(getuid());
}

}  // namespace

Result<> own_directory(const std::string& path)
{
    for (std::size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
        auto part = path.substr(0, slash);
        if (mkdir(part.c_str(), 0700) != 0 && errno != EEXIST && errno != EISDIR)
            return fail("cannot make " + part + ": " + std::strerror(errno));
        if (slash == std::string::npos) break;
    }
    struct stat st{};
    if (stat(path.c_str(), &st) != 0) return fail("cannot use " + path + ": " + std::strerror(errno));
    if (!S_ISDIR(st.st_mode)) return fail("cannot use " + path + ": it is not a directory");
    if (st.st_uid != geteuid()) return fail("cannot use " + path + ": it belongs to someone else");
    if (st.st_mode & 022) return fail("cannot use " + path + ": others may write in it");
    if (access(path.c_str(), R_OK | W_OK | X_OK) != 0) return fail("cannot write in " + path + ": " + std::strerror(errno));
    return {};
}

Result<Places> Places::find()
{
    Places p;
    p.state = TRY(absolute(state_directory()));
    p.run = TRY(absolute(run_directory()));
    if (p.run.size() + longest_name > sizeof(sockaddr_un::sun_path) - 1)
        return fail("cannot use " + p.run + ": its name is too long for sockets: set NINTH_RUN to a shorter one");
    DO(own_directory(p.run));
    p.display = env("NINTH_DISPLAY");
    p.session = env("NINTH_SESSION");
    if (p.display.empty()) p.display = p.post("display");
    if (p.session.empty()) p.session = p.post("session");
    return p;
}

}  // namespace styx
