#include "runtime/engine/thread.h"

#include <limits>
#include <process.h>
#include <windows.h>

namespace runtime {

namespace {
// For the handler of an overflow, which runs on what is left of the stack (SetThreadStackGuarantee).
constexpr ULONG handler_stack_bytes = 64 * 1024;
}

struct GuestThread::State {
    std::function<void()> f;
    HANDLE thread = nullptr;

    static unsigned __stdcall run(void* p)
    {
        ULONG bytes = handler_stack_bytes;
        SetThreadStackGuarantee(&bytes);
        static_cast<State*>(p)->f();
        return 0;
    }
};

GuestThread::GuestThread(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<GuestThread>> GuestThread::start(std::function<void()> f, std::size_t stack_bytes)
{
    auto state = std::make_unique<State>();
    state->f = std::move(f);
    bool is_size = stack_bytes <= std::numeric_limits<unsigned>::max();
    auto thread = !is_size ? 0 : _beginthreadex(nullptr, unsigned(stack_bytes), State::run, state.get(), STACK_SIZE_PARAM_IS_A_RESERVATION, nullptr);
    if (thread == 0) return fail("cannot make a thread with a stack of " + std::to_string(stack_bytes) + " bytes");
    state->thread = reinterpret_cast<HANDLE>(thread);
    return std::unique_ptr<GuestThread>(new GuestThread(std::move(state)));
}

GuestThread::~GuestThread()
{
    WaitForSingleObject(state_->thread, INFINITE);
    CloseHandle(state_->thread);
}

}  // namespace runtime
