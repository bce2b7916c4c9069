// Writes to what takes bytes when it has room and cannot be waited for: a pipe, a terminal. Requests are answered in
// order, each when all of it has been taken; meanwhile they hold the bytes, so a client is bound by its own requests.
#pragma once

#include "styx/loop.h"
#include "styx/tree.h"

#include <deque>

namespace session {

class PatientWrites {
  public:
    using Take = std::function<Result<std::size_t>(std::string_view)>;  // how much was taken; 0: no room now

    PatientWrites(styx::Loop& loop, Take take) : loop_(loop), take_(std::move(take)) {}

    void add(styx::WriteRequest r)
    {
        waiting_.push_back(std::move(r));
        if (!again_) go_on();
    }

  private:
    static constexpr std::uint64_t look_for_room_msec = 10;

    void go_on()
    {
        again_.reset();
        while (!waiting_.empty() && first_is_over())
            waiting_.pop_front();
        if (!waiting_.empty()) again_ = loop_.after(look_for_room_msec, [this] { go_on(); });
    }

    bool first_is_over()
    {
        auto& first = waiting_.front();
        while (!first.flushed()) {
            auto n = take_(std::string_view(first.data).substr(taken_));
            if (!n) return first.fail(n.error()), start_next();
            taken_ += *n;
            if (taken_ == first.data.size()) return first.done(), start_next();
            if (*n == 0) return false;
        }
        return start_next();
    }

    bool start_next()
    {
        taken_ = 0;
        return true;
    }

    styx::Loop& loop_;
    Take take_;
    std::deque<styx::WriteRequest> waiting_;
    std::size_t taken_ = 0;  // of the first
    std::unique_ptr<styx::Timer> again_;
};

}  // namespace session
