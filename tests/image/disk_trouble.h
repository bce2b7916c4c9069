// Disks that fail: the test's own fdatasync, fsync, ftruncate and unlink stand before libc's, and a limit on the size
// of files cuts writes short at an exact byte (setrlimit(2): RLIMIT_FSIZE; the write is short, the next one EFBIG).
#pragma once

#include <cstdint>

namespace tests {

struct DiskTrouble {
    int fdatasync = 0, fsync = 0, ftruncate = 0, unlink = 0;  // how many of the next calls fail with EIO
};
DiskTrouble& disk_trouble();

// No file grows beyond so many bytes while this lives.
class FullDisk {
  public:
    explicit FullDisk(std::uint64_t bytes);
    ~FullDisk();
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

  private:
    std::uint64_t before_;
};

}  // namespace tests
