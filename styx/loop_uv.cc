#include "styx/loop_uv.h"

#include "styx/stream_channel_uv.h"

#include <cassert>

namespace styx {

Loop::Loop() : state_(std::make_unique<State>())
{
    auto* s = state_.get();
    uv_loop_init(&s->uv);
    uv_async_init(&s->uv, &s->wake, [](uv_async_t* h) {
        auto* st = static_cast<State*>(h->data);
        std::lock_guard hold(st->lock);
        for (auto& f : st->posted) st->soon.push_back(std::move(f));
        st->posted.clear();
    });
    s->wake.data = s;
    uv_prepare_init(&s->uv, &s->prepare);
    s->prepare.data = s;
    uv_prepare_start(&s->prepare, [](uv_prepare_t* h) { static_cast<State*>(h->data)->settle(); });
    uv_idle_init(&s->uv, &s->busy);
}

Loop::~Loop()
{
    auto* s = state_.get();
    s->ending = true;
    while (!s->soon.empty() || !s->posted.empty() || !s->after_poll.empty()) {  // what goes with a call may ask for another
        auto after_poll = std::exchange(s->after_poll, {});
        auto soon = std::exchange(s->soon, {});
        auto posted = std::exchange(s->posted, {});
    }
    uv_walk(&s->uv, [](uv_handle_t* h, void*) {
        if (uv_is_closing(h)) return;
        // A dial under way: every other stream has gone with its owner.
        if (h->type == UV_NAMED_PIPE || h->type == UV_TCP) static_cast<StreamHandle*>(h->data)->close();
        else uv_close(h, nullptr);
    }, nullptr);
    uv_run(&s->uv, UV_RUN_DEFAULT);  // waits for work under way, whose `then` is not called
    uv_loop_close(&s->uv);
}

// A bound on the rounds keeps two in-process ends that answer each other for ever from starving the sockets.
void Loop::State::settle()
{
    ++polls;
    for (auto& f : std::exchange(after_poll, {})) soon.push_back(std::move(f));
    for (int n = 0; n < 1024 && !soon.empty(); ++n) {
        auto f = std::move(soon.front());
        soon.pop_front();
        f();
    }
    for (auto* c : std::exchange(resting, {}))
        if (c) c->rested();
    auto channels = std::exchange(unsent, {});
    for (auto* c : channels)
        if (c) c->flush();
    bool is_done = stopping || (waits_for && (*waits_for)());
    if (soon.empty() && after_poll.empty() && !is_done) uv_idle_stop(&busy);
    else uv_idle_start(&busy, [](uv_idle_t*) {});
}

void Loop::run()
{
    state_->stopping = false;
    while (!state_->stopping) uv_run(&state_->uv, UV_RUN_ONCE);
    state_->settle();
}

bool Loop::run_until(const std::function<bool()>& done, std::uint64_t msec)
{
    bool late = false;
    auto timer = msec == ~std::uint64_t(0) ? nullptr : after(msec, [&] { late = true; });
    std::function<bool()> over = [&] { return late || done(); };
    auto* outer = std::exchange(state_->waits_for, &over);
    while (!over()) uv_run(&state_->uv, UV_RUN_ONCE);
    state_->waits_for = outer;
    return done();
}

void Loop::stop()
{
    post([this] { state_->stopping = true; });
}

void Loop::post(std::function<void()> f)
{
    std::lock_guard hold(state_->lock);
    state_->posted.push_back(std::move(f));
    uv_async_send(&state_->wake);
}

void Loop::later(std::function<void()> f)
{
    state_->soon.push_back(std::move(f));
}

void Loop::after_poll(std::function<void()> f) { state_->after_poll.push_back(std::move(f)); }

std::uint64_t Loop::polls() const { return state_->polls; }

std::uint64_t Loop::now() const { return uv_now(&state_->uv); }

namespace {

struct TimerState {
    uv_timer_t uv{};
    std::function<void()> due;
};

class UvTimer : public Timer {
  public:
    UvTimer(uv_loop_t* loop, std::uint64_t msec, std::uint64_t repeat, std::function<void()> due) : state_(new TimerState)
    {
        state_->due = std::move(due);
        state_->uv.data = state_;
        uv_timer_init(loop, &state_->uv);
        uv_update_time(loop);
        uv_timer_start(&state_->uv, [](uv_timer_t* t) {
            auto f = static_cast<TimerState*>(t->data)->due;  // a copy: f may destroy the timer
            f();
        }, msec, repeat);
    }
    ~UvTimer() override
    {
        auto* handle = reinterpret_cast<uv_handle_t*>(&state_->uv);
        if (uv_is_closing(handle)) return;  // the loop went first
        uv_close(handle, [](uv_handle_t* h) { delete static_cast<TimerState*>(h->data); });
    }

  private:
    TimerState* state_;
};

struct Work {
    Loop::State* loop;
    uv_work_t uv{};
    std::function<void()> job, then;
};

}  // namespace

std::unique_ptr<Timer> Loop::after(std::uint64_t msec, std::function<void()> f)
{
    return std::make_unique<UvTimer>(&state_->uv, msec, 0, std::move(f));
}

std::unique_ptr<Timer> Loop::every(std::uint64_t msec, std::function<void()> f)
{
    return std::make_unique<UvTimer>(&state_->uv, msec, msec, std::move(f));
}

void Loop::work(std::function<void()> job, std::function<void()> then)
{
    auto* w = new Work{state_.get(), {}, std::move(job), std::move(then)};
    w->uv.data = w;
    uv_queue_work(&state_->uv, &w->uv, [](uv_work_t* r) { static_cast<Work*>(r->data)->job(); },
                  [](uv_work_t* r, int) {
                      std::unique_ptr<Work> done(static_cast<Work*>(r->data));
                      if (!done->loop->ending) done->then();
                  });
}

}  // namespace styx
