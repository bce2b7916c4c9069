// A program that serves a tree of its own.
#include "tests/runtime/running.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

struct Services : testing::Test {
    Running run{"counter", {}};
    void SetUp() override
    {
        run.start();
        ASSERT_TRUE(within(3000, [&] { return dial() != nullptr; })) << run.said();
    }
    std::unique_ptr<styx::Remote> dial()
    {
        auto r = styx::Remote::dial(run.post("srv-" + run.life() + "-counter"), "", 2000);
        return r ? std::move(*r) : nullptr;
    }
};

TEST_F(Services, are_files_like_any)
{
    auto client = dial(), other = dial();
    EXPECT_EQ(client->read("count").value(), "0\n");
    EXPECT_EQ(other->read("count").value(), "1\n");
    ASSERT_TRUE(client->write("set", "40"));
    EXPECT_EQ(other->read("count").value(), "40\n");
    EXPECT_EQ(client->list("").value().size(), 3u);
    EXPECT_EQ(client->read("nothing").error().text, "file does not exist");
    EXPECT_TRUE(within(1000, [&] { return run.said().find("again: counter is posted already") != std::string::npos; })) << run.said();
}

TEST_F(Services, frozen_and_thawed_they_go_on_where_they_were)
{
    auto client = dial();
    ASSERT_TRUE(client->write("set", "7"));
    ASSERT_TRUE(run.freeze());
    EXPECT_EQ(dial(), nullptr);
    run.start();
    ASSERT_TRUE(within(2000, [&] { return dial() != nullptr; })) << run.said();
    EXPECT_FALSE(client->read("count"));
    EXPECT_EQ(dial()->read("count").value(), "7\n");
}

TEST_F(Services, a_client_that_goes_with_a_read_unanswered_troubles_nobody)
{
    for (int i = 0; i < 20; ++i) {
        auto client = dial();
        ASSERT_TRUE(client);
        client->client().open(client->root(), {"never"}, styx::OREAD, [](Result<styx::OpenFile>) {});
        auto f = client->open("never", styx::OREAD).value();
        client->client().ask(styx::Tread{f.fid, 0, 10}, [](Result<styx::Rread>) {});
        client->loop().run_until([] { return false; }, 2);
    }
    EXPECT_EQ(dial()->read("count").value(), "0\n");
    ASSERT_TRUE(run.ctl("checkpoint"));
    run.kill();
    run.start();
    EXPECT_EQ(dial()->read("count").value(), "1\n");
}

TEST_F(Services, a_client_that_asks_without_end_does_not_keep_others_from_being_heard)
{
    auto flood = dial(), other = dial();
    auto f = flood->open("count", styx::OREAD).value();
    int answers = 0;
    for (int i = 0; i < 5000; ++i) flood->client().ask(styx::Tread{f.fid, 0, 100}, [&](Result<styx::Rread> r) { answers += r.has_value(); });
    EXPECT_TRUE(other->read("count"));
    EXPECT_TRUE(flood->loop().run_until([&] { return answers == 5000; }, 20'000)) << answers;
}

}  // namespace
}  // namespace tests
