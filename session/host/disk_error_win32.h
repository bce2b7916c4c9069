// What the system's errors are called over 9P.
#pragma once

#include "styx/result.h"

namespace session {

// Of GetLastError. Plan 9's text where there is one ("file does not exist"), else "reason: path".
Error disk_error(unsigned long code, const std::string& path);

}  // namespace session
