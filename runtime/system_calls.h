// What answers the guest's system calls: a row of THE TABLE (syscalls.h) to a function of the same name.
//
// Runs on the guest's thread. A call that needs the process's state asks the I/O thread for it.
#pragma once

#include "runtime/engine/instance.h"
#include "runtime/op.h"
#include "runtime/wasi.h"

#include <optional>

namespace runtime {

class Process;
class Guest;

class SystemCalls : public Kernel {
  public:
    SystemCalls(Process& process, Guest& guest) : process_(process), guest_(guest) {}
    std::uint64_t call(Syscall, const std::uint64_t* arguments) override;

  private:
    using Arguments = const std::uint64_t*;
#define NINTH_DECLARE(module, name, arguments, result, kind) std::uint64_t module##_##name(Arguments);
    NINTH_CALLS(NINTH_DECLARE)
#undef NINTH_DECLARE
    struct Row;
    static const Row rows[];

    // Guest memory. A range outside it is an error, never a fault.
    bool in_memory(std::uint64_t at, std::uint64_t bytes) const;
    std::optional<std::string> text(std::uint64_t at, std::uint64_t bytes) const;
    bool put(std::uint64_t at, std::string_view bytes);
    bool put32(std::uint64_t at, std::uint32_t n);
    bool put64(std::uint64_t at, std::uint64_t n);
    std::uint32_t word(std::uint64_t at) const;
    std::uint64_t quad(std::uint64_t at) const;

    // Hands the op over and waits. Nothing: the stack is being unwound, return at once.
    std::optional<Op> perform(const std::function<Op()>& make);
    std::optional<std::string> wait_any(std::int32_t msec);
    void on_io(const std::function<void()>&);  // runs it on the I/O thread, to its end
    std::uint64_t failed(const std::string& error);  // remembers it for errstr; -1
    std::uint64_t fault() { return failed("bad address"); }
    std::optional<std::string> gather(std::uint64_t iovs, std::uint64_t count, bool& bad) const;
    std::uint32_t room(std::uint64_t iovs, std::uint64_t count) const;
    void scatter(std::uint64_t iovs, std::uint64_t count, std::string_view bytes);
    std::uint64_t wasi_read(std::uint64_t fd, std::uint64_t iovs, std::uint64_t n, std::uint64_t offset, std::uint64_t out);
    std::uint64_t wasi_write(std::uint64_t fd, std::uint64_t iovs, std::uint64_t n, std::uint64_t offset, std::uint64_t out);
    std::string path_at(std::uint64_t fd, std::string_view path);  // of a name relative to an open directory
    std::uint64_t path_op(Op op);                                  // performs it; an errno
    std::uint64_t put_filestat(std::uint64_t out, const Op&);

    Process& process_;
    Guest& guest_;
    std::string error_;
};

}  // namespace runtime
