// A module that is installed here, as code that runs.
#pragma once

#include "runtime/engine/module.h"

namespace runtime {

// DIRECTORY/NAME.so (.dll), or where there is none, what is compiled in this process of NAME.wasm. Errors: Module::load's,
// translate's, compile's, "module NAME is not installed here: there is no DIRECTORY/NAME.wasm".
Result<Module> installed_module(const std::string& directory, const std::string& name);

}  // namespace runtime
