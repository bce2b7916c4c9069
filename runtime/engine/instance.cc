#include "runtime/engine/instance.h"

#include "runtime/engine/native/glue.h"

#include <atomic>
#include <cassert>
#include <cstring>

namespace runtime {

namespace {

// Asyncify's area: current[4] end[4], both addresses, then the frames (Binaryen, src/passes/Asyncify.cpp).
constexpr std::uint32_t area = 0xFC000000, area_bytes = 64 << 20, area_head = 8;
constexpr std::uint64_t reserved = std::uint64_t(8) << 30;
constexpr std::uint64_t wasm_page_bytes = 65536;

// For the kernel's own frames: it must not meet the end of the guest's stack holding a lock.
constexpr std::size_t kernel_stack_bytes = 512 * 1024;

// For each row of the table of system calls.
constexpr bool waits[] = {
#define NINTH_CALL(module, name, arguments, result, kind) std::string_view(#kind) == "waits",
    NINTH_CALLS(NINTH_CALL)
#undef NINTH_CALL
};

std::vector<ninth_global> globals_of(const ninth_module* code)
{
    std::vector<ninth_global> all(code->globals(nullptr, 0));
    code->globals(all.data(), std::uint32_t(all.size()));
    return all;
}

std::size_t bytes_of(const ninth_global& g) { return g.type == 'i' || g.type == 'f' ? 4 : 8; }

void put_area_head(std::uint8_t* at, std::uint32_t current)
{
    styx::Writer w;
    w.u32(current);
    w.u32(area + (area_bytes - 1));
    std::memcpy(at, w.out.data(), w.out.size());
}

}  // namespace

// What the module's code calls.
struct Instance::Host {
    static Instance& of(void* self) { return *static_cast<Instance*>(self); }

    static std::uint64_t call(void* self, std::uint32_t number, const std::uint64_t* arguments)
    {
        if (stack_left() < kernel_stack_bytes) leave_guarded(Trap::stack_exhausted);
        of(self).call_waits_ = waits[number];
        auto answer = of(self).kernel_.call(Syscall(number), arguments);
        if (of(self).exit_) leave_guarded(Trap::none);
        return answer;
    }

    static void trap(std::uint32_t reason) { leave_guarded(Trap(reason)); }

    static std::uint8_t* memory(void* self, std::uint64_t bytes)
    {
        auto region = Region::reserve(reserved, bytes <= area ? bytes : reserved + 1, of(self).tracking_);
        if (region) of(self).region_ = std::move(*region);
        else of(self).memory_error_ = region.error();
        return region ? of(self).region_->data() : nullptr;
    }

    static int grow(void* self, std::uint64_t bytes) { return bytes <= area && of(self).region_->grow(bytes) ? 0 : -1; }

