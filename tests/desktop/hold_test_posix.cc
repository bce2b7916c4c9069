// A shell in a holder, while others come and go.
#include "desktop.h"

#include "styx/remote.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tests {
namespace {

TEST(Holder, a_shell_counts_on_through_a_restart_of_the_session)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    ASSERT_EQ(d.ninth("hold --id t --name counter -- sh -c "
                      "'i=0; while [ $i -lt 2000 ]; do echo $i; i=$((i+1)); sleep 0.02; done'").status, 0);
    auto lines = [&] {
        auto text = d.read("hold-t", "text");
        return std::count(text.begin(), text.end(), '\n');
    };
    ASSERT_TRUE(within(3000, [&] { return lines() > 3; }));
    auto before = d.pids();
    d.kill("session");
    ASSERT_TRUE(within(3000, [&] { return d.pids().count("session") && d.pids()["session"] != before["session"]; }));
    EXPECT_EQ(d.pids()["hold-t"], before["hold-t"]);
    auto then = lines();
    EXPECT_TRUE(within(3000, [&] { return lines() > then + 10; }));
    std::string counted = "\n" + d.read("hold-t", "text");
    std::erase(counted, '\r');
    for (int i = 0; i < int(then); ++i)
        ASSERT_NE(counted.find("\n" + std::to_string(i) + "\n"), std::string::npos) << i << " is missing";
}

TEST(Holder, is_typed_into_through_its_file)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    ASSERT_EQ(d.ninth("hold --id t -- /bin/sh").status, 0);
    ASSERT_EQ(d.write("hold-t", "data", "echo $((6*7)) apples\n"), "");
    EXPECT_TRUE(within(3000, [&] { return d.read("hold-t", "text").find("42 apples") != std::string::npos; }));
}

}  // namespace
}  // namespace tests
