// Pictures of the screen and of windows, as PNG files.
#pragma once

#include "styx/result.h"

#include <cstdint>

namespace session {

// picture: what the display's files `screen` and `window` hold: five fields of 12 bytes (chan, rectangle), then rows of
// pixels. Errors: "bad picture", write_png's.
Result<> write_picture(const std::string& picture, const std::string& path);

// The life's window as the display at the address shows it; the file appears whole. Blocks, each call there for at most
// msec: for another thread than a loop's. Errors: "3f2a91c0 has no window", the display's.
Result<> write_window(const std::string& address, const std::string& life, const std::string& path, std::uint64_t msec);

}  // namespace session
