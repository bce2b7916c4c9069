// The loop: what runs when, and on which thread.
#include "styx/loop.h"

#include <gtest/gtest.h>
#include <thread>

namespace {

using styx::Loop;

TEST(Loop, later_runs_after_the_present_event_in_order)
{
    Loop loop;
    std::string order;
    loop.later([&] {
        order += 'a';
        loop.later([&] { order += 'c'; });
    });
    loop.later([&] { order += 'b'; });
    EXPECT_EQ(order, "");
    EXPECT_TRUE(loop.run_until([&] { return order.size() == 3; }, 5000));
    EXPECT_EQ(order, "abc");
}

TEST(Loop, what_a_later_brings_about_ends_the_wait_at_once)
{
    Loop loop;
    bool done = false;
    loop.later([&] { done = true; });
    auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(loop.run_until([&] { return done; }, 3000));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST(Loop, a_timer_that_was_due_already_ends_the_wait_at_once)
{
    Loop loop;
    bool done = false;
    auto timer = loop.after(1, [&] { done = true; });
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    auto start = std::chrono::steady_clock::now();
    EXPECT_TRUE(loop.run_until([&] { return done; }, 3000));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

TEST(Loop, a_wait_ends_when_its_time_is_up)
{
    Loop loop;
    EXPECT_FALSE(loop.run_until([] { return false; }, 20));
    EXPECT_TRUE(loop.run_until([] { return true; }, 0));
}

TEST(Loop, stop_ends_run_from_within_and_from_another_thread)
{
    Loop loop;
    loop.later([&] { loop.stop(); });
    loop.run();
    std::thread other([&] { loop.stop(); });
    loop.run();
    other.join();
}

TEST(Loop, timers_come_once_or_again_until_destroyed)
{
    Loop loop;
    int once = 0, often = 0, never = 0;
    auto a = loop.after(5, [&] { ++once; });
    auto b = loop.every(2, [&] { ++often; });
    auto c = loop.after(1, [&] { ++never; });
    c.reset();
    loop.run_until([&] { return often >= 10; }, 5000);
    EXPECT_EQ(once, 1);
    EXPECT_EQ(never, 0);
    b.reset();
    auto before = often;
    loop.run_until([] { return false; }, 20);
    EXPECT_EQ(often, before);
}

TEST(Loop, a_timer_may_destroy_itself)
{
    Loop loop;
    int n = 0;
    std::unique_ptr<styx::Timer> timer;
    timer = loop.every(1, [&] {
        ++n;
        timer.reset();
    });
    loop.run_until([] { return false; }, 20);
    EXPECT_EQ(n, 1);
}

TEST(Loop, posts_of_several_threads_all_run_here)
{
    Loop loop;
    auto here = std::this_thread::get_id();
    int n = 0, elsewhere = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 500; ++i)
                loop.post([&] {
                    ++n;
                    elsewhere += std::this_thread::get_id() != here;
                });
        });
    EXPECT_TRUE(loop.run_until([&] { return n == 2000; }, 10'000));
    EXPECT_EQ(elsewhere, 0);
    for (auto& t : threads) t.join();
}

TEST(Loop, work_is_done_elsewhere_and_told_here)
{
    Loop loop;
    std::thread::id worked, told;
    loop.work([&] { worked = std::this_thread::get_id(); }, [&] { told = std::this_thread::get_id(); });
    EXPECT_TRUE(loop.run_until([&] { return told != std::thread::id(); }, 5000));
    EXPECT_EQ(told, std::this_thread::get_id());
    EXPECT_NE(worked, told);
}

TEST(Loop, waits_for_work_when_it_goes_and_tells_nobody)
{
    bool told = false, worked = false;
    {
        Loop loop;
        loop.work([&] { std::this_thread::sleep_for(std::chrono::milliseconds(20)), worked = true; }, [&] { told = true; });
    }
    EXPECT_TRUE(worked);
    EXPECT_FALSE(told);
}

TEST(Loop, goes_with_things_under_way)
{
    Loop loop;
    auto ends = loop.pair();
    auto shared = std::make_shared<std::unique_ptr<styx::Channel>>(std::move(ends.first));
    loop.later([shared] {});  // the last to hold the channel, which asks for a hang-up as it goes
    shared.reset();
    loop.dial("tcp!127.0.0.1!1", [](auto) { FAIL(); });
    loop.dial("nonsense", [](auto) { FAIL(); });
    loop.post([] { FAIL(); });
}

TEST(Pair, carries_packets_in_order_and_then_the_hang_up)
{
    Loop loop;
    auto [a, b] = loop.pair();
    std::string got;
    b->received = [&](std::string_view p) { got += p; };
    b->hung_up = [&](const Error& why) { got += "(" + why.text + ")"; };
    a->send("one ");
    a->send("two ");
    EXPECT_EQ(got, "");
    EXPECT_EQ(a->unsent(), 8u);
    a.reset();
    EXPECT_TRUE(loop.run_until([&] { return got.ends_with(")"); }, 1000));
    EXPECT_EQ(got, "one two (i/o on hungup channel)");
}

TEST(Pair, an_end_may_go_while_it_receives)
{
    Loop loop;
    auto ends = loop.pair();
    int n = 0;
    ends.second->received = [&](std::string_view) {
        ++n;
        ends.second.reset();
    };
    bool hung_up = false;
    ends.first->hung_up = [&](const Error&) { hung_up = true; };
    ends.first->send("one");
    ends.first->send("two");
    EXPECT_TRUE(loop.run_until([&] { return hung_up; }, 1000));
    EXPECT_EQ(n, 1);
}

}  // namespace
