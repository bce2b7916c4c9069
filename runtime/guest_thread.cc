#include "runtime/guest_thread.h"

namespace runtime {

Guest::~Guest()
{
    quit();
    thread_.reset();
}

Result<> Guest::load(const Module& module, Kernel& kernel)
{
    instance_ = TRY(Instance::create(module, kernel));
    return {};
}

Result<> Guest::start()
{
    thread_ = TRY(GuestThread::start([this] { run(); }));
    return {};
}

void Guest::run()
{
    for (;;) {
        auto stop = instance_->run();
        if (stop != Stop::unwound) return ended(stop);
        stopped();
        std::unique_lock hold(lock_);
        changed_.wait(hold, [&] { return go_ || quit_; });
        if (quit_) return;
        go_ = false;
    }
}

void Guest::request_stop()
{
    std::lock_guard hold(lock_);
    stop_ = true;
    instance_->request_poll();
    changed_.notify_all();
}

void Guest::go_on()
{
    instance_->clear_poll();
    std::lock_guard hold(lock_);
    // Not by the guest's thread once it wakes: a stop that is asked for before that is another one.
    stop_ = false;
    go_ = true;
    changed_.notify_all();
}

void Guest::quit()
{
    std::lock_guard hold(lock_);
    quit_ = true;
    changed_.notify_all();
}

bool Guest::offer(Op& answer)
{
    std::lock_guard hold(lock_);
    if (!waits_ || answered_) return false;
    op_ = std::move(answer);
    answered_ = true;
    changed_.notify_all();
    return true;
}

bool Guest::offer_bytes(std::string completion)
{
    std::lock_guard hold(lock_);
    if (!waits_ || answered_) return false;
    bytes_ = std::move(completion);
    answered_ = true;
    changed_.notify_all();
    return true;
}

bool Guest::must_stop()
{
    std::lock_guard hold(lock_);
    return stop_;
}

Guest::Answer Guest::wait(const std::function<void()>& arm)
{
    std::unique_lock hold(lock_);
    waits_ = true, answered_ = false;
    hold.unlock();
    arm();
    hold.lock();
    // An answer goes before a stop: once it is taken from the table of ops it is only here.
    changed_.wait(hold, [&] { return answered_ || stop_; });
    waits_ = false;
    return answered_ ? Answer::given : Answer::stop;
}

}  // namespace runtime
