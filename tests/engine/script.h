// A guest's whole world as two strings: what it reads and what it has written. And its life as one: an image.
#pragma once

#include "runtime/engine/instance.h"
#include "runtime/engine/thread.h"

#include <functional>

// Reads and writes go to the strings. A call that waits can be made to stop the guest.
class Script : public runtime::Kernel {
  public:
    std::string input, output;
    std::size_t at = 0;                    // of input
    unsigned waits = 0;                    // calls of kind `waits`, polls not counted
    unsigned stop_at = ~0u;                // stops in that one of them, from 1
    bool stops_at_polls = false, exits_at_polls = false;
    std::size_t least_stack = ~std::size_t(0);  // bytes that were left in a poll
    runtime::Instance* instance = nullptr;

    std::uint64_t call(runtime::Syscall, const std::uint64_t* arguments) override;

    void save(styx::Writer&) const;
    void restore(styx::Reader&);

  private:
    struct Row;
    static const Row rows[];
    std::uint64_t fd_write(const std::uint64_t*);
    std::uint64_t fd_fdstat_get(const std::uint64_t*);
    std::uint64_t sizes_get(const std::uint64_t*);
    std::uint64_t proc_exit(const std::uint64_t*);
    std::uint64_t read(const std::uint64_t*);
    std::uint64_t poll(const std::uint64_t*);
    bool stops();
    std::uint64_t put(std::uint64_t address, std::uint32_t n);
};

// The module of a file: a shared object, or C (.c), which is compiled here.
Result<runtime::Module> module_of(const std::string& path);

std::string freeze(runtime::Instance&, const Script&);
Result<std::unique_ptr<runtime::Instance>> thaw(const runtime::Module&, Script&, const std::string& image,
                                                runtime::Tracking = runtime::Tracking::best);

// Runs f on a guest's thread, and waits for it.
void on_guest_thread(std::function<void()> f);
runtime::Stop run(runtime::Instance&);  // on one
