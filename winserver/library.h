// A library of the system that is loaded when it is wanted.
#pragma once

#include "styx/result.h"

namespace winserver {

// It stays loaded. `name` as the system's loader knows it. Error: "cannot load NAME: " and the loader's reason.
Result<void*> load_library(const char* name);
void* library_symbol(void* library, const char* name);  // null: there is none

}  // namespace winserver
