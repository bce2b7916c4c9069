// What the files that know the system's stat share.
#pragma once

#include "session/host/disk.h"

#include <sys/stat.h>

namespace session {

styx::Stat describe(Users&, const struct stat&, std::string name);
std::uint32_t allowed(std::uint32_t perm, std::uint32_t directory_mode);  // create(5)

// The file that a wstat is about: an open one, or one with a name.
struct Target {
    int handle;  // -1: by path
    const std::string& path;
};
Result<> change(Users&, const Target&, const styx::Stat& wanted);

}  // namespace session
