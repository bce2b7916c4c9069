#include "disk_trouble.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace tests {
namespace {

bool is_to_fail(int& times)
{
    if (times == 0) return false;
    --times;
    errno = EIO;
    return true;
}

}  // namespace

DiskTrouble& disk_trouble()
{
    static DiskTrouble trouble;
    return trouble;
}

FullDisk::FullDisk(std::uint64_t bytes)
{
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    before_ = limit.rlim_cur;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
}

FullDisk::~FullDisk()
{
    rlimit limit{};
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = before_;
    setrlimit(RLIMIT_FSIZE, &limit);
}

}  // namespace tests

extern "C" {

int fdatasync(int file)
{
    return tests::is_to_fail(tests::disk_trouble().fdatasync) ? -1 : int(syscall(SYS_fdatasync, file));
}

int fsync(int file) { return tests::is_to_fail(tests::disk_trouble().fsync) ? -1 : int(syscall(SYS_fsync, file)); }

int ftruncate(int file, off_t size) noexcept
{
    return tests::is_to_fail(tests::disk_trouble().ftruncate) ? -1 : int(syscall(SYS_ftruncate, file, size));
}

int unlink(const char* path) noexcept
{
    return tests::is_to_fail(tests::disk_trouble().unlink) ? -1 : int(syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}
}
