// Posting a socket in the file system, so that it appears whole or not at all and a dead one is replaced. On Windows what
// stands there is a file that names a pipe.
#pragma once

#include "styx/result.h"

#include <cstdint>
#include <functional>

namespace styx {

extern const std::size_t longest_post;  // bytes; 107 where unix(7) has a sun_path of 108

// Calls `bind` (0 or a libuv error) with the name to listen at, which is not that of the post yet. Errors: "unix!path: a
// file is in the way", "unix!path: the name is too long (107 bytes at most, ...)", the system's reason.
Result<> bind_post(const std::string& path, const std::function<int(const std::string& name)>& bind);
// Once it listens: takes its name, of a dead one too. Error: "unix!path: someone is listening there already".
Result<> publish_post(const std::string& path);
void take_post_away(const std::string& path);

Result<std::string> dial_name(const std::string& path);  // at which it listens. Errors: the system's reason

// Whether who is at the other end of a connected socket or pipe runs as the same user. A Unix socket lies in a directory
// that nobody else may enter; a pipe of Windows has no place, so its name alone would have to keep others out.
bool is_caller_ours(std::intptr_t handle);
bool is_listener_ours(std::intptr_t handle);

}  // namespace styx
