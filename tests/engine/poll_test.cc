// A program that only computes is stopped within 50 ms, and its result does not change.
#include "tests/engine/guest_test.h"

#include <algorithm>
#include <chrono>
#include <thread>

using namespace runtime;

namespace {

using Clock = std::chrono::steady_clock;

struct Stopping {
    Outcome outcome;
    std::vector<double> pauses;  // msec from each request to the stop
};

// Asks the guest to stop every few msec from another thread; each time it is made an image and continued.
Stopping run_with_requests(const std::vector<Module>& modules, const std::string& input, std::size_t most)
{
    Stopping s;
    Script script;
    script.input = input;
    script.stops_at_polls = true;
    auto instance = *Instance::create(modules[0], script);
    script.instance = instance.get();
    for (;;) {
        Clock::time_point asked;
        bool asks = s.pauses.size() < most;
        std::thread asker([&] {
            if (!asks) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            asked = Clock::now();
            instance->request_poll();
        });
        auto stop = Stop::ended;
        Clock::time_point came;
        on_guest_thread([&] { stop = instance->run(), came = Clock::now(); });
        asker.join();
        if (stop != Stop::unwound) {
            s.outcome = {stop, instance->exit_code(), script.output};
            return s;
        }
        s.pauses.push_back(std::chrono::duration<double, std::milli>(came - asked).count());
        auto image = freeze(*instance, script);
        instance.reset();
        instance = std::move(*thaw(modules[s.pauses.size() % modules.size()], script, image));
    }
}

class Poll : public testing::TestWithParam<const char*> {};

}  // namespace

TEST_P(Poll, StopsSoonAndComesToTheSameResult)
{
    std::vector modules = {guest("spin", SO), guest("spin", ".O1" SO)};
    auto whole = run_through(modules[0], GetParam());
    auto s = run_with_requests(modules, GetParam(), 8);
    EXPECT_EQ(s.outcome, whole);
    ASSERT_EQ(s.pauses.size(), 8u);
    // The median: a machine that is busy elsewhere may hold one thread back for longer.
    std::ranges::sort(s.pauses);
    EXPECT_LT(s.pauses[4], 50);
}

INSTANTIATE_TEST_SUITE_P(Ways, Poll, testing::Values("l", "r"),
                         [](auto& row) { return std::string(row.param) == "l" ? "NestedLoops" : "RecursionWithoutALoop"; });

TEST(PollFlag, ClearedInTimeNothingStops)
{
    auto module = guest("deep");
    Script script;
    script.input = "one\ntwo\n";
    script.stops_at_polls = true;
    auto instance = *Instance::create(module, script);
    script.instance = instance.get();
    instance->request_poll();
    instance->clear_poll();
    EXPECT_EQ(run(*instance), Stop::ended);
}
