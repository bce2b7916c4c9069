// How a process comes to a picture of itself: the program stops at a safepoint, what was written is copied, and the
// program goes on while the copy becomes durable; or it has been told to freeze, and goes.
#include "runtime/process.h"

#include "runtime/snapshot.h"

namespace runtime {

namespace {
constexpr std::uint64_t due_after = 400;      // msec from what a person did to the checkpoint: durable within a second
constexpr std::uint64_t flush_patience = 250; // msec for another server to answer a Tflush before it is cut off
}  // namespace

void Process::touched()
{
    if (!due_) due_ = loop_.after(due_after, [this] { checkpoint("input"); });
}

// Keys that a display gave are in no tail any more once it is gone.
void Process::display_lost()
{
    if (due_) checkpoint("input");
}

void Process::checkpoint(std::string cause, styx::Then<std::uint64_t> then)
{
    if (has_ended_) {
        if (then) then(fail("the program has ended"));
        return;
    }
    if (then) waiting_.push_back(std::move(then));
    cause_ = std::move(cause);
    is_wanted_ = true;
    stop_if_wanted();
}

// While the program is being stopped the picture has not been taken: it will show all that came to be wanted meanwhile.
void Process::stop_if_wanted()
{
    if (!is_wanted_ || is_stopping_ || has_ended_ || keeper_->is_busy()) return;
    is_stopping_ = true;
    stop_asked_ = clock_ns();
    guest_.request_stop();
}

// A call to the runtime's own devices that is half way is in neither the program's memory nor the devices' state: it is
// let through first. A freeze also waits for what other servers say to its flushes.
void Process::take_picture()
{
    if (freezing_) calls_.interrupt();
    bool is_settled = calls_.local_settled() && (!freezing_ || calls_.quiet());
    if (!is_settled && !patience_) patience_ = loop_.after(flush_patience, [this] { calls_.drop(); });
    if (!is_settled) return loop_.later([this] { take_picture(); });
    patience_.reset();
    due_.reset();
    is_wanted_ = false;
    write_away();
}

void Process::write_away()
{
    auto snapshot = spare_ ? std::move(spare_) : std::make_shared<Snapshot>();
    auto extent = keeper_->extent();
    snapshot->record.generation = identity_.generation;
    snapshot->record.cause = freezing_ ? "freeze" : cause_;
    snapshot->record.state = save();
    snapshot->add(memory_region, guest_.instance().region(), guest_.instance().size(), extent);
    snapshot->add(pixels_region, mirror_->pixels(), mirror_->pixels().size(), extent);
    auto for_whom = std::make_shared<Waiting>(std::exchange(waiting_, {}));
    bool is_last = freezing_;
    if (!is_last) {
        is_stopping_ = false;
        guest_.go_on();
        stood_still_ = clock_ns() - stop_asked_;
    }
    keeper_->keep(snapshot, [this, for_whom, is_last, snapshot, extent, input = mirror_->input()](Result<std::uint64_t> r) {
        // A base, the first image above all, is much, and most programs make no other for long.
        if (extent == Extent::written) snapshot->clear(), spare_ = snapshot;
        kept(r, input);
        for (auto& then : *for_whom) then(r);
        if (is_last) finish_freeze(r);
    });
}

void Process::kept(const Result<std::uint64_t>& r, std::uint64_t input)
{
    if (!r) return say("problem " + r.error().text);
    mirror_->durable(input);
    say("checkpoint " + std::to_string(*r));
}

void Process::freeze()
{
    freezing_ = true;
    checkpoint("freeze");
}

void Process::finish_freeze(const Result<std::uint64_t>& r)
{
    if (!r) {
        freezing_ = is_stopping_ = false;
        say("unfrozen cannot freeze: " + r.error().text);
        calls_.go_on();
        return guest_.go_on();
    }
    has_ended_ = true;
    mirror_->take_away([this] {
        say("frozen");
        leave(0);
    });
}

void Process::end()
{
    has_ended_ = true;
    mirror_->take_away([this] {
        say("exited 0");
        leave(0);
    });
}

void Process::program_ended(Stop why)
{
    has_ended_ = has_ended_of_itself_ = true;
    for (auto& then : std::exchange(waiting_, {})) then(fail("the program has ended"));
    auto& i = guest_.instance();
    if (why == Stop::trapped) {
        say(std::string("trapped ") + text_of(i.trap()));
        return leave(3);
    }
    mirror_->take_away([this, code = i.exit_code()] {
        say("exited " + std::to_string(code));
        leave(0);
    });
}

// What was said is heard before the process goes.
void Process::leave(int status)
{
    exit_status_ = status;
    loop_.later([this] { loop_.later([this] { loop_.stop(); }); });
}

}  // namespace runtime
