// WASI preview 1's numbers, as far as libc uses them, and what 9P's error texts are among them.
#pragma once

#include <cstdint>
#include <string_view>

namespace runtime::wasi {

enum Errno : std::uint16_t {
    success = 0, again = 6, badf = 8, exist = 20, fault_number = 21, intr = 27, inval = 28, io = 29, isdir = 31, noent = 44,
    nospc = 51, nosys = 52, notdir = 54, notempty = 55, notsup = 58, acces = 2, timedout = 73, xdev = 75
};

enum Filetype : std::uint8_t { unknown = 0, character_device = 2, directory = 3, regular_file = 4 };
enum Oflags : std::uint32_t { creat = 1, directory_only = 2, excl = 4, trunc = 8 };
inline constexpr std::uint64_t right_read = 1 << 1, right_write = 1 << 6;
inline constexpr std::uint32_t fd_append = 1;
inline constexpr std::int32_t root_fd = 3;  // the one preopened directory: "/"

Errno errno_of(std::string_view error);     // by the text's end or beginning; io if it says nothing known

}  // namespace runtime::wasi
