#include "tests/engine/small_kernel.h"

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using runtime::Instance;
using runtime::Module;
using runtime::Stop;
using runtime::Syscall;

std::uint32_t SmallKernel::word(std::uint64_t at) const
{
    std::uint32_t n = 0;
    std::memcpy(&n, instance->memory() + at, 4);
    return n;
}

void SmallKernel::put(std::uint64_t at, std::uint64_t value, unsigned bytes)
{
    std::memcpy(instance->memory() + at, &value, bytes);
}

bool SmallKernel::stops_here()
{
    if (instance->rewinding()) {
        instance->rewound();
        return false;
    }
    return freeze_after >= 0 && freeze_after-- == 0;
}

std::uint64_t SmallKernel::read(const std::uint64_t* a)
{
    if (taken >= input.size() || a[2] == 0) return 0;
    instance->memory()[std::uint32_t(a[1])] = std::uint8_t(input[taken++]);
    return 1;
}

std::uint64_t SmallKernel::write(const std::uint64_t* a)
{
    std::uint32_t total = 0;
    for (std::uint64_t i = 0; i < a[2]; ++i) {
        auto at = word(a[1] + 8 * i), n = word(a[1] + 8 * i + 4);
        output.append(reinterpret_cast<char*>(instance->memory()) + at, n);
        total += n;
    }
    put(a[3], total, 4);
    return 0;
}

std::uint64_t SmallKernel::call(Syscall number, const std::uint64_t* a)
{
    switch (number) {
    case Syscall::ninth_read:
        if (stops_here()) return instance->unwind(), 0;
        return read(a);
    case Syscall::ninth_poll:
        if (instance->rewinding()) return instance->rewound(), 0;
        if (stop) instance->unwind();
        return 0;
    case Syscall::wasi_fd_write:
        if (stops_here()) return instance->unwind(), 0;
        return write(a);
    case Syscall::wasi_fd_fdstat_get:
        std::memset(instance->memory() + a[1], 0, 24);
        put(a[1], a[0] < 3 ? 2 : 4, 1);
        put(a[1] + 8, ~0ull, 8);
        return 0;
    case Syscall::wasi_proc_exit: instance->exit(int(a[0]));
    case Syscall::wasi_fd_prestat_get: return 8;
    case Syscall::wasi_args_sizes_get:
    case Syscall::wasi_environ_sizes_get: return put(a[0], 0, 4), put(a[1], 0, 4), 0;
    case Syscall::wasi_args_get:
    case Syscall::wasi_environ_get:
    case Syscall::wasi_fd_close: return 0;
    default: return 52;
    }
}

namespace {

std::string freeze(Instance& i, const SmallKernel& k)
{
    styx::Writer w;
    w.u64(k.taken), w.text32(k.output);
    i.save(w);
    w.text32({reinterpret_cast<char*>(i.memory()), i.size()});
    return std::move(w.out);
}

void thaw(Instance& i, SmallKernel& k, const std::string& image)
{
    styx::Reader r{image};
    k.taken = r.u64(), k.output = r.text32();
    if (!i.restore(r)) std::abort();
    auto pages = r.text32();
    if (!r.ended()) std::abort();
    std::memcpy(i.memory(), pages.data(), pages.size());
}

Ran run_here(const Job& job)
{
    Ran ran;
    SmallKernel kernel;
    kernel.input = job.input;
    kernel.freeze_after = job.freeze_after;
    auto module = Module::load(job.module);
    if (!module) std::fprintf(stderr, "%s\n", module.error().text.c_str()), std::abort();
    auto instance = Instance::create(*module, kernel, job.tracking);
    if (!instance) std::fprintf(stderr, "%s\n", instance.error().text.c_str()), std::abort();
    kernel.instance = instance->get();
    if (!job.image.empty()) thaw(**instance, kernel, job.image);
    std::thread stopper;
    if (job.stop_after_ms > 0)
        stopper = std::thread([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(job.stop_after_ms));
            kernel.stop = true;
            (*instance)->request_poll();
        });
    {
        runtime::GuestThread thread(256u << 20, [&] { ran.outcome.stop = (*instance)->run(); });
    }
    if (stopper.joinable()) stopper.join();
    ran.outcome.trap = (*instance)->trap();
    ran.outcome.exit_code = (*instance)->exit_code();
    if (ran.outcome.stop == Stop::unwound) ran.outcome.image = freeze(**instance, kernel);
    ran.output = kernel.output;
    return ran;
}

void write_all(int fd, const std::string& s)
{
    for (std::size_t n = 0; n < s.size();) {
        auto k = ::write(fd, s.data() + n, s.size() - n);
        if (k <= 0) std::abort();
        n += std::size_t(k);
    }
}

}  // namespace

Ran run_guest(const Job& job)
{
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    pid_t child = fork();
    if (child == 0) {
        auto ran = run_here(job);
        styx::Writer w;
        w.u8(std::uint8_t(ran.outcome.stop)), w.u32(std::uint32_t(ran.outcome.trap)), w.i32(ran.outcome.exit_code);
        w.text32(ran.outcome.image), w.text32(ran.output);
        write_all(ends[1], w.out);
        _exit(0);
    }
    close(ends[1]);
    std::string all(1 << 16, '\0'), bytes;
    for (ssize_t n; (n = ::read(ends[0], all.data(), all.size())) > 0;) bytes.append(all.data(), std::size_t(n));
    close(ends[0]);
    waitpid(child, nullptr, 0);
    styx::Reader r{bytes};
    Ran ran;
    ran.outcome.stop = Stop(r.u8()), ran.outcome.trap = runtime::Trap(r.u32()), ran.outcome.exit_code = r.i32();
    ran.outcome.image = r.text32(), ran.output = r.text32();
    if (!r.ended()) ran.output = "the child died";
    return ran;
}

std::string guest(const std::string& name) { return std::string(GUESTS) + "/" + name + ".so"; }
