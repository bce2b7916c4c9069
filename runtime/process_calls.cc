// What the guest's system calls ask of the process: a call to be carried out, an answer of any, a service of its own.
#include "runtime/process.h"

#include <condition_variable>
#include <mutex>

namespace runtime {

void Process::on_io(const std::function<void()>& f)
{
    struct Done {
        std::mutex lock;
        std::condition_variable changed;
        bool is_so = false;
    };
    // Of both threads: whoever waited may be gone before the other has let go of the lock.
    auto done = std::make_shared<Done>();
    loop_.post([&f, done] {
        f();
        std::lock_guard hold(done->lock);
        done->is_so = true;
        done->changed.notify_one();
    });
    std::unique_lock hold(done->lock);
    done->changed.wait(hold, [&] { return done->is_so; });
}

void Process::begin(Op op) { blocked_ = calls_.start(std::move(op)); }

void Process::rearm()
{
    auto* op = calls_.ops.find(blocked_);
    if (op && op->done) answered(blocked_);
}

void Process::arm_await(std::int32_t msec, bool again)
{
    // One that goes on after a stop has been asked for already, and may have been given its answer by now.
    if (!again) awaits_ = true, await_due_ = msec < 0 ? 0 : now_ms() + std::uint32_t(msec);
    give_await();
    if (!awaits_ || await_due_ == 0) return;
    auto left = await_due_ > now_ms() ? await_due_ - now_ms() : 0;
    await_timer_ = loop_.after(left, [this] {
        if (awaits_ && guest_.offer_bytes("")) awaits_ = false;
    });
}

void Process::answered(OpId id)
{
    auto* op = calls_.ops.find(id);
    if (!op) return;
    if (op->asked_async) return give_await();
    if (id != blocked_ || !guest_.offer(*op)) return;
    calls_.ops.all.erase(id);
    blocked_ = OpId::none;
}

void Process::give_await()
{
    if (!awaits_) return;
    if (!thawed_.empty()) {
        if (!guest_.offer_bytes(thawed_)) return;
        thawed_.clear();
        awaits_ = false;
        return;
    }
    auto id = calls_.ops.first_answered();
    if (!id) return;
    auto& op = *calls_.ops.find(*id);
    auto kind = !op.error.empty() ? abi::Kind::error : op.kind == Op::Kind::timer ? abi::Kind::timer : abi::Kind::data;
    styx::Writer w;
    w.u32(std::uint32_t(*id)), w.u32(std::uint32_t(kind)), w.text32(op.error.empty() ? op.bytes : op.error);
    if (!guest_.offer_bytes(std::move(w.out))) return;
    calls_.ops.all.erase(*id);
    awaits_ = false;
}

Result<std::int32_t> Process::serve(const std::string& name)
{
    DO(services_.post(name));
    auto number = calls_.free_fd();
    Fd fd;
    fd.path = "/srv/" + name, fd.at.names = {"srv", name}, fd.mode = styx::ORDWR;
    calls_.fds[number] = fd;
    return number;
}

}  // namespace runtime
