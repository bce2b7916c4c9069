#include "session/host/replacement.h"

#include "session/host/disk_error_posix.h"

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace session {
namespace {

int fd(std::intptr_t handle) { return int(handle); }
std::string directory_of(const std::string& path) { return path.substr(0, std::max<std::size_t>(path.rfind('/'), 1)); }

// A file that is mounted by itself cannot be renamed over, though its device may be its directory's.
std::uint64_t mount_of(int file)
{
    struct statx st{};
    if (statx(file, "", AT_EMPTY_PATH, STATX_MNT_ID, &st) != 0) return 0;
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

bool is_mounted_by_itself(int file, const std::string& directory)
{
    int d = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool yes = d < 0 || mount_of(d) != mount_of(file);
    if (d >= 0) close(d);
    return yes;
}

Result<> sync_directory(const std::string& path)
{
    int d = open(directory_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = d >= 0 && (fsync(d) == 0 || errno == EINVAL);  // EINVAL: a file system without it
    int code = errno;
    if (d >= 0) close(d);
    if (done) return {};
    return fail(disk_error(code, path));
}

}  // namespace

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

Result<bool> Replacement::make_beside(Temporaries& temporaries, std::intptr_t original)
{
    struct stat st{};
    if (fstat(fd(original), &st) != 0) return fail(disk_error(errno, path_));
    auto directory = directory_of(path_);
    if (st.st_nlink != 1 || is_mounted_by_itself(fd(original), directory)) return false;
    temporaries.sweep(directory);
    temporary_ = directory + "/" + temporaries.name_for(path_.substr(path_.rfind('/') + 1));
    int made = open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0 && (errno == ENOSPC || errno == EDQUOT)) return fail(disk_error(errno, path_));
    if (made < 0) return false;
    handle_ = made;
    flock(made, LOCK_EX | LOCK_NB);
    return fchown(made, st.st_uid, st.st_gid) == 0 && copy_attributes(fd(original), made) && fchmod(made, st.st_mode & 0777) == 0;
}

void Replacement::drop_beside()
{
    if (handle_ < 0) return;
    unlink(temporary_.c_str());
    close(fd(std::exchange(handle_, -1)));
}

// In a file without a name, or in memory where no disk has room for one.
Result<> Replacement::collect_aside(std::intptr_t original)
{
    original_ = original;
    handle_ = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (handle_ < 0) handle_ = memfd_create("ninth", MFD_CLOEXEC);
    if (handle_ < 0) return fail(disk_error(errno, path_));
    return {};
}

Replacement::~Replacement()
{
    if (original_ < 0 && !done_) drop_beside();
    for (auto handle : {handle_, original_})
        if (handle >= 0) close(fd(handle));
}

void Replacement::spoil(Error why)
{
    if (!spoiled_ && !done_) spoiled_ = std::move(why);
}

// Its room first: from then on nothing but the disk itself can fail. Some file systems cannot tell (EOPNOTSUPP).
Result<> Replacement::write_over()
{
    int from = fd(handle_), to = fd(original_);
    struct stat st{};
    if (fstat(from, &st) != 0) return fail(disk_error(errno, path_));
    bool has_room = st.st_size == 0 || fallocate(to, FALLOC_FL_KEEP_SIZE, 0, st.st_size) == 0;
    if (!has_room && errno != EOPNOTSUPP) return fail(disk_error(errno, path_));
    std::vector<char> piece(256 * 1024);
    for (off_t at = 0; at < st.st_size;) {
        auto n = pread(from, piece.data(), piece.size(), at);
        if (n > 0) n = pwrite(to, piece.data(), std::size_t(n), at);
        if (n <= 0) return fail(disk_error(errno, path_));
        at += n;
    }
    if (ftruncate(to, st.st_size) != 0 || fsync(to) != 0) return fail(disk_error(errno, path_));
    handle_ = std::exchange(original_, -1);
    close(from);
    return {};
}

// After an fsync that failed the system may have let the bytes go: a second one would be no proof (fsync(2)).
Result<> Replacement::commit()
{
    if (spoiled_) return fail(*spoiled_);
    auto spoiled = [this](Error why) {
        spoil(why);
        return fail(std::move(why));
    };
    if (original_ >= 0) {
        if (auto written = write_over(); !written) return spoiled(written.error());
        done_ = true;
        return {};
    }
    if (fsync(fd(handle_)) != 0) return spoiled(disk_error(errno, path_));
    if (done_) return {};
    if (rename(temporary_.c_str(), path_.c_str()) != 0) return spoiled(disk_error(errno, path_));
    done_ = true;
    flock(fd(handle_), LOCK_UN);
    return sync_directory(path_);
}

}  // namespace session
