// A signal handler has no object to be called on: what stands at file scope here is all it needs to find its way.
#include "runtime/engine/fault_posix.h"

#include "runtime/engine/stack_posix.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csetjmp>
#include <csignal>
#include <mutex>

namespace runtime {

namespace {

struct Mender {
    std::atomic<void*> owner{nullptr};
    std::atomic<MendFault> mend{nullptr};
};
std::array<Mender, 16> menders;

// What call_guarded is running on this thread.
struct Guarded {
    sigjmp_buf back;
    std::uint8_t* from = nullptr;
    std::size_t bytes = 0;
    Stack stack;
    Trap trap = Trap::none;
};
thread_local Guarded* guarded_call = nullptr;

bool within(const std::uint8_t* p, const std::uint8_t* from, std::size_t bytes) { return p >= from && p < from + bytes; }

bool is_mended(std::uint8_t* address)
{
    for (auto& m : menders) {
        auto* owner = m.owner.load();
        auto mend = m.mend.load();
        if (owner && mend && mend(owner, address)) return true;
    }
    return false;
}

void on_fault(int number, siginfo_t* info, void*)
{
    auto before = errno;
    auto* address = static_cast<std::uint8_t*>(info->si_addr);
    if (is_mended(address)) {
        errno = before;
        return;
    }
    if (auto* g = guarded_call) {
        if (within(address, g->from, g->bytes)) leave_guarded(Trap::out_of_bounds);
        if (within(address, g->stack.from - stack_guard_bytes, stack_guard_bytes)) leave_guarded(Trap::stack_exhausted);
    }
    std::signal(number, SIG_DFL);  // not ours: the process dies of it where it happened
}

// SA_NODEFER: leave_guarded jumps out of the handler, and the signal must not stay blocked then.
void install()
{
    static std::once_flag once;
    std::call_once(once, [] {
        struct sigaction act{};
        act.sa_sigaction = on_fault;
        act.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        sigaction(SIGSEGV, &act, nullptr);
        sigaction(SIGBUS, &act, nullptr);
    });
}

}  // namespace

bool add_fault_mender(void* owner, MendFault mend)
{
    install();
    for (auto& m : menders) {
        void* free = nullptr;
        if (!m.owner.compare_exchange_strong(free, owner)) continue;
        m.mend = mend;
        return true;
    }
    return false;
}

void remove_fault_mender(void* owner)
{
    for (auto& m : menders) {
        if (m.owner != owner) continue;
        m.mend = nullptr;
        m.owner = nullptr;
    }
}

Trap call_guarded(std::uint8_t* from, std::size_t bytes, const std::function<void()>& f)
{
    install();
    Guarded call;
    call.from = from;
    call.bytes = bytes;
    call.stack = this_stack();
    guarded_call = &call;
    if (sigsetjmp(call.back, 0) == 0) f();
    guarded_call = nullptr;
    return call.trap;
}

void leave_guarded(Trap trap)
{
    guarded_call->trap = trap;
    siglongjmp(guarded_call->back, 1);
}

std::size_t stack_left()
{
    auto* here = static_cast<std::uint8_t*>(__builtin_frame_address(0));
    auto* from = guarded_call->stack.from;
    return here > from ? std::size_t(here - from) : 0;
}

}  // namespace runtime
