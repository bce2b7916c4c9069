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
Result<> remove(std::string_view path);
Result<> make_durable(int fd);  // what was written is on the disk when it returns
// No more than `most` bytes and what comes in the same piece: what is longer is for the caller to refuse.
Result<std::string> read_file(std::string_view path, std::size_t most = std::size_t(-1));
Result<> write_file(std::string_view path, std::string_view bytes);  // replaces what it holds, durably; error where there is none
Result<> make_file(std::string_view path, std::string_view bytes);   // the same, of one that is not there

// Flags are abi::Bind's. An address is a dial string.
Result<> mount(std::string_view address, std::string_view old_path, std::uint32_t flags = abi::replace);
Result<> bind(std::string_view new_path, std::string_view old_path, std::uint32_t flags = abi::replace);
Result<> unmount(std::string_view new_path, std::string_view old_path);

// Answers of await. `id` is what aread or atimer gave.
struct Completion {
    std::uint32_t id = 0;
    abi::Kind kind = abi::Kind::data;
    std::string bytes;  // what was read, an error's text, or what happened at a thaw
};
Result<std::uint32_t> aread(int fd, std::uint32_t count);
Result<std::uint32_t> atimer(std::uint32_t msec);
void cancel(std::uint32_t id);
Result<Completion> await();  // where a program that waits for more than one thing is frozen

Result<int> serve(std::string_view name);  // see abi.h; post.h makes a tree's server of it

}  // namespace ninth
