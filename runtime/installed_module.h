// A module that is here, as code that runs.
#pragma once

#include "runtime/engine/module.h"

namespace runtime {

// Directories of NAME.wasm, and NAME.so or NAME.dll, its native code (session/modules.h).
struct ModulePlaces {
    std::string installed;  // by names
    std::string kept;       // by identities
};

// Its native code, or, where there is none that this version of Ninth can use, what is compiled in this process of its wasm.
// Errors: "PATH is no module that can run here: ..." and translate's or compile's, "module NAME is not installed here: there is no DIRECTORY/NAME.wasm".
Result<Module> installed_module(const ModulePlaces&, const std::string& name);

}  // namespace runtime
