#include "runtime/system_calls.h"

#include "runtime/process.h"

#include <cstring>

namespace runtime {

struct SystemCalls::Row {
    std::uint64_t (SystemCalls::*run)(Arguments);
};
const SystemCalls::Row SystemCalls::rows[] = {
#define NINTH_ROW(module, name, arguments, result, kind) {&SystemCalls::module##_##name},
    NINTH_CALLS(NINTH_ROW)
#undef NINTH_ROW
};

std::uint64_t SystemCalls::call(Syscall number, Arguments a)
{
    if (number >= Syscall::count) return wasi::nosys;
    return (this->*rows[std::size_t(number)].run)(a);
}

bool SystemCalls::in_memory(std::uint64_t at, std::uint64_t bytes) const
{
    return bytes == 0 || guest_.instance().bytes(std::uint32_t(at), std::uint32_t(bytes));
}

std::optional<std::string> SystemCalls::text(std::uint64_t at, std::uint64_t bytes) const
{
    if (bytes == 0) return "";
    auto* from = guest_.instance().bytes(std::uint32_t(at), std::uint32_t(bytes));
    if (!from) return std::nullopt;
    return std::string(reinterpret_cast<const char*>(from), std::uint32_t(bytes));
}

// A memcpy by this thread, so that every way of tracking writes sees it.
bool SystemCalls::put(std::uint64_t at, std::string_view bytes)
{
    if (bytes.empty()) return true;
    auto* to = guest_.instance().bytes(std::uint32_t(at), std::uint32_t(bytes.size()));
    if (to) std::memcpy(to, bytes.data(), bytes.size());
    return to;
}

bool SystemCalls::put32(std::uint64_t at, std::uint32_t n)
{
    styx::Writer w;
    w.u32(n);
    return put(at, w.out);
}

bool SystemCalls::put64(std::uint64_t at, std::uint64_t n)
{
    styx::Writer w;
    w.u64(n);
    return put(at, w.out);
}

std::uint32_t SystemCalls::word(std::uint64_t at) const
{
    auto s = text(at, 4);
    return s ? styx::Reader{*s}.u32() : 0;
}

std::uint64_t SystemCalls::quad(std::uint64_t at) const
{
    auto s = text(at, 8);
    return s ? styx::Reader{*s}.u64() : 0;
}

void SystemCalls::on_io(const std::function<void()>& f) { process_.on_io(f); }

std::optional<Op> SystemCalls::perform(const std::function<Op()>& make)
{
    auto& instance = guest_.instance();
    bool again = instance.rewinding();
    if (again) instance.rewound();
    auto answer = guest_.wait([&] {
        on_io([&] {
            if (again) process_.rearm();
            else process_.begin(make());
        });
    });
    if (answer == Guest::Answer::stop) {
        instance.unwind();
        return std::nullopt;
    }
    return guest_.take_op();
}

std::optional<std::string> SystemCalls::wait_any(std::int32_t msec)
{
    auto& instance = guest_.instance();
    bool again = instance.rewinding();
    if (again) instance.rewound();
    auto answer = guest_.wait([&] { on_io([&] { process_.arm_await(msec, again); }); });
    if (answer == Guest::Answer::stop) {
        instance.unwind();
        return std::nullopt;
    }
    return guest_.take_bytes();
}

std::uint64_t SystemCalls::failed(const std::string& error)
{
    error_ = error;
    return std::uint64_t(-1);
}

}  // namespace runtime
