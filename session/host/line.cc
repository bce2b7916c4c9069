#include "session/host/line.h"

namespace session {

void Line::add(std::move_only_function<void()> job, std::move_only_function<void()> then)
{
    state_->steps.push_back({std::move(job), std::move(then)});
    if (state_->steps.size() == 1) go_on(state_);
}

void Line::go_on(std::shared_ptr<State> state)
{
    auto* first = &state->steps.front();  // a deque's elements stay in place while others are added behind
    state->loop.work([first] { first->job(); },
                     [state] {
                         state->steps.front().then();  // before the next job begins: it may change what that reads
                         state->steps.pop_front();
                         if (!state->steps.empty()) go_on(state);
                     });
}

}  // namespace session
