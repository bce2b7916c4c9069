// Posting a socket in the file system, so that it appears whole or not at all and a dead one is replaced.
#pragma once

#include "styx/result.h"

#include <functional>

namespace styx {

inline constexpr std::size_t longest_post = 107;  // bytes; sun_path of unix(7) less the byte that ends it

// Calls `bind` (0 or a libuv error) with a temporary path beside `path`. Errors: "unix!path: a file is in the way",
// "unix!path: the name is too long (107 bytes at most, ...)", the system's reason.
Result<> bind_post(const std::string& path, const std::function<int(const std::string& temporary)>& bind);
// Once it listens: takes its name, of a dead one too. Error: "unix!path: someone is listening there already".
Result<> publish_post(const std::string& path);
void take_post_away(const std::string& path);

}  // namespace styx
