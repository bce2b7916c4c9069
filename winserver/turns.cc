#include "winserver/turns.h"

#include <algorithm>
#include <cassert>

namespace winserver {

class Turns::Client {
  public:
    std::deque<std::unique_ptr<Job>> jobs;
    std::unique_ptr<Fiber> fiber;   // of the first of them, while that has been begun
    std::uint64_t had = 0;          // work; never less than others had when it came to have jobs
    std::size_t bytes = 0;
    bool is_blocked = false;        // in this round
    bool is_cut_off = false;        // the first job is
};

namespace {
constexpr std::size_t most_idle = 4;  // fibers, kept for the next jobs
}

Turns::Turns(styx::Loop& loop, std::uint64_t turn) : loop_(loop), turn_(turn) {}

std::shared_ptr<Turns::Client> Turns::client(const styx::Conversation* conversation, Kind kind)
{
    std::erase_if(clients_, [](auto& c) { return c.second.expired(); });
    auto& known = clients_[{conversation, kind}];
    auto c = known.lock();
    if (!c) known = c = std::make_shared<Client>();
    return c;
}

std::size_t Turns::waiting_bytes(const Client& c) { return c.bytes; }

void Turns::add(const std::shared_ptr<Client>& c, std::unique_ptr<Job> job)
{
    c->bytes += job->size();
    c->jobs.push_back(std::move(job));
    if (c->jobs.size() > 1) return;
    // Who did nothing for a while has not saved up for now.
    c->had = std::max(c->had, floor_);
    waiting_.push_back(c);
    take_turns();
}

// What is left of this round, or a later one.
void Turns::take_turns()
{
    if (current_) return;
    if (round_ != loop_.polls()) {
        round_ = loop_.polls();
        left_ = std::int64_t(turn_);
        for (auto& c : waiting_) c->is_blocked = false;
    }
    while (left_ > 0) {
        auto* c = next();
        if (!c) break;
        go_on(*c);
    }
    if (!waiting_.empty()) arm();
}

void Turns::arm()
{
    if (std::exchange(is_armed_, true)) return;
    loop_.after_poll([this, here = here_] {
        if (!*here) return;
        is_armed_ = false;
        take_turns();
    });
}

// The one that has had the least; of several the one that came first, so that a stream of others who come is no way past it.
Turns::Client* Turns::next() const
{
    Client* least = nullptr;
    for (auto& c : waiting_)
        if (!c->is_blocked && (!least || c->had < least->had)) least = c.get();
    return least;
}

void Turns::go_on(Client& c)
{
    current_ = &c;
    floor_ = std::max(floor_, c.had);
    if (c.fiber) {
        c.fiber->resume();
    } else {
        if (idle_.empty()) idle_.push_back(std::make_unique<Fiber>());
        c.fiber = std::move(idle_.back());
        idle_.pop_back();
        c.is_cut_off = is_ending_ || c.jobs.front()->is_cut_off();
        c.fiber->run([job = c.jobs.front().get()] { job->run(); });
    }
    current_ = nullptr;
    if (!c.fiber->is_idle()) return;
    if (idle_.size() < most_idle) idle_.push_back(std::move(c.fiber));
    c.fiber.reset();
    auto done = std::move(c.jobs.front());
    c.bytes -= done->size();
    c.jobs.pop_front();
    if (!c.jobs.empty()) return;
    auto i = std::ranges::find(waiting_, &c, [](auto& w) { return w.get(); });
    auto kept = std::move(*i);
    waiting_.erase(i);
}

bool Turns::did(std::uint64_t n)
{
    if (!current_) return true;
    total_ += n;
    Client& c = *current_;
    left_ -= std::int64_t(n);
    c.had += n;
    if (left_ > 0 || wholes_ > 0 || is_ending_) return !c.is_cut_off;
    c.fiber->pause();
    c.is_cut_off = c.is_cut_off || c.jobs.front()->is_cut_off();
    return !c.is_cut_off;
}

void Turns::wait()
{
    assert(current_ && wholes_ == 0);
    current_->is_blocked = true;
    current_->fiber->pause();
}

void Turns::end()
{
    *here_ = false;
    is_ending_ = true;
    while (!waiting_.empty()) {
        for (auto& c : waiting_) c->is_blocked = false;
        while (auto* c = next()) {
            c->is_cut_off = true;
            go_on(*c);
        }
    }
}

}  // namespace winserver