    static constexpr ninth_host table = {call, trap, memory, grow};
};

Result<std::unique_ptr<Instance>> Instance::create(const Module& module, Kernel& kernel, Tracking tracking)
{
    auto instance = std::unique_ptr<Instance>(new Instance(module, kernel, tracking));
    auto* self = instance.get();
    auto trap = call_guarded(nullptr, 0, [self] { self->is_instantiated_ = self->code()->instantiate(&Host::table, self) == 0; });
    if (trap == Trap::none && !self->is_instantiated_) return fail("the module is running already");
    self->is_instantiated_ = true;
    if (!self->memory_error_.text.empty()) return fail(self->memory_error_);
    if (trap != Trap::none) return fail(std::string("cannot start the module: ") + text_of(trap));
    return instance;
}

Instance::~Instance()
{
    if (is_instantiated_) code()->end();
}

std::size_t Instance::size() const { return code()->memory_size(); }

std::uint8_t* Instance::bytes(std::uint32_t address, std::uint32_t count)
{
    return std::uint64_t(address) + count <= size() ? region_->data() + address : nullptr;
}

Stop Instance::run()
{
    assert(phase_ == Phase::fresh || phase_ == Phase::unwound);
    bool goes_on = phase_ == Phase::unwound;
    phase_ = goes_on ? Phase::rewinding : Phase::running;
    return stopped(call_guarded(region_->data(), region_->most(), [this, goes_on] {
        if (goes_on) code()->start_rewind(area);
        code()->start();
    }));
}

Stop Instance::stopped(Trap trap)
{
    if (trap == Trap::none && phase_ == Phase::unwinding && !exit_) {
        code()->stop_unwind();
        stack_bytes_ = styx::Reader{{reinterpret_cast<const char*>(region_->data() + area), 4}}.u32() - area;
        phase_ = Phase::unwound;
        return Stop::unwound;
    }
    // A damaged image's stack can lead to an end without ever meeting the call it was stopped in.
    if (trap == Trap::none && phase_ == Phase::rewinding) trap = Trap::unreachable;
    phase_ = Phase::over;
    trap_ = trap;
    exit_code_ = exit_.value_or(0);
    return trap == Trap::none ? Stop::ended : Stop::trapped;
}

// The area is open only between a stop and the call that goes on: a wild pointer of the guest faults there.
void Instance::unwind()
{
    assert(phase_ == Phase::running && call_waits_);
    if (!region_->open_untracked(area, area_bytes)) leave_guarded(Trap::stack_exhausted);
    put_area_head(region_->data() + area, area + area_head);
    phase_ = Phase::unwinding;
    code()->start_unwind(area);
}

void Instance::rewound()
{
    assert(phase_ == Phase::rewinding);
    code()->stop_rewind();
    region_->close_untracked(area, area_bytes);
    phase_ = Phase::running;
}

void Instance::exit(int code) { exit_ = code; }

void Instance::request_poll() { std::atomic_ref(*code()->poll()).store(1); }
void Instance::clear_poll() { std::atomic_ref(*code()->poll()).store(0); }

// memory[8] table[4]  n[4] n of (type[1] bits[8])  stack: n[4] bytes from the area's beginning
void Instance::save(styx::Writer& w) const
{
    assert(phase_ == Phase::unwound);
    w.u64(size());
    w.u32(code()->table_size());
    auto globals = globals_of(code());
    w.u32(std::uint32_t(globals.size()));
    for (auto& g : globals) {
        std::uint64_t bits = 0;
        std::memcpy(&bits, g.at, bytes_of(g));
        w.u8(std::uint8_t(g.type));
        w.u64(bits);
    }
    w.text32({reinterpret_cast<const char*>(region_->data() + area), stack_bytes_});
}

Result<> Instance::restore(styx::Reader& r)
{
    assert(phase_ == Phase::fresh);
    auto bytes = r.u64();
    if (r.bad || bytes > area || bytes % wasm_page_bytes != 0) return fail("the image's module state is damaged");
    if (bytes < size() || r.u32() != code()->table_size()) return fail("the image is of another module");
    DO(restore_globals(r));
    auto stack = r.text32();
    if (r.bad || stack.size() < area_head || stack.size() >= area_bytes) return fail("the image's module state is damaged");
    region_->clear();
    if (code()->grow(bytes) != 0) return fail("no room for " + std::to_string(bytes) + " bytes of memory");
    clear_poll();
    return restore_stack(stack);
}

Result<> Instance::restore_globals(styx::Reader& r)
{
    auto globals = globals_of(code());
    if (r.u32() != globals.size()) return fail("the image is of another module");
    for (auto& g : globals) {
        if (char(r.u8()) != g.type) return fail("the image is of another module");
        auto bits = r.u64();
        std::memcpy(g.at, &bits, bytes_of(g));
    }
    return {};
}

// The head is made anew: asyncify would read and write wherever it points.
Result<> Instance::restore_stack(std::string_view stack)
{
    DO(region_->open_untracked(area, area_bytes));
    std::memcpy(region_->data() + area, stack.data(), stack.size());
    put_area_head(region_->data() + area, area + std::uint32_t(stack.size()));
    stack_bytes_ = stack.size();
    phase_ = Phase::unwound;
    return {};
}

}  // namespace runtime
