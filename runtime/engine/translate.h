// A prepared module as one C file: what wasm2c makes of it, and the glue around it (native/). It includes nothing, and any
// C compiler makes native code of it.
#pragma once

#include "styx/result.h"

#include <string_view>

namespace runtime {

// Errors: "cannot translate module: " and what is wrong with it.
Result<std::string> translate(std::string_view prepared);

}  // namespace runtime
