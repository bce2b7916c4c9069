// `ninth display`: the window server as a process.
//
//   ninth display [--desktop | --headless DXxDY] [--listen ADDRESS] [-D] [--state DIR]
//   ninth display --bare DXxDY --listen ADDRESS [-D]
//
// Listens on two posts of the run directory (styx/places.h): `display`, where everything is allowed, and `display-app`,
// where a program has the windows it made itself. Runs until it is killed, told `exit` through its ctl file, or its
// window on the host is closed; programs stay and find the next display.
//
// --listen has it answer programs that are not Ninth's, too: plain 9P2000 over TCP, from this machine only, no hello. One
// that attaches to the empty name gets a window of its own. With --bare there is no desktop and there are no posts: all
// who attach share the screen, headless, as drawterm and Plan 9's kernel have it under /dev.
#pragma once

#include <span>
#include <string_view>

namespace winserver {

// arguments: what follows `display`. Blocks; to be called on the main thread. The exit status.
int display_main(std::span<const std::string_view> arguments);

}  // namespace winserver
