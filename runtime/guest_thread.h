// The guest's side of the process: its instance, its thread, and the one place where it waits for the I/O thread.
//
// The guest's thread runs the program and its system calls; the I/O thread (process.h) owns all other state. A call
// that waits hands an op over and sleeps until it is answered, or until the process is to stop: then the program's stack
// is unwound into memory and the thread waits outside the program, while its state is copied or written away.
#pragma once

#include "runtime/engine/instance.h"
#include "runtime/engine/thread.h"
#include "runtime/op.h"

#include <condition_variable>
#include <functional>
#include <mutex>

namespace runtime {

class Guest {
  public:
    enum class Answer { given, stop };

    Guest() = default;
    ~Guest();  // the program must have been told to quit, or have ended
    Guest(const Guest&) = delete;

    // ---- from the I/O thread ----
    Result<> load(const Module&, Kernel&);
    // Starts the thread. `stopped` and `ended` are called on the guest's thread: post from there.
    std::function<void()> stopped;
    std::function<void(Stop)> ended;
    Result<> start();
    void request_stop();        // `stopped` will be called, soon: at a wait or a loop
    void go_on();               // after `stopped`
    void quit();                // after `stopped`: the thread ends
    bool offer(Op& answer);     // gives the answer to a guest that waits for it; false: it does not wait now
    bool offer_bytes(std::string completion);  // the same for await
    Instance& instance() { return *instance_; }

    // ---- from the guest's thread, in a system call ----
    // Sleeps until there is an answer or the process is to stop. `arm` runs first, with offers allowed from then on.
    Answer wait(const std::function<void()>& arm);
    bool must_stop();
    Op take_op() { return std::move(op_); }
    std::string take_bytes() { return std::move(bytes_); }

  private:
    void run();
    std::unique_ptr<Instance> instance_;
    std::unique_ptr<GuestThread> thread_;
    std::mutex lock_;
    std::condition_variable changed_;
    bool stop_ = false, quit_ = false, go_ = false;
    bool waits_ = false, answered_ = false;
    Op op_;
    std::string bytes_;
};

}  // namespace runtime
