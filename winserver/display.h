// `ninth display`: the window server as a process.
//
//   ninth display [--desktop | --headless DXxDY] [-D] [--state DIR]
//
// Listens on two posts of the run directory (styx/places.h): `display`, where everything is allowed, and `display-app`,
// where a program has the windows it made itself. Runs until it is killed, told `exit` through its ctl file, or its
// window on the host is closed; programs stay and find the next display.
#pragma once

#include <span>
#include <string_view>

namespace winserver {

// arguments: what follows `display`. Blocks; to be called on the main thread. The exit status.
int display_main(std::span<const std::string_view> arguments);

}  // namespace winserver
