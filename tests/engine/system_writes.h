// The system as a writer of memory.
#pragma once

#include <cstddef>

namespace tests {

bool system_writes(void* to, std::size_t bytes);  // other bytes than zeros; false: it refuses

}  // namespace tests
