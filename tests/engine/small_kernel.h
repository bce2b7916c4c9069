// A kernel just large enough for the test guests: bytes to read, text written, and a freeze at any chosen call.
#pragma once

#include "runtime/engine/module.h"

#include <atomic>
#include <string>

// What one run of a guest came to.
struct Outcome {
    runtime::Stop stop = runtime::Stop::ended;
    runtime::Trap trap = runtime::Trap::none;
    int exit_code = 0;
    std::string image;  // after a freeze: the instance, its pages, and what was read and written
};

class SmallKernel : public runtime::Kernel {
  public:
    std::string input;             // what read gives, a byte at a time
    std::size_t taken = 0;
    std::string output;            // what was written, over all thaws
    long freeze_after = -1;        // waits-calls until it stops; -1: never
    std::atomic<bool> stop{false}; // the next poll stops
    runtime::Instance* instance = nullptr;

    std::uint64_t call(runtime::Syscall, const std::uint64_t* a) override;

  private:
    bool stops_here();
    std::uint64_t read(const std::uint64_t* a);
    std::uint64_t write(const std::uint64_t* a);
    std::uint32_t word(std::uint64_t at) const;
    void put(std::uint64_t at, std::uint64_t value, unsigned bytes);
};

// Runs the guest of this file to its end or its freeze. `image`: thaws that first. `stop_after_ms` > 0: asks it to stop at
// a poll. Each run is on a guest thread of its own in this process, but an instance is one to a process: so each run is
// a child process, whose outcome comes back through a pipe.
struct Job {
    std::string module = {};
    std::string image = {};
    std::string input = {};
    long freeze_after = -1;
    int stop_after_ms = 0;
    runtime::Tracking tracking = runtime::Tracking::best;
};
struct Ran {
    Outcome outcome;
    std::string output;
};
Ran run_guest(const Job&);
std::string guest(const std::string& name);  // the path of a guest's shared object
