// The table of system calls (runtime/syscalls.h) as rows a build-time tool can walk.
#pragma once

#include "runtime/syscalls.h"

#include <string>
#include <string_view>

namespace prepare {

struct Row {
    std::string_view module, name, arguments, result;  // types as letters: i I, v for nothing
    bool waits;

    std::string wasm_module() const { return module == "wasi" ? "wasi_snapshot_preview1" : std::string(module); }
};

namespace kinds {
inline constexpr bool waits = true, runs = false;
}

inline constexpr Row rows[] = {
#define NINTH_ROW(module, name, arguments, result, kind) {#module, #name, arguments, result, kinds::kind},
    NINTH_CALLS(NINTH_ROW)
#undef NINTH_ROW
};

}  // namespace prepare
