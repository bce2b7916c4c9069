// One life on two systems: its image, and the life itself, go from one to the other and back.
#include "tests/cross/side.h"
#include "tests/within.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace tests {
namespace {

struct Cross : testing::Test {
    Side linux{"", LINUX, ""}, windows{WINE, WINDOWS, "Z:"};
    std::string id;

    // Of a note with something typed, something undone, and something selected.
    void open(Side& side)
    {
        ASSERT_EQ(side.start().status, 0);
        put(side.file("a.txt"), "one\ntwo\nthree\n");
        auto said = side.ninth("open note a.txt");
        ASSERT_EQ(said.status, 0) << said.text;
        id = said.text.substr(0, 8);
        side.type("typed ");
        side.drag(140, 95, 140, 95);
        side.type("and more");
        side.type(undo_key);
        side.drag(100, 95, 140, 120);
        ASSERT_TRUE(side.shows(id, "• a.txt"));
    }
    // All of it is closed here and opened there.
    void carry(Side& from, Side& to)
    {
        from.stop();
        std::filesystem::remove_all(to.state());
        std::filesystem::copy(from.state(), to.state(), std::filesystem::copy_options::recursive);
        auto said = to.start();
        ASSERT_EQ(said.status, 0) << said.text;
        ASSERT_EQ(to.state_of(id), "running") << to.said_by(id);
    }
    void pull(Side& to, Side& from)
    {
        auto address = from.open_gate();
        auto said = to.ninth("pull '" + address + "' note").text;
        ASSERT_EQ(said, id + "\n");
        ASSERT_TRUE(to.shows(id, "• a.txt")) << to.said_by(id);
        EXPECT_NE(from.state_of(id), "running");
    }
    bool has(Side& side, const std::string& text)
    {
        return within(5000, [&] { return contents(side.file("a.txt")) == text; });
    }

    // An image of `first` goes to `second` and back: picture, selection, undo and redo are what they were.
    void carry_there_and_back(Side& first, Side& second)
    {
        open(first);
        auto before = first.picture("before.png");
        carry(first, second);
        EXPECT_EQ(difference(second.picture("there.png"), before), "0");
        second.type("X");
        auto there = second.picture("typed.png");
        EXPECT_NE(difference(there, before), "0");
        carry(second, first);
        EXPECT_EQ(difference(first.picture("back.png"), there), "0");
        first.type(undo_key);
        EXPECT_EQ(difference(first.picture("undone.png"), before), "0");
        first.type(std::string(redo_key) + undo_key + put_key);
        EXPECT_TRUE(has(first, "typed one\ntwo\nthree\n")) << contents(first.file("a.txt"));
    }

    // The file stays at home: a put there is a put here.
    void move_there_and_back(Side& home, Side& away)
    {
        open(home);
        ASSERT_EQ(away.start().status, 0);
        pull(away, home);
        away.type("away ");
        away.type(put_key);
        ASSERT_TRUE(within(5000, [&] { return contents(home.file("a.txt")).find("away ") != std::string::npos; })) << away.said_by(id);
        ASSERT_TRUE(away.shows(id, "a.txt")) << away.said_by(id);
        auto put_there = contents(home.file("a.txt"));
        EXPECT_FALSE(std::filesystem::exists(away.file("a.txt")));
        away.type("and back ");
        ASSERT_TRUE(away.shows(id, "• a.txt"));
        pull(home, away);
        home.type(undo_key);
        home.type(put_key);
        EXPECT_TRUE(has(home, put_there)) << contents(home.file("a.txt"));
    }
};

TEST_F(Cross, an_image_made_on_linux_thaws_on_windows_and_back) { carry_there_and_back(linux, windows); }
TEST_F(Cross, an_image_made_on_windows_thaws_on_linux_and_back) { carry_there_and_back(windows, linux); }
TEST_F(Cross, a_life_moves_from_linux_to_windows_and_back) { move_there_and_back(linux, windows); }
TEST_F(Cross, a_life_moves_from_windows_to_linux_and_back) { move_there_and_back(windows, linux); }

}  // namespace
}  // namespace tests
