// Memory faults and traps of a guest: one handler for the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace runtime {

// Why a guest cannot go on, in the order of wasm_rt_trap_t (native/bare.h).
enum class Trap : std::uint32_t {
    none, out_of_bounds, integer_overflow, divide_by_zero, bad_conversion, unreachable, bad_indirect_call, exception, stack_exhausted
};
const char* text_of(Trap);

// Calls f on this thread, and ends it early by leave_guarded, by a fault in [guarded, guarded + bytes) (out_of_bounds) or
// by one at the end of the thread's stack (stack_exhausted), which needs a GuestThread's signal stack. What f's frames
// hold is not destroyed then. The result is none if f came to its end. Not to be nested.
Trap call_guarded(std::uint8_t* guarded, std::size_t bytes, const std::function<void()>& f);

// Within call_guarded, on its thread.
[[noreturn]] void leave_guarded(Trap);
std::size_t stack_left();  // bytes

}  // namespace runtime
