#include "winserver/fiber.h"

#include <cassert>
#include <cstdint>
#include <cstdlib>
#include <sys/mman.h>
#include <ucontext.h>

// The address sanitizer has to know which stack it is on.
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/common_interface_defs.h>
#endif

namespace winserver {
namespace {

constexpr std::size_t stack_size = std::size_t(8) << 20;  // as a thread has
constexpr std::size_t guard_size = std::size_t(64) << 10;

}  // namespace

struct Fiber::Stack {
    ucontext_t inside{}, outside{};
    void* memory = MAP_FAILED;
#ifdef __SANITIZE_ADDRESS__
    const void* outer_bottom = nullptr;
    std::size_t outer_size = 0;
#endif

    Stack()
    {
        memory = mmap(nullptr, guard_size + stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
        if (memory == MAP_FAILED || mprotect(memory, guard_size, PROT_NONE) != 0) std::abort();  // there is no memory at all
        getcontext(&inside);
        inside.uc_stack.ss_sp = bottom();
        inside.uc_stack.ss_size = stack_size;
    }
    ~Stack() { munmap(memory, guard_size + stack_size); }
    char* bottom() const { return static_cast<char*>(memory) + guard_size; }

    void go_in()
    {
#ifdef __SANITIZE_ADDRESS__
        void* fake = nullptr;
        __sanitizer_start_switch_fiber(&fake, bottom(), stack_size);
#endif
        swapcontext(&outside, &inside);
#ifdef __SANITIZE_ADDRESS__
        __sanitizer_finish_switch_fiber(fake, nullptr, nullptr);
#endif
    }
    void go_out()
    {
#ifdef __SANITIZE_ADDRESS__
        void* fake = nullptr;
        __sanitizer_start_switch_fiber(&fake, outer_bottom, outer_size);
#endif
        swapcontext(&inside, &outside);
#ifdef __SANITIZE_ADDRESS__
        __sanitizer_finish_switch_fiber(fake, &outer_bottom, &outer_size);
#endif
    }
    void has_begun()
    {
#ifdef __SANITIZE_ADDRESS__
        __sanitizer_finish_switch_fiber(nullptr, &outer_bottom, &outer_size);
#endif
    }
};

Fiber::Fiber() : stack_(std::make_unique<Stack>())
{
    // makecontext passes ints.
    auto self = reinterpret_cast<std::uintptr_t>(this);
    auto begin = [](unsigned high, unsigned low) {
        auto* fiber = reinterpret_cast<Fiber*>(std::uintptr_t(std::uint64_t(high) << 32 | low));
        fiber->stack_->has_begun();
        fiber->live();
    };
    void (*entry)(unsigned, unsigned) = begin;
    makecontext(&stack_->inside, reinterpret_cast<void (*)()>(entry), 2, unsigned(std::uint64_t(self) >> 32), unsigned(self));
}

Fiber::~Fiber() { assert(is_idle()); }

void Fiber::enter() { stack_->go_in(); }
void Fiber::pause() { stack_->go_out(); }

}  // namespace winserver
