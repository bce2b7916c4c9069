#include "runtime/image/disk.h"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace runtime::image {
namespace {

std::unexpected<Error> refused(const std::string& what, const std::string& path)
{
    return fail("cannot " + what + " " + path + ": " + std::strerror(errno));
}

int fd(std::intptr_t handle) { return int(handle); }

// A lock of the open file, not of the process: a second opening in the same process is refused too, and closing
// another descriptor of the file does not let it go (fcntl(2), open file description locks).
bool ask_lock(int file, int command, struct flock& lock)
{
    lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return fcntl(file, command, &lock) == 0;
}

}  // namespace

File::~File()
{
    if (handle_ >= 0) close(fd(handle_));
}

Result<std::optional<File>> File::open_if_there(const std::string& path)
{
    int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file >= 0) return File(file, path);
    if (errno == ENOENT) return std::nullopt;
    return refused("read", path);
}

Result<File> File::open(const std::string& path)
{
    int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return refused("open", path);
    return File(file, path);
}

Result<File> File::create(const std::string& path)
{
    int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return refused("make", path);
    return File(file, path);
}

Result<std::uint64_t> File::size() const
{
    struct stat st {};
    if (fstat(fd(handle_), &st) != 0) return refused("read", path_);
    return std::uint64_t(st.st_size);
}

Result<std::size_t> File::read(std::uint64_t offset, std::span<char> to) const
{
    std::size_t have = 0;
    while (have < to.size()) {
        auto n = pread(fd(handle_), to.data() + have, to.size() - have, off_t(offset + have));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return refused("read", path_);
        if (n == 0) break;
        have += std::size_t(n);
    }
    return have;
}

Result<> File::write(std::uint64_t offset, std::string_view bytes)
{
    while (!bytes.empty()) {
        auto n = pwrite(fd(handle_), bytes.data(), bytes.size(), off_t(offset));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return refused("write", path_);
        offset += std::uint64_t(n);
        bytes.remove_prefix(std::size_t(n));
    }
    return {};
}

Result<> File::cut(std::uint64_t size)
{
    if (ftruncate(fd(handle_), off_t(size)) != 0) return refused("shorten", path_);
    return {};
}

Result<> File::sync()
{
    if (fdatasync(fd(handle_)) != 0) return refused("sync", path_);
    return {};
}

Result<> File::rename(const std::string& to)
{
    if (::rename(path_.c_str(), to.c_str()) != 0) return refused("rename", path_);
    path_ = to;
    return {};
}

Result<std::optional<Lock>> Lock::take(const std::string& path)
{
    int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return refused("lock", path);
    File held(file, path);
    struct flock lock;
    if (!ask_lock(file, F_OFD_SETLK, lock)) {
        if (errno == EAGAIN || errno == EACCES) return std::nullopt;
        return refused("lock", path);
    }
    // Only for the text of an error: a full disk must not keep a life from running.
    if (held.cut(0)) (void)held.write(0, std::to_string(getpid()));
    return Lock(std::move(held));
}

bool Lock::is_held(const std::string& path)
{
    auto file = File::open_if_there(path);
    if (!file || !*file) return false;
    struct flock lock;
    return ask_lock(fd((**file).handle_), F_OFD_GETLK, lock) && lock.l_type != F_UNLCK;
}

Result<> make_private_directory(const std::string& path)
{
    bool made = mkdir(path.c_str(), 0700) == 0;
    if (!made && errno != EEXIST) return refused("make", path);
    struct stat st {};
    if (stat(path.c_str(), &st) != 0) return refused("use", path);
    if (!S_ISDIR(st.st_mode)) return fail("cannot use " + path + ": it is not a directory");
    if (st.st_uid != geteuid()) return fail("cannot use " + path + ": it belongs to someone else");
    if ((st.st_mode & 077) != 0 && chmod(path.c_str(), 0700) != 0) return refused("use", path);
    if (made) DO(sync_directory(path + "/.."));
    return {};
}

Result<std::vector<std::string>> names_in(const std::string& directory)
{
    std::unique_ptr<DIR, int (*)(DIR*)> open(opendir(directory.c_str()), [](DIR* d) { return closedir(d); });
    if (!open) return refused("read", directory);
    std::vector<std::string> names;
    dirent* entry = nullptr;
    while ((errno = 0, entry = readdir(open.get()))) {
        std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
    }
    if (errno != 0) return refused("read", directory);
    return names;
}

Result<> remove_file(const std::string& path)
{
    if (unlink(path.c_str()) != 0 && errno != ENOENT) return refused("remove", path);
    return {};
}

Result<> sync_directory(const std::string& path)
{
    int file = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return refused("sync", path);
    bool done = fsync(file) == 0;
    int why = errno;
    close(file);
    errno = why;
    if (!done) return refused("sync", path);
    return {};
}

Result<std::uint64_t> random_number()
{
    std::uint64_t n = 0;
    if (getrandom(&n, sizeof n, 0) != ssize_t(sizeof n)) return refused("read", "random bytes");
    return n;
}

}  // namespace runtime::image
