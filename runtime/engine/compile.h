// Native code made in this process from a module's C, as ninth-prepare joins it: slower code than a C compiler's by 5 to
// 13 times, in a tenth of a second, and no compiler need be there. It thaws the same images.
#pragma once

#include "runtime/engine/module.h"

namespace runtime {

// Errors: "cannot compile module: " and the first thing the compiler says.
Result<Module> compile(const std::string& c_source);

}  // namespace runtime
