// `ninth 9p`: any 9P server from the command line, and in scripts and tests.
#pragma once

#include <span>
#include <string_view>

namespace styx {

// What follows "ninth 9p" on the command line. Reads standard input, writes standard output and, for errors, one line
// on standard error: "ninth 9p: ADDR PATH: reason". Blocks until done. 0 done, 1 failed, 2 wrong usage.
int tool_9p(std::span<const std::string_view> arguments);

}  // namespace styx
