#include "runtime/engine/thread.h"

#include "runtime/engine/fault.h"
#include "runtime/engine/region.h"

#include <gtest/gtest.h>

using namespace runtime;

namespace {

[[gnu::noinline]] unsigned use_stack(std::size_t bytes)
{
    volatile char room[4096];
    room[0] = char(bytes);
    return bytes < sizeof room ? 0 : use_stack(bytes - sizeof room) + unsigned(room[0]);
}

}  // namespace

TEST(GuestThread, HasALargeStack)
{
    bool done = false;
    {
        auto thread = GuestThread::start([&] { use_stack(std::size_t(100) << 20), done = true; });
        ASSERT_TRUE(thread);
    }
    EXPECT_TRUE(done);
}

TEST(GuestThread, TooLargeAStackIsAnError)
{
    auto thread = GuestThread::start([] {}, std::size_t(1) << 50);
    ASSERT_FALSE(thread);
    EXPECT_EQ(thread.error().text, "cannot make a thread with a stack of 1125899906842624 bytes");
}

TEST(GuestThread, ManyInARow)
{
    int ran = 0;
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(GuestThread::start([&] { ++ran; }));
    EXPECT_EQ(ran, 100);
}

TEST(CallGuarded, KnowsHowMuchStackIsLeft)
{
    std::size_t left = 0;
    auto thread = GuestThread::start([&] { call_guarded(nullptr, 0, [&] { left = stack_left(); }); });
    thread->reset();
    EXPECT_GT(left, guest_stack_bytes - 65536 * 4);
    EXPECT_LE(left, guest_stack_bytes + (2 << 20));
}

TEST(CallGuarded, ComesBackFromFaultAfterFault)
{
    auto region = *Region::reserve(1 << 20, page_bytes);
    int faults = 0;
    auto thread = GuestThread::start([&] {
        for (int i = 0; i < 3; ++i) {
            auto trap = call_guarded(region->data(), region->most(), [&] { *static_cast<volatile std::uint8_t*>(region->data() + page_bytes) = 1; });
            faults += trap == Trap::out_of_bounds;
        }
    });
    thread->reset();
    EXPECT_EQ(faults, 3);
}
