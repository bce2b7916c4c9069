// No window stays without a program that could come back to it, and none of those would take the keys.
#include "desktop.h"

#include "session/processes.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

struct LeftBehind : testing::Test {
    Desktop d;
    void SetUp() override { ASSERT_EQ(d.start().status, 0); }
    int windows()
    {
        int n = 0;
        auto status = d.read("display", "status");
        for (auto at = status.find("\nwindow "); at != status.npos; at = status.find("\nwindow ", at + 1)) ++n;
        return n;
    }
    bool has(int n)
    {
        return within(3000, [&] { return windows() == n; });
    }
};

TEST_F(LeftBehind, nothing_by_programs_that_could_not_start)
{
    for (int i = 0; i < 5; ++i) EXPECT_EQ(d.ninth("open note missing.txt").status, 1);
    EXPECT_TRUE(has(0)) << d.read("display", "status");
    put(d.file("a.txt"), "");
    d.open("note a.txt");
    d.type(std::string("here") + put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "here"; }));
    EXPECT_EQ(d.ninth("open note missing.txt").status, 1);
    EXPECT_TRUE(has(1)) << d.read("display", "status");
}

TEST_F(LeftBehind, nothing_by_one_that_was_killed_while_it_froze)
{
    put(d.file("a.txt"), "text");
    for (int msec : {0, 2, 5, 10}) {
        auto id = d.open("note a.txt");
        EXPECT_EQ(d.write("session", "lives/" + id + "/ctl", "checkpoint"), "");
        std::thread closing([&] { (void)d.ninth("close " + id); });
        std::this_thread::sleep_for(std::chrono::milliseconds(40 + msec));
        if (auto pids = d.pids(); pids.count("life-" + id)) (void)session::kill_process(pids["life-" + id]);  // it may have ended since
        closing.join();
        EXPECT_TRUE(has(0)) << d.state_of(id) << "\n" << d.read("display", "status");
        (void)d.ninth("end " + id);
    }
}

TEST_F(LeftBehind, nothing_by_one_that_is_dead)
{
    auto id = d.open("stumble");
    d.type("?");
    for (int i = 0; i < 7; ++i) {
        d.type("x");
        ASSERT_EQ(d.ninth("checkpoint stumble").status, 0);
    }
    d.kill("life-" + id);
    ASSERT_TRUE(within(15000, [&] { return d.state_of(id) == "dead"; })) << d.state_of(id);
    EXPECT_TRUE(has(0)) << d.read("display", "status");
}

TEST_F(LeftBehind, a_life_whose_log_is_gone_does_not_begin_anew)
{
    put(d.file("a.txt"), "text");
    auto id = d.open("note a.txt");
    d.type("unsaved ");
    ASSERT_EQ(d.ninth("close note").text, "");
    for (auto& entry : std::filesystem::directory_iterator(d.state() + "/lives/" + id))
        if (entry.path().extension() == ".log") std::filesystem::remove(entry.path());
    auto said = d.ninth("thaw note");
    EXPECT_EQ(said.status, 1);
    EXPECT_NE(said.text.find("its log is missing"), std::string::npos) << said.text;
}

// Its log is away for a while, so no run of it comes up: there is nobody to be asked to freeze or to end.
TEST_F(LeftBehind, one_that_waits_for_its_next_start_can_be_closed_and_the_desktop_stopped)
{
    for (std::string verb : {"close ", "end "}) {
        put(d.file("a.txt"), "text");
        auto id = d.open("note a.txt");
        ASSERT_EQ(d.ninth("checkpoint " + id).status, 0);
        auto lives = d.state() + "/lives/" + id;
        for (auto& entry : std::filesystem::directory_iterator(lives))
            if (entry.path().extension() == ".log") std::filesystem::rename(entry.path(), d.file(entry.path().filename().string()));
        d.kill("life-" + id);
        ASSERT_TRUE(within(3000, [&] { return d.state_of(id) == "thawing"; })) << d.state_of(id);
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        EXPECT_EQ(d.ninth(verb + id).text, "");
    }
    EXPECT_EQ(d.ninth("stop").text, "");
}

// The session was killed between putting what it pulled among its lives and saying that it is there.
TEST_F(LeftBehind, a_life_that_has_arrived_is_thawed_whatever_its_record_says)
{
    put(d.file("a.txt"), "text");
    auto id = d.open("note a.txt");
    d.type("unsaved ");
    ASSERT_EQ(d.ninth("close note").text, "");
    ASSERT_EQ(d.ninth("stop").text, "");
    auto record = d.state() + "/lives/" + id + "/life";
    auto text = contents(record);
    auto at = text.find("state frozen");
    ASSERT_NE(at, text.npos) << text;
    put(record, text.replace(at, 12, "state arriving").append("place 51ce0a7e unix!/nowhere/session\n"));
    ASSERT_EQ(d.start().status, 0);
    EXPECT_TRUE(within(4000, [&] { return d.state_of(id) == "running"; })) << d.ninth("ls").text;
    d.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "unsaved text"; }));
}

TEST_F(LeftBehind, a_desktop_whose_run_directory_is_swept_away_posts_again)
{
    put(d.file("a.txt"), "text");
    auto id = d.open("note a.txt");
    for (auto& entry : std::filesystem::directory_iterator(d.run())) {
        std::error_code in_use;  // on Windows the logs are, and the directory
        std::filesystem::remove(entry.path(), in_use);
    }
    std::error_code in_use;
    std::filesystem::remove(d.run(), in_use);
    EXPECT_TRUE(within(5000, [&] { return d.ninth("ls").status == 0 && d.pids().size() >= 4; })) << d.ninth("ls").text;
    d.type(std::string("more ") + put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "more text"; }));
    EXPECT_EQ(d.ninth("close note").text, "");
    EXPECT_EQ(d.ninth("stop").text, "");
}

}  // namespace
}  // namespace tests
