#include "session/host/disk_posix.h"

#include "session/host/disk_error_posix.h"
#include "session/host/qid.h"
#include "styx/errors.h"

#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <limits>
#include <sys/resource.h>
#include <unistd.h>

namespace session {
namespace {

std::uint32_t version_of(const struct stat& st)
{
    auto nsec = std::uint64_t(st.st_mtim.tv_sec) * 1'000'000'000u + std::uint64_t(st.st_mtim.tv_nsec);
    return qid_version(nsec, std::uint64_t(st.st_size));
}

std::string last_name(const std::string& path)
{
    auto slash = path.rfind('/');
    return slash + 1 == path.size() ? "/" : path.substr(slash + 1);
}

Result<> done(int result, const std::string& path)
{
    if (result == 0) return {};
    return fail(disk_error(errno, path));
}

struct Listing {
    DIR* d;
    ~Listing() { closedir(d); }
};

constexpr auto untouched32 = ~std::uint32_t(0);
constexpr auto untouched64 = ~std::uint64_t(0);

Result<> cut(const Target& t, std::uint64_t length)
{
    if (length > std::uint64_t(std::numeric_limits<off_t>::max())) return fail("file is too large: " + t.path);
    return done(t.handle < 0 ? truncate(t.path.c_str(), off_t(length)) : ftruncate(t.handle, off_t(length)), t.path);
}

Result<> set_mode(const Target& t, std::uint32_t mode, const struct stat& now)
{
    if (bool(mode & styx::DMDIR) != S_ISDIR(now.st_mode)) return fail(styx::err::perm);  // wstat(5)
    auto bits = mode_t((now.st_mode & 07000) | (mode & 0777));
    return done(t.handle < 0 ? chmod(t.path.c_str(), bits) : fchmod(t.handle, bits), t.path);
}

Result<> set_group(Users& users, const Target& t, const std::string& name)
{
    auto id = users.group_id(name);
    if (!id) return fail("no such group: " + name);
    return done(t.handle < 0 ? chown(t.path.c_str(), uid_t(-1), *id) : fchown(t.handle, uid_t(-1), *id), t.path);
}

Result<> set_time(const Target& t, std::uint32_t mtime)
{
    timespec times[2] = {{0, UTIME_OMIT}, {time_t(mtime), 0}};
    return done(t.handle < 0 ? utimensat(AT_FDCWD, t.path.c_str(), times, 0) : futimens(t.handle, times), t.path);
}

}  // namespace

styx::Stat describe(Users& users, const struct stat& st, std::string name)
{
    styx::Stat s;
    s.type = S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) ? 0 : S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode) ? '|' : 'c';
    s.mode = (st.st_mode & 0777) | (S_ISDIR(st.st_mode) ? styx::DMDIR : 0);
    s.qid = {std::uint8_t(s.mode >> 24), version_of(st), mixed(mixed(st.st_dev) ^ st.st_ino)};
    s.atime = std::uint32_t(st.st_atim.tv_sec);
    s.mtime = std::uint32_t(st.st_mtim.tv_sec);
    s.length = S_ISREG(st.st_mode) ? std::uint64_t(st.st_size) : 0;
    s.name = std::move(name);
    s.uid = s.muid = users.user(st.st_uid);
    s.gid = users.group(st.st_gid);
    return s;
}

std::uint32_t allowed(std::uint32_t perm, std::uint32_t directory_mode)
{
    auto all = perm & styx::DMDIR ? 0777u : 0666u;
    return perm & (~all | (directory_mode & all)) & 0777;
}

Result<> change(Users& users, const Target& t, const styx::Stat& wanted)
{
    struct stat now{};
    DO(done(t.handle < 0 ? ::stat(t.path.c_str(), &now) : fstat(t.handle, &now), t.path));
    if (wanted.length != untouched64 && !(S_ISDIR(now.st_mode) && wanted.length == 0)) DO(cut(t, wanted.length));
    if (wanted.mode != untouched32) DO(set_mode(t, wanted.mode, now));
    if (!wanted.gid.empty()) DO(set_group(users, t, wanted.gid));
    if (wanted.mtime != untouched32) DO(set_time(t, wanted.mtime));
    return {};
}

void Disk::raise_limits()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

Result<std::string> Disk::absolute(const std::string& path)
{
    std::array<char, PATH_MAX> real;
    if (!realpath(path.c_str(), real.data())) return fail(disk_error(errno, path));
    return std::string(real.data());
}

void Disk::confine(const std::string&) {}
Result<> Disk::check_within(const std::string&) const { return {}; }

Result<styx::Stat> Disk::stat(const std::string& path)
{
    struct stat st{};
    if (::stat(path.c_str(), &st) != 0 && (errno == ENOTDIR || lstat(path.c_str(), &st) != 0))
        return fail(disk_error(errno, path));
    return describe(users, st, last_name(path));
}

Result<std::vector<styx::Stat>> Disk::list(const std::string& path)
{
    DIR* d = opendir(path.c_str());
    if (!d) return fail(disk_error(errno, path));
    Listing listing{d};
    std::vector<styx::Stat> all;
    for (errno = 0; auto* entry = readdir(d); errno = 0) {
        std::string name = entry->d_name;
        if (name == "." || name == "..") continue;
        if (Temporaries::is_one(name)) {
            temporaries.remove_stale(path, name);
            continue;
        }
        struct stat st{};
        if (fstatat(dirfd(d), name.c_str(), &st, 0) != 0 &&
            fstatat(dirfd(d), name.c_str(), &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;  // gone since it was read
        all.push_back(describe(users, st, std::move(name)));
    }
    if (errno != 0) return fail(disk_error(errno, path));
    return all;
}

Result<> Disk::enter(const std::string& directory, std::uint8_t mode)
{
    return done(faccessat(AT_FDCWD, directory.c_str(), (mode & 3) == styx::OEXEC ? X_OK : R_OK, AT_EACCESS), directory);
}

Result<> Disk::make_directory(const std::string& path, std::uint32_t perm)
{
    struct stat parent{};
    DO(done(::stat(path.substr(0, path.rfind('/') + 1).c_str(), &parent), path));
    return done(mkdir(path.c_str(), allowed(perm, parent.st_mode)), path);
}

Result<> Disk::remove(const std::string& path)
{
    if (unlink(path.c_str()) == 0) return {};
    if (errno != EISDIR && errno != EPERM) return fail(disk_error(errno, path));
    auto why = disk_error(errno, path);
    if (rmdir(path.c_str()) == 0) return {};
    return fail(errno == ENOTDIR ? why : disk_error(errno, path));
}

// RENAME_NOREPLACE is refused with EINVAL by file systems that cannot (renameat2(2)): there the look comes first.
Result<> Disk::rename(const std::string& path, const std::string& to)
{
    if (renameat2(AT_FDCWD, path.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
    if (errno != EINVAL && errno != ENOSYS) return fail(disk_error(errno, path));
    struct stat st{};
    if (lstat(to.c_str(), &st) == 0) return fail(styx::err::exists);
    return done(::rename(path.c_str(), to.c_str()), path);
}

Result<> Disk::change(const std::string& path, const styx::Stat& wanted)
{
    return session::change(users, Target{-1, path}, wanted);
}

Result<> Disk::sync(const std::string& path)
{
    int fd = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) return fail(disk_error(errno, path));
    int result = fsync(fd);
    if (result != 0 && errno == EINVAL) result = 0;  // a device, a pipe: nothing to bring to a disk
    auto r = done(result, path);
    close(fd);
    return r;
}

}  // namespace session
