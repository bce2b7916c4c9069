#include "winserver/fiber.h"

#include <cassert>
#include <cstdlib>
#include <windows.h>

// GCC 12 takes what GetCurrentFiber reads, by a segment, for an array of no elements.
#pragma GCC diagnostic ignored "-Warray-bounds"

namespace winserver {
namespace {

constexpr SIZE_T stack_size = SIZE_T(8) << 20;   // as a thread has elsewhere
constexpr SIZE_T at_first = SIZE_T(64) << 10;    // of it that is there from the beginning

// The thread's own stack is a fiber's once it has others.
void* this_thread()
{
    return IsThreadAFiber() ? GetCurrentFiber() : ConvertThreadToFiberEx(nullptr, FIBER_FLAG_FLOAT_SWITCH);
}

}  // namespace

struct Fiber::Stack {
    void *inside = nullptr, *outside = nullptr;
    ~Stack() { DeleteFiber(inside); }
};

Fiber::Fiber() : stack_(std::make_unique<Stack>())
{
    auto begin = [](void* self) { static_cast<Fiber*>(self)->live(); };
    void(WINAPI * entry)(void*) = begin;
    stack_->inside = CreateFiberEx(at_first, stack_size, FIBER_FLAG_FLOAT_SWITCH, entry, this);
    if (!stack_->inside) std::abort();  // there is no memory at all
}

Fiber::~Fiber() { assert(is_idle()); }

void Fiber::enter()
{
    stack_->outside = this_thread();
    SwitchToFiber(stack_->inside);
}

void Fiber::pause() { SwitchToFiber(stack_->outside); }

}  // namespace winserver
