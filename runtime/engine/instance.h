// The one instance of a module in this process: runs the guest, stops it in the middle, goes on.
//
// A guest stops only inside a call of kind `waits` (runtime/syscalls.h): the kernel says unwind() and returns, every
// frame writes its locals into the unwind area, and run() comes back. The next run() winds the frames up again, in this
// process or, after save and restore, in another, and makes the same call a second time.
//
// Memory: [0, size) the guest's, up to 0xFC000000 room to grow, above it 64 MB for unwinding, which the guest cannot
// reach while it runs. Beyond 4 GB another 4 GB that fault: a 32-bit address plus a 32-bit offset never leaves it.
#pragma once

#include "runtime/engine/fault.h"
#include "runtime/engine/module.h"
#include "runtime/engine/region.h"
#include "runtime/syscalls.h"
#include "styx/bytes.h"

#include <optional>

namespace runtime {

// Answers the guest's system calls, on the guest's thread. Arguments are as many as the row has letters, an i32 in the
// low half. It must check guest addresses with Instance::bytes.
class Kernel {
  public:
    virtual ~Kernel() = default;
    virtual std::uint64_t call(Syscall, const std::uint64_t* arguments) = 0;
};

// Why run() came back.
enum class Stop { ended, unwound, trapped };

class Instance {
  public:
    // The kernel outlives the instance. Errors: those of Region::reserve, "the module is running already", "cannot start
    // the module: TRAP".
    static Result<std::unique_ptr<Instance>> create(const Module&, Kernel&, Tracking = Tracking::best);
    ~Instance();
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    // Starts the program, or goes on where it was stopped; on a GuestThread. Not again after ended or trapped.
    Stop run();
    int exit_code() const { return exit_code_; }
    Trap trap() const { return trap_; }  // after Stop::trapped

    // From within Kernel::call, kind `waits`: then return anything.
    void unwind();
    bool rewinding() const { return phase_ == Phase::rewinding; }
    void rewound();  // the call that was stopped is entered again: say so before anything else

    // From within Kernel::call: the guest ends when it returns.
    void exit(int code);

    // From any thread: loops call ninth.poll from now on, or no more.
    void request_poll();
    void clear_poll();

    std::size_t size() const;                                // bytes of memory the guest has
    std::uint8_t* bytes(std::uint32_t address, std::uint32_t count);  // null if they are not all the guest's
    Region& region() { return *region_; }                    // pages of take_dirty are the guest's memory
    std::size_t stack_bytes() const { return stack_bytes_; } // that the stop left in the unwind area

    // Everything but the pages: memory size, table size, globals, the unwound stack. Only while stopped by `unwound`.
    void save(styx::Writer&) const;

    // Into a fresh instance of the same module. Memory has its size then and is zero: load what was not zero into
    // region(), then run() goes on. Errors: "the image's module state is damaged", "the image is of another module",
    // "no room for N bytes of memory".
    Result<> restore(styx::Reader&);

  private:
    enum class Phase : std::uint8_t { fresh, running, unwinding, unwound, rewinding, over };
    struct Host;
    Instance(const Module& module, Kernel& kernel, Tracking tracking) : module_(module), kernel_(kernel), tracking_(tracking) {}
    const ninth_module* code() const { return module_.code(); }
    Stop stopped(Trap);
    Result<> restore_globals(styx::Reader&);
    Result<> restore_stack(std::string_view);

    Module module_;
    Kernel& kernel_;
    Tracking tracking_;
    bool is_instantiated_ = false;
    bool call_waits_ = false;  // the call the kernel is in is of kind `waits`
    std::unique_ptr<Region> region_;
    Error memory_error_;
    Phase phase_ = Phase::fresh;
    Trap trap_ = Trap::none;
    std::size_t stack_bytes_ = 0;
    std::optional<int> exit_;
    int exit_code_ = 0;
};

}  // namespace runtime
