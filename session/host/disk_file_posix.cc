#include "session/host/disk.h"

#include "session/host/disk_error_posix.h"
#include "session/host/disk_posix.h"
#include "styx/errors.h"

#include <cerrno>
#include <fcntl.h>
#include <limits>
#include <sys/epoll.h>
#include <unistd.h>

namespace session {
namespace {

constexpr int flags_of[] = {O_RDONLY, O_WRONLY, O_RDWR, O_RDONLY};  // by open(5)'s OREAD, OWRITE, ORDWR, OEXEC

// What can be waited for: a pipe or a terminal, not a disk's file nor /dev/null (epoll_ctl(2), EPERM).
bool can_be_polled(int fd)
{
    int poll = epoll_create1(EPOLL_CLOEXEC);
    epoll_event none{};
    bool yes = epoll_ctl(poll, EPOLL_CTL_ADD, fd, &none) == 0;
    close(poll);
    return yes;
}

std::int64_t nsec_between(const timespec& a, const timespec& b)
{
    return std::int64_t(b.tv_sec - a.tv_sec) * 1'000'000'000 + (b.tv_nsec - a.tv_nsec);
}

// A file system's clock may stand still for some msec: two writes within them would have one version. A date further
// ahead than that is somebody's wish, and ends with the write as ever.
void be_newer(int fd, const struct stat& before)
{
    struct stat now{};
    if (fstat(fd, &now) != 0 || !S_ISREG(now.st_mode)) return;
    auto ahead = nsec_between(now.st_mtim, before.st_mtim);
    if (ahead < 0 || ahead > 1'000'000'000) return;
    timespec times[2] = {{0, UTIME_OMIT}, before.st_mtim};
    if (++times[1].tv_nsec == 1'000'000'000) times[1] = {before.st_mtim.tv_sec + 1, 0};
    futimens(fd, times);
}

Result<> write_all(int fd, std::uint64_t offset, std::string_view bytes, const std::string& path)
{
    while (!bytes.empty()) {
        auto n = pwrite(fd, bytes.data(), bytes.size(), off_t(offset));
        if (n < 0 && errno == ESPIPE) n = write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(disk_error(errno, path));
        if (n == 0) return fail("the file took nothing of a write: " + path);
        bytes.remove_prefix(std::size_t(n));
        offset += std::uint64_t(n);
    }
    return {};
}

bool is_offset(std::uint64_t offset, std::uint64_t count)
{
    return offset <= std::uint64_t(std::numeric_limits<off_t>::max()) - count;
}

}  // namespace

std::intptr_t DiskFile::handle() const { return replacement_ ? replacement_->handle() : handle_; }

DiskFile::~DiskFile()
{
    if (handle_ >= 0) close(handle_);
}

Result<std::unique_ptr<DiskFile>> DiskFile::open(Disk& disk, const std::string& path, std::uint8_t mode)
{
    auto f = std::unique_ptr<DiskFile>(new DiskFile(disk, path));
    if ((mode & 3) == styx::OEXEC && faccessat(AT_FDCWD, path.c_str(), X_OK, AT_EACCESS) != 0)
        return fail(disk_error(errno, path));
    bool replaces = mode & styx::OTRUNC && styx::can_write(mode);
    bool is_readable = (mode & 3) != styx::ORDWR || faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) == 0;
    struct stat st{};
    if (replaces && is_readable && ::stat(path.c_str(), &st) == 0 && S_ISREG(st.st_mode))
        f->replacement_ = TRY(Replacement::begin(disk.temporaries, path));
    if (!f->replacement_) DO(f->open_in_place(mode));
    return f;
}

Result<> DiskFile::open_in_place(std::uint8_t mode)
{
    bool cuts = mode & styx::OTRUNC;
    handle_ = ::open(path_.c_str(), flags_of[mode & 3] | (cuts ? O_TRUNC : 0) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (handle_ < 0) return fail(disk_error(errno, path_));
    struct stat st{};
    fstat(handle_, &st);
    may_wait_ = !S_ISREG(st.st_mode) && can_be_polled(handle_);
    return {};
}

Result<std::unique_ptr<DiskFile>> DiskFile::create(Disk& disk, const std::string& path, std::uint32_t perm,
                                                   std::uint8_t mode)
{
    auto f = std::unique_ptr<DiskFile>(new DiskFile(disk, path));
    struct stat parent{};
    if (::stat(path.substr(0, path.rfind('/') + 1).c_str(), &parent) != 0) return fail(disk_error(errno, path));
    int flags = flags_of[mode & 3] | (perm & styx::DMAPPEND ? O_APPEND : 0);
    f->handle_ = ::open(path.c_str(), flags | O_CREAT | O_EXCL | O_CLOEXEC, allowed(perm, parent.st_mode));
    f->is_new_ = true;
    if (f->handle_ < 0) return fail(disk_error(errno, path));
    return f;
}

Result<std::string> DiskFile::read(std::uint64_t offset, std::uint32_t count)
{
    if (!is_offset(offset, count)) return std::string();
    std::string bytes(count, '\0');
    ssize_t n;
    do n = pread(handle(), bytes.data(), count, off_t(offset));
    while (n < 0 && errno == EINTR);
    if (n < 0 && errno == ESPIPE) n = ::read(handle(), bytes.data(), count);
    if (n < 0) return fail(disk_error(errno, path_));
    bytes.resize(std::size_t(n));
    return bytes;
}

Result<> DiskFile::write(std::uint64_t offset, std::string_view bytes)
{
    if (!is_offset(offset, bytes.size())) return fail("file is too large: " + path_);
    struct stat before{};
    fstat(handle(), &before);
    auto r = write_all(handle(), offset, bytes, path_);
    if (!r && replacement_) replacement_->spoil(r.error());
    if (r) be_newer(handle(), before);
    return r;
}

Result<std::size_t> DiskFile::write_some(std::string_view bytes)
{
    auto n = ::write(handle_, bytes.data(), bytes.size());
    if (n >= 0) return std::size_t(n);
    if (errno == EAGAIN || errno == EINTR) return 0;
    return fail(disk_error(errno, path_));
}

Result<std::intptr_t> DiskFile::duplicate() const
{
    int fd = fcntl(handle_, F_DUPFD_CLOEXEC, 0);
    if (fd < 0) return fail(disk_error(errno, path_));
    return fd;
}

Result<styx::Stat> DiskFile::stat(const std::string& name)
{
    struct stat st{}, held{};
    bool is_known = fstat(replacement_ ? replacement_->identity() : handle_, &st) == 0 && fstat(handle(), &held) == 0;
    if (!is_known) return fail(disk_error(errno, path_));
    st.st_size = held.st_size;
    return describe(disk_.users, st, name);
}

Result<> DiskFile::change(const styx::Stat& wanted)
{
    return session::change(disk_.users, Target{int(handle()), path_}, wanted);
}

Result<> DiskFile::sync()
{
    if (replacement_) return replacement_->commit();
    if (fsync(handle_) != 0 && errno != EINVAL) return fail(disk_error(errno, path_));  // EINVAL: a device, a pipe
    if (!std::exchange(is_new_, false)) return {};
    return disk_.sync(path_.substr(0, path_.rfind('/') + 1));  // else its name could be lost
}

Result<> DiskFile::finish()
{
    if (replacement_ && !replacement_->is_done()) return replacement_->commit();
    return {};
}

}  // namespace session
