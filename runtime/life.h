// What the runtime reads of a life's file: which program, with what, and where home is.
#pragma once

#include "styx/result.h"

#include <vector>

namespace runtime {

struct Life {
    std::string id;                      // the directory's name
    std::string name, module;
    std::vector<std::string> arguments;  // the program's, its name first
    std::string directory = "/";         // where it was opened
    std::string home_address = "-";      // how home is dialled; "-" when it is this desktop
    bool has_images = false;             // there has been one: without any now it cannot go on
};

// Reads DIRECTORY/life. Errors: "cannot read life ID: ...", "life ID names no module".
Result<Life> read_life(const std::string& directory);

}  // namespace runtime
