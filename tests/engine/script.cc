#include "tests/engine/script.h"

#include "runtime/engine/compile.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

using runtime::Instance;
using runtime::Syscall;

struct Script::Row {
    Syscall number;
    bool waits;
    std::uint64_t (Script::*run)(const std::uint64_t*);
};
const Script::Row Script::rows[] = {
    {Syscall::wasi_fd_write, true, &Script::fd_write},
    {Syscall::wasi_fd_fdstat_get, false, &Script::fd_fdstat_get},
    {Syscall::wasi_args_sizes_get, false, &Script::sizes_get},
    {Syscall::wasi_environ_sizes_get, false, &Script::sizes_get},
    {Syscall::wasi_proc_exit, false, &Script::proc_exit},
    {Syscall::ninth_read, true, &Script::read},
    {Syscall::ninth_poll, false, &Script::poll},
};

namespace {

constexpr std::uint64_t bad_fd = 8, fault = 21, not_there = 52;  // of WASI: badf, fault, nosys

std::uint32_t word(const std::uint8_t* at) { return styx::Reader{{reinterpret_cast<const char*>(at), 4}}.u32(); }

}  // namespace

// Also for a call that goes on: it is the same one.
bool Script::stops()
{
    if (instance->rewinding()) {
        instance->rewound();
        return false;
    }
    if (++waits != stop_at) return false;
    instance->unwind();
    return true;
}

std::uint64_t Script::call(Syscall number, const std::uint64_t* arguments)
{
    auto* row = std::find_if(std::begin(rows), std::end(rows), [=](auto& r) { return r.number == number; });
    if (row == std::end(rows)) return not_there;
    if (row->waits && stops()) return 0;
    return (this->*row->run)(arguments);
}

std::uint64_t Script::put(std::uint64_t address, std::uint32_t n)
{
    auto* to = instance->bytes(std::uint32_t(address), 4);
    if (!to) return fault;
    styx::Writer w;
    w.u32(n);
    std::memcpy(to, w.out.data(), 4);
    return 0;
}

std::uint64_t Script::fd_write(const std::uint64_t* a)
{
    std::uint32_t total = 0;
    for (std::uint32_t i = 0; i < a[2]; ++i) {
        auto* piece = instance->bytes(std::uint32_t(a[1]) + 8 * i, 8);
        auto* bytes = piece ? instance->bytes(word(piece), word(piece + 4)) : nullptr;
        if (!bytes) return fault;
        output.append(reinterpret_cast<char*>(bytes), word(piece + 4));
        total += word(piece + 4);
    }
    return put(a[3], total);
}

std::uint64_t Script::fd_fdstat_get(const std::uint64_t* a)
{
    if (a[0] > 2) return bad_fd;
    auto* stat = instance->bytes(std::uint32_t(a[1]), 24);
    if (!stat) return fault;
    std::memset(stat, 0, 24);
    stat[0] = 2;                      // a character device
    std::memset(stat + 8, 0xff, 16);  // all rights
    return 0;
}

std::uint64_t Script::sizes_get(const std::uint64_t* a)
{
    return put(a[0], 0) ? fault : put(a[1], 0);
}

std::uint64_t Script::proc_exit(const std::uint64_t* a)
{
    instance->exit(int(a[0]));
    return 0;
}

std::uint64_t Script::read(const std::uint64_t* a)
{
    auto* to = instance->bytes(std::uint32_t(a[1]), 1);
    if (!to || at == input.size()) return 0;
    *to = std::uint8_t(input[at++]);
    return 1;
}

std::uint64_t Script::poll(const std::uint64_t*)
{
    least_stack = std::min(least_stack, runtime::stack_left());
    if (exits_at_polls) instance->exit(1);
    if (instance->rewinding()) instance->rewound();
    else if (stops_at_polls) instance->unwind();
    return 0;
}

void Script::save(styx::Writer& w) const
{
    w.text32(input);
    w.text32(output);
    w.u32(std::uint32_t(at));
    w.u32(waits);
}

void Script::restore(styx::Reader& r)
{
    input = r.text32();
    output = r.text32();
    at = r.u32();
    waits = r.u32();
}

Result<runtime::Module> module_of(const std::string& path)
{
    if (!path.ends_with(".c")) return runtime::Module::load(path);
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return runtime::compile(text.str());
}

// script, state, then (page[4] bytes[4096]) of each page that is not zero
std::string freeze(Instance& instance, const Script& script)
{
    styx::Writer w;
    script.save(w);
    instance.save(w);
    static constexpr char zeros[runtime::page_bytes] = {};
    for (std::uint32_t page = 0; page * runtime::page_bytes < instance.size(); ++page) {
        auto* at = instance.region().data() + page * runtime::page_bytes;
        if (std::memcmp(at, zeros, sizeof zeros) == 0) continue;
        w.u32(page);
        w.bytes({reinterpret_cast<char*>(at), runtime::page_bytes});
    }
    return w.out;
}

Result<std::unique_ptr<Instance>> thaw(const runtime::Module& module, Script& script, const std::string& image,
                                       runtime::Tracking tracking)
{
    styx::Reader r{image};
    script.restore(r);
    auto instance = TRY(Instance::create(module, script, tracking));
    script.instance = instance.get();
    DO(instance->restore(r));
    while (!r.in.empty()) {
        auto page = r.u32();
        auto bytes = r.bytes(runtime::page_bytes);
        if (r.bad || page >= instance->size() / runtime::page_bytes) return fail("the image is damaged");
        instance->region().load(page, bytes);
    }
    return instance;
}

void on_guest_thread(std::function<void()> f)
{
    auto thread = runtime::GuestThread::start(std::move(f));
    if (!thread) std::abort();
}

runtime::Stop run(Instance& instance)
{
    auto stop = runtime::Stop::ended;
    on_guest_thread([&] { stop = instance.run(); });
    return stop;
}
