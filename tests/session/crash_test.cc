// What is thawed after a death.
#include "session/crash.h"

#include <gtest/gtest.h>
#include <vector>

namespace tests {
namespace {

using namespace session;

struct CrashPolicy : testing::Test {
    Tries tries;
    std::vector<std::uint64_t> images{3, 4, 5, 8, 9};
    std::uint64_t now = 1'000'000;

    std::optional<std::uint64_t> dies(Death how, std::uint64_t after_msec)
    {
        now += after_msec;
        return next_try(tries, how, images, now);
    }
    void writes(std::uint64_t image) { images.push_back(image); }
};

TEST_F(CrashPolicy, killed_it_goes_on_from_the_newest_image_however_often)
{
    EXPECT_EQ(dies(Death::killed, 60'000), newest_image);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(dies(Death::killed, 10), newest_image);
    EXPECT_EQ(dies(Death::trapped, 10), 8u);
    EXPECT_EQ(dies(Death::killed, 10), newest_image);
}

TEST_F(CrashPolicy, gone_before_it_was_up_it_is_given_the_newest_image_once_more)
{
    EXPECT_EQ(dies(Death::never_up, 60'000), newest_image);
    EXPECT_EQ(dies(Death::never_up, 10), 8u);
}

TEST_F(CrashPolicy, trapped_it_goes_on_from_the_image_before)
{
    EXPECT_EQ(dies(Death::trapped, 60'000), 8u);
}

TEST_F(CrashPolicy, dying_again_soon_it_steps_back_past_what_it_wrote_since)
{
    EXPECT_EQ(dies(Death::never_up, 60'000), newest_image);
    writes(10);
    EXPECT_EQ(dies(Death::never_up, 100), 8u);
    writes(11);
    EXPECT_EQ(dies(Death::trapped, 100), 5u);
    EXPECT_EQ(dies(Death::never_up, 9'999), 4u);
}

TEST_F(CrashPolicy, having_lived_for_a_while_it_starts_over)
{
    EXPECT_EQ(dies(Death::trapped, 60'000), 8u);
    EXPECT_EQ(dies(Death::trapped, 100), 5u);
    writes(10);
    EXPECT_EQ(dies(Death::never_up, 10'000), newest_image);
    EXPECT_EQ(dies(Death::never_up, 100), 9u);
}

TEST_F(CrashPolicy, the_oldest_image_is_tried_again)
{
    images = {7};
    EXPECT_EQ(dies(Death::trapped, 60'000), 7u);
    EXPECT_EQ(dies(Death::trapped, 100), 7u);
}

TEST_F(CrashPolicy, without_an_image_it_starts_anew)
{
    images.clear();
    EXPECT_EQ(dies(Death::never_up, 60'000), newest_image);
    EXPECT_EQ(dies(Death::trapped, 100), newest_image);
}

TEST_F(CrashPolicy, the_fifth_death_in_a_row_is_the_last)
{
    for (int i = 1; i < 5; ++i) EXPECT_TRUE(dies(Death::never_up, 100)) << i;
    EXPECT_FALSE(dies(Death::never_up, 100));
}

}  // namespace
}  // namespace tests
