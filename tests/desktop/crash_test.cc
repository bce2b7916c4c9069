// Programs that die.
#include "desktop.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

struct Crash : testing::Test {
    Desktop d;
    std::string id;
    void SetUp() override
    {
        ASSERT_EQ(d.start().status, 0);
        id = d.open("stumble");
    }
    std::string label() { return d.label_of(id); }
    void type_and_keep(const std::string& text)
    {
        d.type(text);
        ASSERT_EQ(d.ninth("checkpoint stumble").status, 0);
    }
};

TEST_F(Crash, a_killed_program_is_back_within_a_second)
{
    type_and_keep("abc");
    d.kill("life-" + id);
    EXPECT_TRUE(within(1000, [&] { return d.state_of(id) == "thawing"; }));
    EXPECT_TRUE(within(1000, [&] { return d.state_of(id) == "running"; })) << d.state_of(id);
    EXPECT_TRUE(d.shows(id, "typed:abc")) << label();
}

TEST_F(Crash, keys_that_no_image_holds_are_not_lost)
{
    type_and_keep("abc");
    d.type("def");
    d.kill("life-" + id);
    EXPECT_TRUE(d.shows(id, "typed:abcdef", 3000)) << label();
}

TEST_F(Crash, a_program_that_trapped_is_back_without_what_made_it_trap)
{
    type_and_keep("abc");
    auto before = d.pids()["life-" + id];
    d.type("!");
    ASSERT_TRUE(within(3000, [&] { auto now = d.pids()["life-" + id]; return now != 0 && now != before; })) << d.ninth("ls").text;
    EXPECT_TRUE(d.shows(id, "typed:abc", 3000)) << label() << d.ninth("ls").text;
    d.type("d");
    EXPECT_TRUE(d.shows(id, "typed:abcd", 3000)) << label() << d.ninth("ls").text;
}

TEST_F(Crash, a_poisoned_image_is_stepped_over)
{
    type_and_keep("a");
    type_and_keep("b");
    type_and_keep("?");
    d.kill("life-" + id);
    EXPECT_TRUE(d.shows(id, "typed:ab", 8000)) << label() << d.ninth("ls").text << d.ninth("history stumble").text;
    EXPECT_TRUE(within(1000, [&] { return d.state_of(id) == "running"; }));
}

TEST_F(Crash, where_no_image_is_good_it_stays_dead_with_the_reason)
{
    type_and_keep("?");
    for (int i = 0; i < 6; ++i) type_and_keep("x");
    d.kill("life-" + id);
    EXPECT_TRUE(within(15000, [&] { return d.state_of(id) == "dead"; })) << d.state_of(id);
    auto list = d.ninth("ls").text;
    EXPECT_NE(list.find("it died 5 times in a row, the last time: it trapped: "), std::string::npos) << list;
    EXPECT_EQ(d.ninth("close stumble").text.find("ninth close: cannot close " + id + ": it is dead: it died 5 times"), 0u);
}

}  // namespace
}  // namespace tests
