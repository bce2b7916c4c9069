// A computation that can stop in its midst and go on later, on the thread that runs it.
#pragma once

#include <functional>
#include <memory>

namespace winserver {

// Its stack is 8 MB large, of which only what is used is taken. To be destroyed when it is idle.
class Fiber {
  public:
    Fiber();
    ~Fiber();
    Fiber(const Fiber&) = delete;
    Fiber& operator=(const Fiber&) = delete;

    // From outside. Both return when the job pauses or is done.
    void run(std::function<void()> job);  // while it is idle
    void resume();                        // while it is not
    bool is_idle() const { return !job_; }

    // From within the job: returns when the fiber is resumed.
    void pause();

  private:
    struct Stack;  // fiber_posix.cc, fiber_win32.cc
    void enter();  // there, too, as are pause() and what makes one
    [[noreturn]] void live();

    std::function<void()> job_;
    std::unique_ptr<Stack> stack_;
};

}  // namespace winserver
