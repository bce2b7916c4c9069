// The thread a guest runs on: its native stack is far larger than a thread's usual one, for deep recursion.
#pragma once

#include "styx/result.h"

#include <cstddef>
#include <functional>
#include <memory>

namespace runtime {

inline constexpr std::size_t guest_stack_bytes = std::size_t(256) << 20;  // address space; only what is used is memory

class GuestThread {
  public:
    // Runs f to its end. Error: "cannot make a thread with a stack of N bytes".
    static Result<std::unique_ptr<GuestThread>> start(std::function<void()> f, std::size_t stack_bytes = guest_stack_bytes);
    ~GuestThread();  // waits for f to end
    GuestThread(const GuestThread&) = delete;
    GuestThread& operator=(const GuestThread&) = delete;

  private:
    struct State;
    explicit GuestThread(std::unique_ptr<State>);
    std::unique_ptr<State> state_;
};

}  // namespace runtime
