// System calls as a guest's C++ calls them. Errors carry the system's text.
#pragma once

#include "runtime/guest/abi.h"
#include "styx/stat.h"

namespace ninth {

Result<int> open(std::string_view path, std::uint8_t mode);
Result<int> create(std::string_view path, std::uint32_t perm, std::uint8_t mode);
Result<> close(int fd);
Result<std::string> read(int fd, std::uint32_t count, std::int64_t offset = -1);  // one read; -1: the fd's own offset
Result<> write(int fd, std::string_view bytes, std::int64_t offset = -1);          // all of it
Result<styx::Stat> stat(std::string_view path);
Result<> make_durable(int fd);  // what was written is on the disk when it returns
Result<std::string> read_file(std::string_view path);
Result<> write_file(std::string_view path, std::string_view bytes);  // replaces what it holds, durably

// Answers of await. `id` is what aread or atimer gave.
struct Completion {
    std::uint32_t id = 0;
    abi::Kind kind = abi::Kind::data;
    std::string bytes;  // what was read, an error's text, or what happened at a thaw
};
Result<std::uint32_t> aread(int fd, std::uint32_t count);
Result<Completion> await();  // the only call that blocks, and so where a program is frozen

}  // namespace ninth
