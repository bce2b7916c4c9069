// One call at a time, against a server on another thread.
#include "serving.h"

#include "styx/errors.h"
#include "styx/remote.h"
#include "styx/trace.h"

#include <gtest/gtest.h>

namespace {

using namespace styx;

struct RemoteTest : testing::Test {
    tests::Scratch scratch;
    tests::ServingThread serving{scratch.unix("post")};
    std::unique_ptr<Remote> remote;

    void SetUp() override
    {
        auto r = Remote::dial(scratch.unix("post"));
        ASSERT_TRUE(r) << r.error().text;
        remote = std::move(*r);
    }
};

TEST_F(RemoteTest, reads_and_writes_whole_files)
{
    EXPECT_EQ(*remote->read("/hello"), "hello, world\n");
    EXPECT_TRUE(remote->write("label", "a new one\n"));
    EXPECT_EQ(*remote->read("label"), "a new one");
    EXPECT_TRUE(remote->create("tmp/big", 0600));
    std::string big;
    for (int i = 0; big.size() < 1'000'000; ++i) big += std::to_string(i) + " ";
    EXPECT_TRUE(remote->write("tmp/big", big));
    EXPECT_EQ(*remote->read("tmp/big"), big);
    EXPECT_TRUE(remote->write_as_is("tmp/big", "start"));
    EXPECT_EQ(remote->read("tmp/big")->substr(0, 7), "start 3");
    EXPECT_TRUE(remote->write("tmp/big", ""));
    EXPECT_EQ(*remote->read("tmp/big"), "");
}

TEST_F(RemoteTest, what_a_server_could_not_keep_is_said_of_the_write)
{
    auto saved = std::make_shared<tests::Saved>();
    serving.on_thread([&] { std::static_pointer_cast<Directory>(serving.tree->root)->add(saved); });
    EXPECT_TRUE(remote->write("saved", "x"));
    saved->full = true;
    EXPECT_EQ(remote->write("saved", "x").error().text, "disk is full");
    EXPECT_EQ(remote->write_as_is("saved", "x").error().text, "disk is full");
}

TEST_F(RemoteTest, lists_and_describes)
{
    auto many = remote->list("many");
    ASSERT_TRUE(many);
    EXPECT_EQ(many->size(), 100u);
    EXPECT_EQ((*many)[42].name, "42");
    EXPECT_EQ(remote->list("hello").error().text, err::not_dir);
    EXPECT_EQ(remote->stat("many/07")->mode, 0444u);
    EXPECT_EQ(remote->stat("")->name, "/");
}

TEST_F(RemoteTest, makes_and_removes)
{
    EXPECT_TRUE(remote->create("tmp/d", DMDIR | 0755));
    EXPECT_TRUE(remote->create("tmp/d/f", 0644));
    EXPECT_EQ(remote->create("tmp/d/f", 0644).error().text, err::exists);
    EXPECT_TRUE(remote->remove("tmp/d/f"));
    EXPECT_EQ(remote->remove("tmp/d/f").error().text, err::nonexist);
    EXPECT_EQ(remote->create("", 0644).error().text, err::exists);
}

TEST_F(RemoteTest, errors_are_the_servers)
{
    EXPECT_EQ(remote->read("nobody").error().text, err::nonexist);
    EXPECT_EQ(remote->read("ctl").error().text, err::perm);
    EXPECT_EQ(remote->write("ctl", "explode").error().text, "unknown control request: explode");
}

TEST_F(RemoteTest, a_call_that_takes_too_long_is_taken_back_and_the_next_is_good)
{
    auto hasty = Remote::dial(scratch.unix("post"), "", 50);
    ASSERT_TRUE(hasty);
    auto f = (*hasty)->open("mouse", OREAD);
    EXPECT_EQ((*hasty)->read(*f, 0, 100).error().text, err::timed_out);
    EXPECT_EQ(*(*hasty)->read("hello"), "hello, world\n");
    serving.on_thread([&] { serving.tree->mouse.post("m"); });
    EXPECT_EQ(*(*hasty)->read(*f, 0, 100), "m") << "the call that was taken back took no event";
}

TEST_F(RemoteTest, says_why_it_cannot_dial)
{
    EXPECT_TRUE(Remote::dial(scratch.unix("nobody")).error().text.starts_with("cannot dial " + scratch.unix("nobody")));
    EXPECT_EQ(Remote::dial(scratch.unix("post"), "nothing").error().text, "no such tree: nothing");
}

TEST_F(RemoteTest, a_server_that_goes_fails_the_call)
{
    auto f = remote->open("never", OREAD);
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        serving.loop->post([&] { serving.server->forget("-"); });
        serving.on_thread([&] { serving.tree->kept_reads.clear(); });
    });
    EXPECT_EQ(remote->read(*f, 0, 10).error().text, err::interrupted);
    other.join();
}

TEST_F(RemoteTest, its_conversation_can_be_traced)
{
    std::vector<std::string> lines;
    auto r = Remote::dial(scratch.unix("post"), "", 10'000, {}, [&](auto channel) {
        return traced(std::move(channel), [&](std::string_view line) { lines.emplace_back(line); });
    });
    EXPECT_EQ(*(*r)->read("hello"), "hello, world\n");
    ASSERT_EQ(lines.size(), 14u);
    EXPECT_EQ(lines[0], "Tversion tag 65535 msize 131096 version '9P2000'");
    EXPECT_EQ(lines[1], "Rversion tag 65535 msize 131096 version '9P2000'");
    EXPECT_EQ(lines[9], "Rread tag 0 data 'hello, world\\x0a'");
}

}  // namespace
