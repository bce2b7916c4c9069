// Starting, opening, closing, looking.
#include "desktop.h"

#include "draw/png.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

TEST(Launch, a_desktop_starts_and_says_so_and_a_second_is_refused)
{
    Desktop d;
    EXPECT_EQ(d.start().text, "the desktop is up; nothing is open. Try: ninth open note FILE\n");
    auto second = d.start();
    EXPECT_EQ(second.status, 1);
    EXPECT_NE(second.text.find("ninth: a desktop is already running on " + d.state() + " (session pid "), std::string::npos)
        << second.text;
}

TEST(Launch, what_keeps_it_from_starting_is_said)
{
    Desktop d;
    put(d.state(), "a file in the way");
    EXPECT_EQ(d.start().text, "ninth: cannot use " + d.state() + ": it is not a directory\n");
    EXPECT_EQ(d.ninth("--upside-down").status, 2);
    EXPECT_EQ(d.ninth("frobnicate").text, "ninth: no such command: frobnicate (ninth --help lists them)\n");
}

TEST(Launch, without_a_desktop_verbs_say_so)
{
    Desktop d;
    EXPECT_EQ(d.ninth("ls").text, "ninth ls: no desktop is running here (" + d.post("session") +
                                      " does not answer): start one with ninth\n");
}

TEST(Launch, an_opened_program_has_drawn_and_is_listed)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    put(d.file("a.txt"), "hello\n");
    auto id = d.open("note a.txt");
    ASSERT_EQ(id.size(), 8u);
    EXPECT_TRUE(within(1000, [&] { return d.label_of(id).find("a.txt") != std::string::npos; })) << d.label_of(id);
    EXPECT_EQ(d.ninth("ls").text.find(id + "  note  running  "), 0u);
    EXPECT_NE(d.read("session", "lives/" + id + "/life").find("arguments " + d.name("a.txt") + "\n"), std::string::npos);
    EXPECT_EQ(d.ninth("ls -v").text.find("id        name  state    memory  age"), 0u);
}

TEST(Launch, a_program_that_cannot_start_says_why_and_leaves_nothing)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    EXPECT_EQ(d.ninth("open note nothing.txt").text, "ninth open: " + d.name("nothing.txt") + ": file does not exist\n");
    EXPECT_EQ(d.ninth("open stumble over").text, "ninth open: I take no " + d.name("over") + "\n");
    EXPECT_NE(d.ninth("open nosuch").text.find("ninth open: there is no program called nosuch; there are:"), std::string::npos);
    EXPECT_EQ(d.ninth("ls").text, "");
    EXPECT_TRUE(std::filesystem::is_empty(d.state() + "/lives"));
}

TEST(Launch, closed_it_is_frozen_and_thawed_it_is_as_it_was)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    auto id = d.open("stumble");
    d.type("abc");
    EXPECT_EQ(d.ninth("close stumble").text, "");
    EXPECT_EQ(d.state_of(id), "frozen");
    EXPECT_TRUE(d.shows(id, "")) << d.label_of(id);
    EXPECT_EQ(d.ninth("close stumble").text, "ninth close: cannot close " + id + ": it is frozen\n");
    EXPECT_EQ(d.ninth("thaw " + id.substr(0, 3)).text, "");
    EXPECT_EQ(d.state_of(id), "running");
    EXPECT_TRUE(d.shows(id, "typed:abc")) << d.label_of(id);
}

TEST(Launch, a_click_on_the_close_box_closes)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    auto id = d.open("stumble");
    int left = 0, top = 0, right = 0, bottom = 0;
    ASSERT_EQ(std::sscanf(d.area_of(id).c_str(), "%d %d %d %d", &left, &top, &right, &bottom), 4) << d.area_of(id);
    d.click(right - 16, top - 16);
    EXPECT_TRUE(within(2000, [&] { return d.state_of(id) == "frozen"; })) << d.state_of(id);
}

TEST(Launch, what_has_ended_can_be_brought_back)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    auto id = d.open("stumble");
    d.type("abc");
    EXPECT_EQ(d.ninth("checkpoint stumble").status, 0);
    EXPECT_EQ(d.ninth("end stumble").text, "");
    EXPECT_EQ(d.ninth("ls").text, "");
    EXPECT_EQ(d.ninth("restore " + id).text, "");
    EXPECT_TRUE(d.shows(id, "typed:abc")) << d.label_of(id);
}

TEST(Launch, a_program_that_ends_of_itself_is_gone)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    auto id = d.open("stumble");
    d.type(".");
    EXPECT_TRUE(within(2000, [&] { return d.ninth("ls").text.empty(); }));
}

TEST(Launch, an_older_image_is_restored)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    auto id = d.open("stumble");
    d.type("abc");
    auto sequence = d.ninth("checkpoint stumble").text;
    d.type("def");
    ASSERT_EQ(d.ninth("checkpoint stumble").status, 0);
    EXPECT_NE(d.ninth("history stumble").text.find("asked"), std::string::npos);
    EXPECT_EQ(d.ninth("restore stumble " + sequence.substr(0, sequence.find('\n'))).text, "");
    EXPECT_TRUE(d.shows(id, "typed:abc")) << d.label_of(id);
    EXPECT_EQ(d.ninth("restore stumble -t 3600").text, "ninth restore: " + id + " has no image that old\n");
}

TEST(Launch, a_picture_of_the_screen_is_a_png)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    EXPECT_EQ(d.ninth("shot a.png").text, "");
    draw::HeapArena arena;
    auto image = draw::read_png(d.file("a.png"), arena);
    ASSERT_TRUE(image) << image.error().text;
    EXPECT_EQ((*image)->r(), (draw::Rect{{0, 0}, {800, 600}}));
}

TEST(Launch, a_closed_program_is_remembered_by_its_picture)
{
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    auto id = d.open("stumble");
    ASSERT_EQ(d.ninth("close stumble").text, "");
    put(d.file("shot.png"), d.read("session", "lives/" + id + "/shot"));
    draw::HeapArena arena;
    auto image = draw::read_png(d.file("shot.png"), arena);
    ASSERT_TRUE(image) << image.error().text;
    EXPECT_GT((*image)->r().dx(), 100);
    EXPECT_EQ((*image)->argb({50, 50}), draw::Argb(0xffffeedd));  // stumble's ground
}

}  // namespace
}  // namespace tests
