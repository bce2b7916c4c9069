// The last of what a terminal said.
#include "session/hold/scrollback.h"
#include "tests/child.h"

#include <gtest/gtest.h>

using namespace tests;

namespace {

#ifndef __SANITIZE_ADDRESS__
TEST(scrollback, takes_no_more_room_however_much_comes)
{
    session::Scrollback s;
    auto before = resident_bytes(own_pid());
    for (int i = 0; i < 100'000; ++i) s.append(std::string(4096, 'x'));
    EXPECT_LT(resident_bytes(own_pid()), before + (8u << 20));
}
#endif

TEST(scrollback, keeps_the_last_and_counts_all)
{
    session::Scrollback s;
    std::uint64_t at = 0;
    for (int i = 0; i < 100; ++i) s.append(std::string(9973, char('a' + i % 26)));
    EXPECT_EQ(s.total(), 997'300u);
    EXPECT_EQ(s.first(), 997'300u - s.most);
    EXPECT_EQ(s.snapshot()->size(), s.most);
    EXPECT_EQ(s.from(at, 10).size(), 10u);
    EXPECT_EQ(at, s.first() + 10);
    at = 997'299;
    EXPECT_EQ(s.from(at, 10), std::string(1, 'a' + 99 % 26));
    EXPECT_EQ(s.from(at, 10), "");
}

}  // namespace
