// Standard input as it comes, for what must not wait for a whole buffer.
#pragma once

#include "styx/result.h"

#include <cstddef>

namespace styx {

// Blocks until there is something. Empty at the end. Error: the system's reason.
Result<std::string> read_standard_input(std::size_t most);

}  // namespace styx
