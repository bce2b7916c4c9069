// note over a real file, as a hand uses it; and where its home is away.
#include "desktop.h"
#include "pixels.h"

#include <gtest/gtest.h>

namespace tests {
namespace {


TEST(Note, a_killed_display_shows_the_same_pixels_again)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    put(d.file("a.txt"), "some text\nand more of it\n");
    auto id = d.open("note a.txt");
    d.drag(75, 75, 140, 95);
    d.type("typed ");
    auto before = d.picture();
    auto run = d.pids()["life-" + id];
    d.kill("display");
    ASSERT_TRUE(within(3000, [&] { return d.label_of(id) != ""; }));
    EXPECT_TRUE(d.picture() == before) << "the screen is another one";
    EXPECT_EQ(d.pids()["life-" + id], run);
}

TEST(Note, shown_on_a_second_display_it_is_typed_into_from_there)
{
    Desktop here, there;
    ASSERT_EQ(here.start().status, 0);
    ASSERT_EQ(there.start().status, 0);
    put(here.file("a.txt"), "");
    auto id = here.open("note a.txt");
    here.type("here ");
    ASSERT_EQ(here.ninth("view note \"" + there.post("display") + "\"").text, "");
    ASSERT_TRUE(within(3000, [&] { return there.label_of(id) != ""; }));
    there.type("there");
    here.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(here.file("a.txt")) == "here there"; })) << contents(here.file("a.txt"));
}

// A character is what a person takes for one: an emoji of four runes; a letter loses its accent first.
TEST(Note, back_and_delete_take_characters)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    auto typed = [&](const std::string& text, const std::string& expected) {
        put(d.file("a.txt"), "");
        auto id = d.open("note a.txt");
        d.type(text + put_key);
        EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == expected; })) << contents(d.file("a.txt"));
        d.ninth("end " + id);
    };
    const std::string left = "\uf011", home = "\uf00d";
    typed("a\U0001f469\u200d\U0001f680\b", "a");
    typed("ab\U0001f1e9\U0001f1ea" + left + "\b", "a\U0001f1e9\U0001f1ea");
    typed("x\U0001f926\u200d\u2642\b", "x");
    typed("x\u0301\b", "x");
    typed("x\u0301y" + home + "\x7f", "y");
    typed("\u05d0\u05d1" + left + "1", "\u05d0\u05d11");  // to the left is on, from right to left
    typed("\u05d0\u05d1" + home + left + "1", "\u05d01\u05d1");
}

// Where a point has two pixels, so do text and what is around it.
TEST(Note, is_as_large_as_the_display_says)
{
    auto last_dark_row = [](Desktop& d) {
        put(d.file("a.txt"), "one\ntwo");
        auto id = d.open("note a.txt");
        d.picture();
        auto path = d.file("shot.png");
        auto all = pixels(d.read("session", "lives/" + id + "/shot"), path, 100);
        auto row = all.size() / 100;
        for (auto at = all.size(); at >= 4; at -= 4)
            if (std::uint8_t(all[at - 3]) < 100) return int(at / row);
        return 0;
    };
    Desktop usual, fine;
    ASSERT_EQ(usual.start("800x600").status, 0);
    ASSERT_EQ(fine.start("1600x1200@2").status, 0);
    int once = last_dark_row(usual), twice = last_dark_row(fine);
    EXPECT_GT(once, 30);
    EXPECT_NEAR(twice, 2 * once, 4);
}

// One desktop pulls what the other has open; the second may have other native code of the same module.
struct Pulled : testing::Test {
    Desktop home, away;
    std::string id;
    void pull()
    {
        ASSERT_EQ(home.start().status, 0);
        ASSERT_EQ(away.start().status, 0);
        put(home.file("a.txt"), "");
        id = home.open("note a.txt");
        home.type("at home");
        ASSERT_EQ(away.ninth("pull \"" + home.post("session") + "\" note").text, id + "\n");
        ASSERT_TRUE(within(3000, [&] { return away.label_of(id) == "• a.txt"; })) << away.label_of(id);
        ASSERT_EQ(home.label_of(id), "");
    }
    bool home_has(const std::string& text)
    {
        return within(5000, [&] { return contents(home.file("a.txt")) == text; });
    }
};

TEST_F(Pulled, it_puts_to_the_file_at_home_and_comes_back)
{
    pull();
    away.type(std::string(", away") + put_key);
    EXPECT_TRUE(home_has("at home, away")) << contents(home.file("a.txt"));
    EXPECT_FALSE(std::filesystem::exists(away.file("a.txt")));
    ASSERT_EQ(home.ninth("pull \"" + away.post("session") + "\" note").text, id + "\n");
    home.type(std::string(", back") + put_key);
    EXPECT_TRUE(home_has("at home, away, back")) << contents(home.file("a.txt"));
}

TEST_F(Pulled, to_native_code_of_another_compiler_and_back)
{
    away.guests = away.file("guest");
    std::filesystem::create_directory(away.guests);
    std::filesystem::copy(GUESTS "/note.wasm", away.guests + "/note.wasm");
    std::filesystem::copy(GUESTS "/note.O1" SO, away.guests + "/note" SO);
    pull();
    away.type(std::string(", away") + put_key);
    EXPECT_TRUE(home_has("at home, away")) << contents(home.file("a.txt"));
    ASSERT_EQ(home.ninth("pull \"" + away.post("session") + "\" note").text, id + "\n");
    home.type(std::string(undo_key) + put_key);
    EXPECT_TRUE(within(5000, [&] { return contents(home.file("a.txt")).size() < 13; })) << contents(home.file("a.txt"));
}

TEST_F(Pulled, while_home_is_away_typing_goes_on_and_put_says_so)
{
    pull();
    ASSERT_EQ(away.ninth("close note").text, "");
    home.kill_all();
    ASSERT_EQ(away.ninth("thaw note").text, "");
    ASSERT_TRUE(within(3000, [&] { return away.label_of(id) == "• a.txt"; }));
    away.type(" and on");
    away.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return away.said_by(id).find("not saved: " + home.name("a.txt") + ": home is away") != std::string::npos; }))
        << away.said_by(id);
    away.type(", still");
    EXPECT_EQ(away.label_of(id), "• a.txt");
    EXPECT_EQ(contents(home.file("a.txt")), "");
    ASSERT_EQ(home.start().status, 0);
    away.type(put_key);
    EXPECT_TRUE(home_has("at home and on, still")) << contents(home.file("a.txt"));
    EXPECT_TRUE(away.shows(id, "a.txt")) << away.label_of(id);
}

}  // namespace
}  // namespace tests
