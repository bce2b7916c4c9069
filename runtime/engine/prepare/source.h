// One C file that holds a whole module: what wasm2c made, and the glue around it. It includes nothing.
#pragma once

#include <string>
#include <string_view>

namespace prepare {

struct Parts {
    std::string identity;      // 64 hex digits
    std::string bare, glue_h;  // of runtime/engine/native
    std::string app_h, app_c;  // as wasm2c -n app wrote them
    std::string glue_c;
};

std::string join(const Parts&);

}  // namespace prepare
