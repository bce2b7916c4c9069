#include "session/host/session_watch.h"

#include <algorithm>

namespace session {
namespace {
constexpr std::uint64_t first_pause = 25, longest_pause = 1000;  // msec between looks
constexpr std::uint64_t patience = 200;                          // msec without an answer, after a hang-up
constexpr std::uint64_t time_to_begin = 5000;                    // msec until one that was started must answer
}  // namespace

SessionWatch::SessionWatch(styx::Loop& loop, std::string address, std::function<void()> start)
    : loop_(loop), address_(std::move(address)), start_(std::move(start)), pause_(first_pause),
      here_(std::make_shared<SessionWatch*>(this))
{
    look();
}

SessionWatch::~SessionWatch() { *here_ = nullptr; }

void SessionWatch::look()
{
    next_.reset();
    loop_.dial(address_, [here = here_](auto channel) {
        if (*here) (*here)->found(std::move(channel));
    });
}

void SessionWatch::look_later(std::uint64_t msec)
{
    next_ = loop_.after(msec, [this] { look(); });
}

void SessionWatch::found(Result<std::unique_ptr<styx::Channel>> channel)
{
    if (channel) {
        channel_ = std::move(*channel);
        channel_->hung_up = [this](const Error&) { lost(); };
        state_ = State::connected;
        return;
    }
    auto waited = loop_.now() - since_;
    bool is_due = state_ == State::missed ? waited >= patience : has_started_ && waited >= time_to_begin;
    if (is_due) {
        start_();
        has_started_ = true;
        state_ = State::waiting;
        since_ = loop_.now();
        pause_ = first_pause;
    }
    look_later(pause_);
    if (state_ == State::waiting) pause_ = std::min(pause_ * 2, longest_pause);
}

void SessionWatch::lost()
{
    channel_.reset();
    state_ = State::missed;
    since_ = loop_.now();
    pause_ = first_pause;
    look();
}

}  // namespace session
