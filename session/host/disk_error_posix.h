// What the system's errors are called over 9P.
#pragma once

#include "styx/result.h"

namespace session {

// Plan 9's text where there is one ("file does not exist"), else "reason: path".
Error disk_error(int code, const std::string& path);

}  // namespace session
