// Jobs that may block, one after another on other threads, each with what follows it on the loop's.
#pragma once

#include "styx/loop.h"

#include <deque>
#include <optional>
#include <type_traits>

namespace session {

// Belongs to the loop's thread. Destroying it drops no job: what was asked for is done, and followed.
class Line {
  public:
    explicit Line(styx::Loop& loop) : state_(std::make_shared<State>(loop)) {}

    // then(job()): `job` on another thread, `then` here. Both are destroyed here.
    template <class Job, class Then> void ask(Job job, Then then)
    {
        auto answer = std::make_shared<std::optional<std::invoke_result_t<Job&>>>();
        add([answer, job = std::move(job)]() mutable { answer->emplace(job()); },
            [answer, then = std::move(then)]() mutable { then(std::move(**answer)); });
    }

  private:
    struct Step {
        std::move_only_function<void()> job, then;
    };
    struct State {
        explicit State(styx::Loop& its_loop) : loop(its_loop) {}
        styx::Loop& loop;
        std::deque<Step> steps;  // the first is under way
    };
    void add(std::move_only_function<void()> job, std::move_only_function<void()> then);
    static void go_on(std::shared_ptr<State>);
    std::shared_ptr<State> state_;
};

}  // namespace session
