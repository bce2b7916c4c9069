#include "runtime/engine/thread.h"

#include "runtime/engine/stack_posix.h"

#include <csignal>
#include <pthread.h>
#include <vector>

namespace runtime {

namespace {
constexpr std::size_t signal_stack_bytes = 64 * 1024;
}

struct GuestThread::State {
    std::function<void()> f;
    pthread_t thread{};
    std::vector<char> signal_stack = std::vector<char>(signal_stack_bytes);

    static void* run(void* p)
    {
        auto* state = static_cast<State*>(p);
        stack_t ours{}, before{};
        ours.ss_sp = state->signal_stack.data();
        ours.ss_size = state->signal_stack.size();
        sigaltstack(&ours, &before);
        state->f();
        sigaltstack(&before, nullptr);  // AddressSanitizer unmaps at the thread's end what it finds here
        return nullptr;
    }
};

GuestThread::GuestThread(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<GuestThread>> GuestThread::start(std::function<void()> f, std::size_t stack_bytes)
{
    auto state = std::make_unique<State>();
    state->f = std::move(f);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    bool good = pthread_attr_setstacksize(&attributes, stack_bytes + stack_guard_bytes) == 0 &&
                pthread_attr_setguardsize(&attributes, stack_guard_bytes) == 0 &&
                pthread_create(&state->thread, &attributes, State::run, state.get()) == 0;
    pthread_attr_destroy(&attributes);
    if (!good) return fail("cannot make a thread with a stack of " + std::to_string(stack_bytes) + " bytes");
    return std::unique_ptr<GuestThread>(new GuestThread(std::move(state)));
}

GuestThread::~GuestThread() { pthread_join(state_->thread, nullptr); }

Stack this_stack()
{
    Stack s;
    pthread_attr_t attributes;
    void* from = nullptr;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return s;
    pthread_attr_getstack(&attributes, &from, &s.bytes);
    pthread_attr_destroy(&attributes);
    s.from = static_cast<std::uint8_t*>(from);
    return s;
}

}  // namespace runtime
