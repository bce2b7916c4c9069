// Services that die, and the whole of it at once.
#include "desktop.h"

#include "session/processes.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

struct Restart : testing::Test {
    Desktop d;
    std::string id;
    void SetUp() override
    {
        ASSERT_EQ(d.start().status, 0);
        id = d.open("stumble");
        d.type("abc");
    }
    std::uint64_t pid(const std::string& service) { return session::process_at(d.post(service)).value_or(0); }
};

TEST_F(Restart, a_killed_session_finds_what_runs)
{
    auto run = pid("life-" + id), session = pid("session");
    d.kill("session");
    ASSERT_TRUE(within(2000, [&] { return pid("session") != 0 && pid("session") != session; }));
    EXPECT_TRUE(within(1000, [&] { return d.state_of(id) == "running"; }));
    EXPECT_EQ(pid("life-" + id), run);
    EXPECT_EQ(d.ninth("close stumble").text, "");
    EXPECT_EQ(d.state_of(id), "frozen");
}

TEST_F(Restart, a_killed_display_comes_back_with_its_windows_and_there_is_one)
{
    auto run = pid("life-" + id), display = pid("display");
    d.kill("display");
    ASSERT_TRUE(within(1500, [&] { return pid("display") != 0 && pid("display") != display; }));
    display = pid("display");
    EXPECT_TRUE(d.shows(id, "typed:abc", 3000)) << d.label_of(id);
    EXPECT_EQ(pid("life-" + id), run);
    EXPECT_EQ(pid("display"), display);
    d.type("d");
    EXPECT_TRUE(d.shows(id, "typed:abcd", 2000)) << d.label_of(id);
}

TEST_F(Restart, a_killed_host_comes_back)
{
    auto host = pid("host");
    ASSERT_NE(host, 0u);
    d.kill("host");
    EXPECT_TRUE(within(2000, [&] { return pid("host") != 0 && pid("host") != host; }));
}

TEST_F(Restart, after_a_power_cut_everything_that_was_open_is_back)
{
    auto closed = d.open("stumble");
    d.type("z");
    ASSERT_EQ(d.ninth("close " + closed).text, "");
    ASSERT_EQ(d.ninth("checkpoint " + id).status, 0);
    d.kill_all();
    auto started = d.start();
    EXPECT_EQ(started.text, "the desktop is up; 1 program is open on " + d.state() + "\n");
    EXPECT_TRUE(d.shows(id, "typed:abc")) << d.label_of(id);
    EXPECT_EQ(d.state_of(closed), "frozen");
}

TEST_F(Restart, a_stopped_desktop_starts_again_as_it_was)
{
    EXPECT_EQ(d.ninth("stop").text, "");
    for (auto service : {"session", "display", "host", "life-"}) EXPECT_EQ(pid(service), 0u) << service;
    EXPECT_EQ(pid("life-" + id), 0u);
    auto started = d.start();
    EXPECT_EQ(started.text, "the desktop is up; 1 program is open on " + d.state() + "\n");
    EXPECT_TRUE(d.shows(id, "typed:abc")) << d.label_of(id);
}

TEST_F(Restart, a_session_killed_while_a_life_freezes_leaves_it_frozen)
{
    EXPECT_EQ(d.write("session", "lives/" + id + "/ctl", "checkpoint\n"), "");
    auto path = d.state() + "/lives/" + id + "/life";
    auto text = contents(path);
    d.kill_all();
    text.replace(text.find("state running"), 13, "state freezing");
    text.replace(text.find("open yes"), 8, "open no");
    put(path, text);
    ASSERT_EQ(d.start().status, 0);
    EXPECT_EQ(d.state_of(id), "frozen");
}

TEST_F(Restart, a_life_whose_record_is_damaged_is_listed_and_can_be_put_aside)
{
    d.kill_all();
    put(d.state() + "/lives/" + id + "/life", "state ??\n");
    ASSERT_EQ(d.start().status, 0);
    EXPECT_NE(d.ninth("ls").text.find("line 1 of its life file: no such state: ??"), std::string::npos);
    EXPECT_EQ(d.ninth("end " + id).text, "");
    EXPECT_EQ(d.ninth("ls").text, "");
    EXPECT_TRUE(std::filesystem::exists(d.state() + "/ended/" + id + "/life"));
}

}  // namespace
}  // namespace tests
