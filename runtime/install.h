// Where the parts that are installed beside the program are.
#pragma once

#include "styx/result.h"

namespace runtime {

struct Installed {
    std::string guests;  // NAME.so and NAME.wasm: $NINTH_GUESTS, or "guest" beside the program
    std::string fonts;   // the list of faces: $NINTH_ASSETS/fonts/list, or that of the source tree it was built from
    std::string names;   // the name space a program begins with: $NINTH_ASSETS/namespace, or the source tree's

    static Result<Installed> find();
};

}  // namespace runtime
