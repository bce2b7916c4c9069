#include "runtime/engine/fault.h"

#include <iterator>

namespace runtime {

const char* text_of(Trap trap)
{
    constexpr const char* texts[] = {"no trap", "memory access out of bounds", "integer overflow", "division by zero",
                                     "conversion of a number that does not fit", "unreachable code reached",
                                     "call of a function that is not there", "exception not caught", "stack exhausted"};
    auto n = std::size_t(trap);
    return n < std::size(texts) ? texts[n] : "unknown trap";
}

}  // namespace runtime
