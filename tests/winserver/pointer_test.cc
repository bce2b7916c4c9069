// What the mouse does, through mousein, which takes the path of a hand.
#include "fixture.h"

namespace {

using namespace tests;

struct Mouse : DesktopTest {
    std::optional<Program> a, b;
    void SetUp() override
    {
        a.emplace(loop, *desktop, "new -r 100 100 300 250");
        b.emplace(loop, *desktop, "new -r 200 200 400 350");
        while (!event().empty()) {
        }
    }
};

TEST_F(Mouse, a_click_makes_a_window_current_and_raises_it)
{
    EXPECT_EQ(state(1), "notcurrent visible");
    a->fill(0xff0000ff), b->fill(0x0000ffff);
    EXPECT_EQ(a->flush() + b->flush(), "");
    EXPECT_EQ(pixel(250, 240), 0x0000ffu);
    click(150, 150);
    EXPECT_EQ(state(1), "current visible");
    EXPECT_EQ(pixel(250, 240), 0xff0000u);
    EXPECT_EQ(event(), "current 1 -\n");
}

TEST_F(Mouse, events_are_window_local_and_follow_the_button_outside)
{
    auto mouse = b->peer.open("mouse");
    press(210, 220).press(500, 500).release(500, 500).move(600, 600);
    auto event_text = [&] { return b->peer.read(mouse).substr(0, 37); };
    EXPECT_EQ(event_text(), "m         10          20           1 ");
    EXPECT_EQ(event_text(), "m        300         300           1 ");
    EXPECT_EQ(event_text(), "m        300         300           0 ");
    auto more = b->peer.start_read(mouse);
    settle();
    EXPECT_FALSE(more->is_done());
}

TEST_F(Mouse, unread_motion_is_merged_and_buttons_are_not)
{
    auto mouse = b->peer.open("mouse");
    move(210, 220).move(220, 230).press(220, 230).press(225, 235).press(230, 240).release(230, 240);
    std::string all;
    for (int i = 0; i < 4; ++i) all += b->peer.read(mouse).substr(0, 37);
    EXPECT_EQ(all, "m         20          30           0 m         20          30           1 "
                   "m         30          40           1 m         30          40           0 ");
}

TEST_F(Mouse, the_wheel_turns_what_it_is_over_and_changes_no_focus)
{
    auto mouse = a->peer.open("mouse");
    press(150, 150, 8).move(150, 150);
    EXPECT_EQ(a->peer.read(mouse).substr(0, 37), "m         50          50           8 ");
    EXPECT_EQ(state(2), "current visible");
}

TEST_F(Mouse, a_title_bar_drags_the_window)
{
    drag(250, 185, 280, 225);
    EXPECT_EQ(place(2), (draw::Rect{{230, 240}, {430, 390}}));
    drag(330, 225, 330, -100);
    EXPECT_EQ(place(2).min.y, 30);
}

TEST_F(Mouse, edges_and_corners_resize)
{
    drag(403, 300, 453, 300);
    EXPECT_EQ(place(2), (draw::Rect{{200, 200}, {450, 350}}));
    drag(195, 352, 150, 402);
    EXPECT_EQ(place(2), (draw::Rect{{155, 200}, {450, 400}}));
    drag(300, 168, 300, 150);
    EXPECT_EQ(place(2), (draw::Rect{{155, 182}, {450, 400}}));
    drag(455, 300, 0, 300);
    EXPECT_EQ(place(2), (draw::Rect{{155, 182}, {175, 400}})) << "no narrower than it may be";
}

TEST_F(Mouse, grips_are_eight_pixels_wide)
{
    EXPECT_EQ(winserver::hit(place(2), {407, 300}, desktop->metrics()).part, winserver::Part::edge);
    EXPECT_EQ(winserver::hit(place(2), {408, 300}, desktop->metrics()).part, winserver::Part::none);
    EXPECT_EQ(winserver::hit(place(2), {399, 300}, desktop->metrics()).part, winserver::Part::client);
    move(405, 300);
    EXPECT_EQ(host.cursor.pointing, winserver::Pointing::width);
    move(405, 352);
    EXPECT_EQ(host.cursor.pointing, winserver::Pointing::diagonal_down);
    move(300, 300);
    EXPECT_EQ(host.cursor.pointing, winserver::Pointing::arrow);
}

TEST_F(Mouse, the_close_box_closes_when_it_is_let_go_inside)
{
    press(385, 185).release(300, 185);
    EXPECT_EQ(desk->names("wsys").size(), 2u);
    click(385, 185);
    EXPECT_EQ(desk->names("wsys"), (std::vector<std::string>{"1"}));
    EXPECT_EQ(event(), "close 2 -\n");
    EXPECT_EQ(event(), "current 1 -\n");
}

TEST_F(Mouse, closing_a_lifes_window_is_the_desks_to_decide)
{
    Program c(loop, *desktop, "new -r 200 200 400 350", life("abc"));
    while (!event().empty()) {
    }
    click(385, 185);
    EXPECT_EQ(event(), "close 3 abc\n");
    EXPECT_EQ(desk->names("wsys").size(), 3u);
}

TEST_F(Mouse, a_window_that_goes_while_it_is_held_is_let_go)
{
    press(250, 185);
    EXPECT_EQ(desk->write("wsys/2/wctl", "delete"), "");
    press(300, 300).release(300, 300);
    drag(150, 85, 160, 95);
    EXPECT_EQ(place(1).min, (draw::Point{110, 110}));
}

TEST_F(Mouse, mousein_says_what_it_wants)
{
    EXPECT_EQ(desk->write("mousein", "m 1 2\n"), "error: want `m x y buttons`");
    EXPECT_EQ(desk->write("mousein", "m 1 2 99\n"), "error: buttons are 0 to 31: 99");
    EXPECT_EQ(desk->write("mousein", "m 1 x 1\n"), "error: not a number: x");
    EXPECT_EQ(desk->write("mousein", "m 150 150 1\nm 150 150 0\n"), "");
    EXPECT_EQ(state(1), "current visible");
}

TEST_F(Mouse, a_cursor_is_seen_over_its_window)
{
    std::string bytes(72, '\0');
    bytes[0] = char(0xff), bytes[1] = bytes[2] = bytes[3] = bytes[0];  // x offset -1
    bytes[40] = char(0x80);
    EXPECT_EQ(b->peer.write("cursor", bytes), "");
    move(300, 300);
    ASSERT_TRUE(host.cursor.picture);
    EXPECT_EQ(host.cursor.picture->offset, (draw::Point{-1, 0}));
    EXPECT_EQ(host.cursor.picture->set[0], 0x80);
    EXPECT_EQ(b->peer.read("cursor"), bytes);
    EXPECT_EQ(b->peer.write("cursor", "short"), "error: bad cursor");
    EXPECT_EQ(b->peer.write("cursor", ""), "");
    EXPECT_FALSE(host.cursor.picture);
}

TEST_F(Mouse, a_program_moves_the_pointer_only_while_current)
{
    auto mouse = b->peer.open("mouse");
    EXPECT_EQ(b->peer.write(mouse, "m7 8"), "");
    EXPECT_EQ(b->peer.read(mouse).substr(0, 37), "m          7           8           0 ");
    EXPECT_EQ(a->peer.write("mouse", "m1 1"), "");
    auto more = a->peer.start_read(a->peer.open("mouse"));
    settle();
    EXPECT_FALSE(more->is_done());
}

}  // namespace
