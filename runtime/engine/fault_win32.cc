// A handler has no object to be called on: what stands at file scope here is all it needs to find its way.
#include "runtime/engine/fault.h"

#include <csetjmp>
#include <mutex>
#include <windows.h>

#include <malloc.h>

namespace runtime {

namespace {

// What call_guarded is running on this thread.
struct Guarded {
    jmp_buf back;
    std::uint8_t* from = nullptr;
    std::size_t bytes = 0;
    std::uintptr_t stack_from = 0, stack_at = 0;  // the stack's lowest address; where it was when the call began
    Trap trap = Trap::none;
};
thread_local Guarded* guarded_call = nullptr;

bool within(const std::uint8_t* p, const std::uint8_t* from, std::size_t bytes) { return p >= from && p < from + bytes; }

[[noreturn]] void land() { longjmp(guarded_call->back, 1); }

// The handler itself must return: Windows is in the midst of its own dispatch. So the thread goes on in land(), on the part
// of the stack where the call began, which whatever overflowed is below of. 40: the return address and the 32 bytes a
// callee may write above it.
LONG leave_by(EXCEPTION_POINTERS* e, Trap trap)
{
    guarded_call->trap = trap;
    e->ContextRecord->Rip = reinterpret_cast<DWORD64>(land);
    e->ContextRecord->Rsp = (guarded_call->stack_at & ~std::uintptr_t(15)) - 40;
    return EXCEPTION_CONTINUE_EXECUTION;
}

// A handler of the process is asked before any frame's, so that a debugger's or a library's own faults pass it by.
LONG CALLBACK on_fault(EXCEPTION_POINTERS* e)
{
    auto& what = *e->ExceptionRecord;
    if (what.ExceptionCode == EXCEPTION_STACK_OVERFLOW && guarded_call) return leave_by(e, Trap::stack_exhausted);
    if (what.ExceptionCode != EXCEPTION_ACCESS_VIOLATION) return EXCEPTION_CONTINUE_SEARCH;
    auto* address = reinterpret_cast<std::uint8_t*>(what.ExceptionInformation[1]);
    auto* g = guarded_call;
    if (g && within(address, g->from, g->bytes)) return leave_by(e, Trap::out_of_bounds);
    return EXCEPTION_CONTINUE_SEARCH;
}

void install()
{
    static std::once_flag once;
    std::call_once(once, [] { AddVectoredExceptionHandler(1, on_fault); });
}

std::uintptr_t this_stack()
{
    ULONG_PTR low = 0, high = 0;
    GetCurrentThreadStackLimits(&low, &high);
    return low;
}

std::uintptr_t here() { return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)); }

}  // namespace

// The null frame: longjmp restores registers and does not unwind frame by frame, for which the module's code has no
// tables to be trusted. 1024: land() and longjmp have that much of the stack, above everything of f.
Trap call_guarded(std::uint8_t* from, std::size_t bytes, const std::function<void()>& f)
{
    install();
    Guarded call;
    call.from = from;
    call.bytes = bytes;
    call.stack_from = this_stack();
    auto* room = static_cast<volatile std::uint8_t*>(_alloca(1024));
    room[0] = 0;
    call.stack_at = reinterpret_cast<std::uintptr_t>(room) + 1024 - 64;
    guarded_call = &call;
    if (_setjmp(call.back, nullptr) == 0) f();
    guarded_call = nullptr;
    if (call.trap == Trap::stack_exhausted) _resetstkoflw();  // the guard page is there once more
    return call.trap;
}

void leave_guarded(Trap trap)
{
    guarded_call->trap = trap;
    longjmp(guarded_call->back, 1);
}

std::size_t stack_left()
{
    auto from = guarded_call->stack_from;
    return here() > from ? here() - from : 0;
}

}  // namespace runtime
