#include "session/host/replacement.h"

#include "session/host/disk_error_posix.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <random>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace session {
namespace {

constexpr std::string_view mark = ".ninth~";

struct Parts {
    long pid = 0;
    std::uint32_t birth = 0;
};

// .NAME.ninth~PID-BIRTH-N
std::optional<Parts> parts_of(std::string_view name)
{
    auto at = name.rfind(mark);
    if (!name.starts_with('.') || at == name.npos || at == 0) return {};
    const char* p = name.data() + at + mark.size();
    const char* end = name.data() + name.size();
    Parts parts;
    std::uint64_t n = 0;
    auto number = [&](auto& value) {
        auto [next, error] = std::from_chars(p, end, value);
        p = next;
        return error == std::errc();
    };
    auto dash = [&] { return p != end && *p++ == '-'; };
    if (!number(parts.pid) || !dash() || !number(parts.birth) || !dash() || !number(n) || p != end || parts.pid <= 0)
        return {};
    return parts;
}

// Whose making is over lets its lock go, whatever namespace its pid is of.
bool is_locked(int directory, const std::string& name)
{
    int fd = openat(directory, name.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return errno != ENOENT;
    bool locked = flock(fd, LOCK_EX | LOCK_NB) != 0;
    close(fd);
    return locked;
}

// A file that is mounted by itself cannot be renamed over, though its device may be its directory's.
std::uint64_t mount_of(int fd)
{
    struct statx st{};
    if (statx(fd, "", AT_EMPTY_PATH, STATX_MNT_ID, &st) != 0) return 0;
    return st.stx_mask & STATX_MNT_ID ? st.stx_mnt_id : 0;
}

// The user's attributes and the access list; what the system labels (security.*) it labels anew.
bool copy_attributes(int from, int to)
{
    std::vector<char> names(XATTR_LIST_MAX);
    auto n = flistxattr(from, names.data(), names.size());
    if (n < 0) return errno == ENOTSUP;
    std::vector<char> value(XATTR_SIZE_MAX);
    for (const char* name = names.data(); name < names.data() + n; name += std::string_view(name).size() + 1) {
        std::string_view s(name);
        if (!s.starts_with("user.") && s != "system.posix_acl_access") continue;
        auto size = fgetxattr(from, name, value.data(), value.size());
        if (size < 0 || fsetxattr(to, name, value.data(), std::size_t(size), 0) != 0) return false;
    }
    return true;
}

Result<> sync_directory(int directory, const std::string& path)
{
    if (fsync(directory) == 0 || errno == EINVAL) return {};  // EINVAL: a file system without it
    return fail(disk_error(errno, path));
}

}  // namespace

Temporaries::Temporaries() : birth_(std::random_device{}()) {}

std::string Temporaries::name_for(const std::string& file)
{
    std::lock_guard hold(lock_);
    auto tail =
        std::string(mark) + std::to_string(getpid()) + "-" + std::to_string(birth_) + "-" + std::to_string(++made_);
    return "." + file.substr(0, NAME_MAX - 1 - tail.size()) + tail;
}

bool Temporaries::is_one(std::string_view name) { return parts_of(name).has_value(); }

bool Temporaries::is_alive(std::string_view name) const
{
    auto parts = parts_of(name);
    if (!parts) return true;
    if (parts->pid == getpid()) return parts->birth == birth_;
    return kill(pid_t(parts->pid), 0) == 0 || errno != ESRCH;
}

bool Temporaries::remove_stale(int directory, const std::string& name)
{
    if (is_alive(name) || is_locked(directory, name)) return false;
    return unlinkat(directory, name.c_str(), 0) == 0;
}

void Temporaries::sweep(int directory)
{
    struct stat st{};
    if (fstat(directory, &st) != 0) return;
    {
        std::lock_guard hold(lock_);
        if (!swept_.insert({st.st_dev, st.st_ino}).second) return;
    }
    int own = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* d = own < 0 ? nullptr : fdopendir(own);
    if (!d) return;
    while (auto* entry = readdir(d))
        if (is_one(entry->d_name)) remove_stale(directory, entry->d_name);
    closedir(d);
}

Result<std::unique_ptr<Replacement>> Replacement::begin(Temporaries& temporaries, const std::string& path)
{
    constexpr int flags = O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int original = open(path.c_str(), O_RDWR | flags);
    if (original < 0) original = open(path.c_str(), O_WRONLY | flags);
    if (original < 0) return fail(disk_error(errno, path));
    std::array<char, PATH_MAX> real;
    struct stat st{};
    bool is_regular = fstat(original, &st) == 0 && S_ISREG(st.st_mode) && realpath(path.c_str(), real.data());
    if (!is_regular) {
        close(original);
        return nullptr;
    }
    auto r = std::unique_ptr<Replacement>(new Replacement);
    r->path_ = real.data();
    auto made = r->make_beside(temporaries, original);
    if (made && !*made) {
        r->drop_beside();
        DO(r->collect_aside(original));
        return r;
    }
    close(original);
    if (!made) return fail(made.error());
    return r;
}

// False: nothing can be put in its place.
Result<bool> Replacement::make_beside(Temporaries& temporaries, int original)
{
    struct stat st{};
    if (fstat(original, &st) != 0) return fail(disk_error(errno, path_));
    if (st.st_nlink != 1) return false;
    auto slash = path_.rfind('/');
    name_ = path_.substr(slash + 1);
    directory_ = open(path_.substr(0, slash + 1).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory_ < 0 || mount_of(directory_) != mount_of(original)) return false;
    temporaries.sweep(directory_);
    temporary_ = temporaries.name_for(name_);
    handle_ = openat(directory_, temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle_ < 0 && (errno == ENOSPC || errno == EDQUOT)) return fail(disk_error(errno, path_));
    if (handle_ < 0) return false;
    flock(handle_, LOCK_EX | LOCK_NB);
    return fchown(handle_, st.st_uid, st.st_gid) == 0 && copy_attributes(original, handle_) &&
           fchmod(handle_, st.st_mode & 0777) == 0;
}

void Replacement::drop_beside()
{
    if (handle_ >= 0) unlinkat(directory_, temporary_.c_str(), 0);
    if (handle_ >= 0) close(handle_);
    if (directory_ >= 0) close(directory_);
    handle_ = directory_ = -1;
}

// In a file without a name, or in memory where no disk has room for one. Takes the original over.
Result<> Replacement::collect_aside(int original)
{
    original_ = original;
    handle_ = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (handle_ < 0) handle_ = memfd_create("ninth", MFD_CLOEXEC);
    if (handle_ < 0) return fail(disk_error(errno, path_));
    return {};
}

Replacement::~Replacement()
{
    if (original_ >= 0) {
        close(original_);
        close(handle_);
    } else if (!done_) {
        drop_beside();
    } else {
        close(handle_);
        if (directory_ >= 0) close(directory_);
    }
}

void Replacement::spoil(Error why)
{
    if (!spoiled_ && !done_) spoiled_ = std::move(why);
}

// Its room first: from then on nothing but the disk itself can fail. Some file systems cannot tell (EOPNOTSUPP).
Result<> Replacement::write_over()
{
    struct stat st{};
    if (fstat(handle_, &st) != 0) return fail(disk_error(errno, path_));
    bool has_room = st.st_size == 0 || fallocate(original_, FALLOC_FL_KEEP_SIZE, 0, st.st_size) == 0;
    if (!has_room && errno != EOPNOTSUPP) return fail(disk_error(errno, path_));
    std::vector<char> piece(256 * 1024);
    for (off_t at = 0; at < st.st_size;) {
        auto n = pread(handle_, piece.data(), piece.size(), at);
        if (n > 0) n = pwrite(original_, piece.data(), std::size_t(n), at);
        if (n <= 0) return fail(disk_error(errno, path_));
        at += n;
    }
    if (ftruncate(original_, st.st_size) != 0 || fsync(original_) != 0) return fail(disk_error(errno, path_));
    std::swap(handle_, original_);
    close(std::exchange(original_, -1));
    return {};
}

// After an fsync that failed the system may have let the bytes go: a second one would be no proof (fsync(2)).
Result<> Replacement::commit()
{
    if (spoiled_) return fail(*spoiled_);
    if (original_ >= 0) {
        if (auto written = write_over(); !written) {
            spoil(written.error());
            return written;
        }
        done_ = true;
        return {};
    }
    if (fsync(handle_) != 0) {
        auto why = disk_error(errno, path_);
        spoil(why);
        return fail(why);
    }
    if (done_) return {};
    if (renameat(directory_, temporary_.c_str(), directory_, name_.c_str()) != 0) {
        spoil(disk_error(errno, path_));
        return fail(*spoiled_);
    }
    done_ = true;
    flock(handle_, LOCK_UN);
    return sync_directory(directory_, path_);
}

}  // namespace session
