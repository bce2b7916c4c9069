// Other processes of ours, by number or by what they serve.
#pragma once

#include "styx/result.h"

#include <cstdint>

namespace session {

// Ends it at once and leaves it no word; one that is not there is no error. Only our own can be ended.
Result<> kill_process(std::uint64_t pid);

// Who answers at a unix! post. Errors: "nobody answers at unix!/x", the system's.
Result<std::uint64_t> process_at(const std::string& address);

}  // namespace session
