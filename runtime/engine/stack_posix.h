// The stack of the thread one is on, between thread_posix.cc, which makes it, and fault_posix.cc, which watches its end.
#pragma once

#include <cstddef>
#include <cstdint>

namespace runtime {

struct Stack {
    std::uint8_t* from = nullptr;  // its lowest usable byte
    std::size_t bytes = 0;
};
Stack this_stack();

// Below a guest's stack: a frame larger than this would jump over it. wasm2c's frames hold locals only.
inline constexpr std::size_t stack_guard_bytes = 1 << 20;

}  // namespace runtime
