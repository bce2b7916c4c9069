// The guest's thread, asked to stop and to go on.
#include "runtime/guest_thread.h"
#include "tests/engine/script.h"
#include "tests/within.h"

#include <atomic>
#include <gtest/gtest.h>

namespace tests {
namespace {

// Computes, and stops where it is told to.
struct Spinning : Script {
    runtime::Guest guest;
    std::atomic<int> stops = 0;
    std::atomic<bool> has_ended = false;

    std::uint64_t call(runtime::Syscall number, const std::uint64_t* arguments) override
    {
        bool goes_on = number == runtime::Syscall::ninth_poll && !instance->rewinding() && !guest.must_stop();
        return goes_on ? 0 : Script::call(number, arguments);
    }
};

// The second stop is asked for before the guest's thread has woken from the first.
TEST(Guest, each_stop_is_one_however_soon_it_is_asked_for)
{
    auto module = module_of(GUESTS "/spin" SO);
    ASSERT_TRUE(module) << module.error().text;
    Spinning s;
    s.input = "l";
    s.stops_at_polls = true;
    s.guest.stopped = [&] { ++s.stops; };
    s.guest.ended = [&](runtime::Stop) { s.has_ended = true; };
    ASSERT_TRUE(s.guest.load(*module, s));
    s.instance = &s.guest.instance();
    ASSERT_TRUE(s.guest.start());
    for (int asked = 1; asked <= 100 && !s.has_ended; ++asked) {
        s.guest.request_stop();
        ASSERT_TRUE(within(5000, [&] { return s.stops == asked || s.has_ended; })) << "stop " << asked;
        s.guest.go_on();
    }
    EXPECT_GT(s.stops, 10);
    EXPECT_TRUE(within(20'000, [&] { return s.has_ended.load(); }));
}

}  // namespace
}  // namespace tests
