#include "styx/mapped_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace styx {

void MappedFile::Unmap::operator()(const char* data) const { munmap(const_cast<char*>(data), size); }

Result<MappedFile> MappedFile::open(const std::string& path)
{
    auto failed = [&path](int reason) { return fail(path + ": " + std::strerror(reason)); };
    int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);  // a pipe of that name is not waited for
    if (fd < 0) return failed(errno);
    struct stat st{};
    void* data = nullptr;
    int reason = fstat(fd, &st) == 0 ? 0 : errno;
    if (reason == 0 && !S_ISREG(st.st_mode)) reason = EINVAL;
    if (reason == 0 && st.st_size > 0) {
        data = mmap(nullptr, std::size_t(st.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
        if (data == MAP_FAILED) reason = errno;
    }
    ::close(fd);
    if (reason != 0) return failed(reason);
    return MappedFile({static_cast<const char*>(data), Unmap{std::size_t(st.st_size)}});
}

}  // namespace styx
