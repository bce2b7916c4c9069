// Names in the host's tree against paths of the system. They are the same, but on Windows, where C:\Users\x is called
// /host/c/Users/x, and / and /host are directories of their own.
#pragma once

#include "styx/result.h"

namespace session {

// Windows' rules, so that a name means one file and no device: no part with < > : " | ? * \ or a control character, none
// that ends in a full stop or a space, none that is CON NUL COM1 … with or without an extension.
// Error: "not a name of a file on this system: NAME" with why; "file does not exist" for what has no path.
Result<std::string> system_path(const std::string& name);

std::string host_name(const std::string& absolute_path);

}  // namespace session
