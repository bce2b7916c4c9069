// A life goes from one desktop to another and back.
#include "desktop.h"

#include "session/processes.h"
#include "styx/remote.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

struct Move : testing::Test {
    Desktop home, away;
    std::string id;
    void SetUp() override
    {
        ASSERT_EQ(home.start().status, 0);
        ASSERT_EQ(away.start().status, 0);
        id = home.open("stumble");
        home.type("abc");
    }
    std::string pull(Desktop& to, const std::string& from) { return to.ninth("pull \"" + from + "\" stumble").text; }
    std::string desktop_of(Desktop& d) { return d.read("session", "desktop").substr(0, 8); }
};

TEST_F(Move, pulled_it_goes_on_there_and_home_knows_where)
{
    EXPECT_EQ(pull(away, home.post("session")), id + "\n");
    EXPECT_EQ(away.state_of(id), "running");
    EXPECT_TRUE(away.shows(id, "typed:abc")) << away.label_of(id);
    EXPECT_TRUE(home.shows(id, "")) << home.label_of(id);
    EXPECT_EQ(home.read("session", "lives/" + id + "/state"), "away " + desktop_of(away) + " " + away.post("session") + "\n");
    EXPECT_EQ(home.ninth("close stumble").text,
              "ninth close: cannot close " + id + ": it is away at " + desktop_of(away) + " " + away.post("session") + "\n");
    auto life = away.read("session", "lives/" + id + "/life");
    EXPECT_NE(life.find("home " + desktop_of(home) + "\nhome_address " + home.post("session") + "\n"), std::string::npos) << life;
}

TEST_F(Move, pulled_back_it_is_home_with_what_was_done_meanwhile)
{
    ASSERT_EQ(pull(away, home.post("session")), id + "\n");
    away.type("def");
    EXPECT_EQ(pull(home, away.post("session")), id + "\n");
    EXPECT_TRUE(home.shows(id, "typed:abcdef")) << home.label_of(id);
    EXPECT_NE(home.read("session", "lives/" + id + "/life").find("home_address -\n"), std::string::npos);
    EXPECT_EQ(away.ninth("ls").text, "");
}

TEST_F(Move, a_frozen_one_can_be_pulled)
{
    ASSERT_EQ(home.ninth("close stumble").text, "");
    EXPECT_EQ(pull(away, home.post("session")), id + "\n");
    EXPECT_TRUE(away.shows(id, "typed:abc")) << away.label_of(id);
}

TEST_F(Move, what_is_not_there_or_here_already_is_refused)
{
    auto from = home.post("session");
    EXPECT_EQ(away.ninth("pull \"" + from + "\" calc").text,
              "ninth pull: cannot pull calc from " + from + ": no life is called calc; there are: " + id + " stumble\n");
    EXPECT_NE(pull(home, from).find("it is here already"), std::string::npos);
    EXPECT_NE(pull(away, "unix!/nowhere/session").find("cannot reach unix!/nowhere/session"), std::string::npos);
}

TEST_F(Move, whoever_asked_to_copy_it_and_went_away_leaves_it_at_home)
{
    {
        auto peer = styx::Remote::dial(home.post("session"), "", 20'000).value();
        auto ctl = peer->open("lives/" + id + "/ctl", styx::ORDWR).value();
        ASSERT_TRUE(peer->write(ctl, 0, "leave\n"));
        EXPECT_EQ(home.state_of(id), "leaving");
        EXPECT_TRUE(home.shows(id, "")) << home.label_of(id);
    }
    EXPECT_TRUE(within(3000, [&] { return home.state_of(id) == "running"; })) << home.state_of(id);
    EXPECT_TRUE(home.shows(id, "typed:abc")) << home.label_of(id);
}

TEST_F(Move, only_who_copied_it_can_take_it)
{
    auto peer = styx::Remote::dial(home.post("session"), "", 20'000).value();
    EXPECT_EQ(home.write("session", "lives/" + id + "/ctl", "gone 12345678 x\n"), "cannot let go of " + id + ": it is running");
    auto ctl = peer->open("lives/" + id + "/ctl", styx::ORDWR).value();
    ASSERT_TRUE(peer->write(ctl, 0, "leave\n"));
    EXPECT_EQ(home.write("session", "lives/" + id + "/ctl", "gone 12345678 x\n"), "someone else is copying " + id);
    EXPECT_EQ(home.state_of(id), "leaving");
}

TEST_F(Move, a_session_that_dies_after_the_commit_point_takes_it_in_when_it_is_back)
{
    ASSERT_EQ(pull(away, home.post("session")), id + "\n");
    ASSERT_EQ(away.ninth("close stumble").text, "");
    // As it stands on the disk between the answer to `gone` and what follows it.
    away.kill_all();
    auto arriving = away.state() + "/arriving/" + id;
    std::filesystem::rename(away.state() + "/lives/" + id, arriving);
    auto text = contents(arriving + "/life");
    text.replace(text.find("state frozen"), 12, "state arriving");
    put(arriving + "/life", text + "place " + desktop_of(home) + " " + home.post("session") + "\n");
    ASSERT_EQ(away.start().status, 0);
    EXPECT_TRUE(within(5000, [&] { return away.state_of(id) == "running"; })) << away.ninth("ls").text;
}

TEST_F(Move, one_that_was_never_promised_is_dropped)
{
    away.kill_all();
    auto arriving = away.state() + "/arriving/" + id;
    std::filesystem::create_directory(arriving);
    put(arriving + "/life", "name stumble\nmodule stumble\nstate arriving\nplace " + desktop_of(home) + " " + home.post("session") + "\n");
    ASSERT_EQ(away.start().status, 0);
    EXPECT_TRUE(within(5000, [&] { return !std::filesystem::exists(arriving); }));
    EXPECT_EQ(away.ninth("ls").text, "");
    EXPECT_EQ(home.state_of(id), "running");
}

TEST_F(Move, over_loopback_tcp)
{
    auto said = home.file("gate");
    auto gate = home.stays({"gate", "--listen", "tcp!127.0.0.1!0"}, said);
    ASSERT_TRUE(within(3000, [&] { return contents(said).ends_with("\n"); }));
    auto address = contents(said);
    address.erase(address.find_first_of("\r\n"));
    EXPECT_EQ(pull(away, address), id + "\n");
    EXPECT_TRUE(away.shows(id, "typed:abc")) << away.label_of(id);
    EXPECT_NE(away.read("session", "lives/" + id + "/life").find("home_address " + address + "\n"), std::string::npos);
}

TEST_F(Move, through_a_gate)
{
    auto gate = home.post("gate");
    auto process = home.stays({"gate"});
    ASSERT_TRUE(within(3000, [&] { return session::process_at(gate).has_value(); }));
    EXPECT_EQ(pull(away, gate), id + "\n");
    EXPECT_TRUE(away.shows(id, "typed:abc")) << away.label_of(id);
}

}  // namespace
}  // namespace tests
