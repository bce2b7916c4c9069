// Windows: how they are made, what their files say, what wctl does to them, who adopts them.
#include "fixture.h"

namespace {

using namespace tests;
using Windows = DesktopTest;

TEST_F(Windows, an_attach_with_new_is_a_window)
{
    Peer app(loop, *desktop, Capability::app);
    EXPECT_EQ(app.attach("new -r 100 100 300 250"), "");
    EXPECT_EQ(app.read("winid"), "          1 ");
    EXPECT_EQ(app.read("winname"), "noborder.1.1");
    EXPECT_EQ(app.read("wctl"), "        100         100         300         250     current     visible ");
    EXPECT_EQ(app.read("life"), "-\n");
    EXPECT_EQ(app.read("scale"), "1 96\n");
}

TEST_F(Windows, without_a_place_windows_cascade)
{
    Program a(loop, *desktop), b(loop, *desktop);
    auto first = place(1), second = place(2);
    EXPECT_EQ(first.max - first.min, (draw::Point{680, 480}));
    EXPECT_EQ(second.min - first.min, (draw::Point{30, 30}));
    Program small(loop, *desktop, "new -s 50 40");
    EXPECT_EQ(place(3).max - place(3).min, (draw::Point{50, 40}));
}

TEST_F(Windows, bad_requests_have_clear_errors)
{
    Peer app(loop, *desktop, Capability::app);
    EXPECT_EQ(app.attach("new -r 1 2 3"), "error: -r wants 4 numbers");
    EXPECT_EQ(app.attach("new -r 100 100 110 200"), "error: window too small");
    EXPECT_EQ(app.attach("new -r 100 100 50 200"), "error: bad rectangle");
    EXPECT_EQ(app.attach("new -r 0 0 99999 200"), "error: bad rectangle");
    EXPECT_EQ(app.attach("new -r -2147483648 0 2147483647 200"), "error: bad rectangle");
    EXPECT_EQ(app.attach("new -s x 5"), "error: not a number: x");
    EXPECT_EQ(app.attach("new -s 5 5"), "error: window too small");
    EXPECT_EQ(app.attach("new -fast"), "error: unknown option -fast");
    EXPECT_EQ(app.attach("7"), "error: no window 7");
    EXPECT_EQ(app.attach("new"), "");
    EXPECT_EQ(app.write("wctl", "fly"), "error: unknown control request: fly");
    EXPECT_EQ(app.write("wctl", "resize -r 0 0 5 5"), "error: window too small");
    EXPECT_EQ(app.write("wctl", "resize -dx"), "error: -dx wants 1 number");
    EXPECT_EQ(app.write("wctl", "hide now"), "error: unknown option now");
}

TEST_F(Windows, one_connection_has_at_most_64)
{
    Peer greedy(loop, *desktop, Capability::app), other(loop, *desktop, Capability::app);
    for (int i = 0; i < 64; ++i) ASSERT_EQ(greedy.attach("new -s 30 30"), "");
    EXPECT_EQ(greedy.attach("new -s 30 30"), "error: too many windows");
    EXPECT_EQ(other.attach("new -s 30 30"), "");
}

TEST_F(Windows, wctl_moves_and_resizes_in_rios_language)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    auto wctl = [&](const std::string& line) {
        EXPECT_EQ(p.peer.write("wctl", line), "");
        return place(1);
    };
    EXPECT_EQ(wctl("move -minx 200 -miny 150"), (draw::Rect{{200, 150}, {400, 300}}));
    EXPECT_EQ(wctl("move -minx +10"), (draw::Rect{{210, 150}, {410, 300}}));
    EXPECT_EQ(wctl("move -maxx 400"), (draw::Rect{{200, 150}, {400, 300}}));
    EXPECT_EQ(wctl("resize -dx 100 -dy +50"), (draw::Rect{{200, 150}, {300, 350}}));
    EXPECT_EQ(wctl("resize -r 50 60 350 260"), (draw::Rect{{50, 60}, {350, 260}}));
}

TEST_F(Windows, a_title_bar_stays_within_reach)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    EXPECT_EQ(p.peer.write("wctl", "move -minx 5000 -miny -500"), "");
    EXPECT_EQ(place(1).min, (draw::Point{740, 30}));
    EXPECT_EQ(p.peer.write("wctl", "move -minx -5000 -miny 5000"), "");
    EXPECT_EQ(place(1).min, (draw::Point{-140, 600}));
}

TEST_F(Windows, a_second_read_of_wctl_waits_for_a_change)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    auto wctl = p.peer.open("wctl");
    EXPECT_EQ(p.peer.read(wctl).substr(0, 24), "        100         100 ");
    auto next = p.peer.start_read(wctl);
    settle();
    EXPECT_FALSE(next->is_done());
    EXPECT_EQ(desk->write("wsys/1/wctl", "move -minx 120"), "");
    p.peer.finish(next);
    EXPECT_EQ(next->text().substr(0, 24), "        120         100 ");
    EXPECT_EQ(p.peer.read(wctl, 71), "error: read is too short");
}

TEST_F(Windows, focus_falls_to_the_next_when_the_current_hides_or_goes)
{
    Program a(loop, *desktop), b(loop, *desktop), c(loop, *desktop);
    EXPECT_EQ(state(3), "current visible");
    EXPECT_EQ(desk->write("wsys/3/wctl", "hide"), "");
    EXPECT_EQ(state(3), "notcurrent hidden");
    EXPECT_EQ(state(2), "current visible");
    EXPECT_EQ(desk->write("wsys/2/wctl", "delete"), "");
    EXPECT_EQ(state(1), "current visible");
    EXPECT_EQ(desk->open_error("wsys/2"), "file does not exist");
    EXPECT_EQ(desk->write("wsys/3/wctl", "unhide"), "");
    EXPECT_EQ(state(3), "current visible");
    EXPECT_EQ(desk->write("wsys/1/wctl", "top"), "");
    EXPECT_EQ(state(3), "current visible");  // on top is not current
}

TEST_F(Windows, order_puts_windows_back_as_they_were_stacked)
{
    Program top(loop, *desktop, "new -r 100 100 300 250 -order 30 -current");
    Program bottom(loop, *desktop, "new -r 100 100 300 250 -order 10");
    Program middle(loop, *desktop, "new -r 100 100 300 250 -order 20");
    top.fill(0xff0000ff), bottom.fill(0x00ff00ff), middle.fill(0x0000ffff);
    EXPECT_EQ(top.flush() + bottom.flush() + middle.flush(), "");
    EXPECT_EQ(state(1), "current visible");
    EXPECT_EQ(pixel(200, 200), 0xff0000u);
    EXPECT_EQ(desk->write("wsys/1/wctl", "bottom"), "");
    EXPECT_EQ(pixel(200, 200), 0x0000ffu);
}

TEST_F(Windows, a_deleted_window_says_so_to_its_program)
{
    Program p(loop, *desktop);
    auto mouse = p.peer.open("mouse");
    auto waiting = p.peer.start_read(mouse);
    settle();
    EXPECT_EQ(desk->write("wsys/1/wctl", "delete"), "");
    p.peer.finish(waiting);
    EXPECT_EQ(waiting->text(), "error: window deleted");
    EXPECT_EQ(p.peer.read("label"), "error: window deleted");
    p.fill(0xff0000ff);
    EXPECT_NE(p.flush(), "");
}

TEST_F(Windows, a_plain_programs_window_goes_when_it_hangs_up)
{
    Program p(loop, *desktop);
    EXPECT_EQ(desk->names("wsys"), (std::vector<std::string>{"1"}));
    p.peer.hang_up();
    settle();
    EXPECT_EQ(desk->names("wsys"), (std::vector<std::string>{}));
}

TEST_F(Windows, a_lifes_window_stays_as_an_orphan_and_is_adopted)
{
    auto first = std::make_unique<Program>(loop, *desktop, "new -r 100 100 300 250", life("abc", 1));
    first->fill(0x336699ff);
    EXPECT_EQ(first->flush(), "");
    first.reset();
    settle();
    EXPECT_EQ(desk->read("wsys/1/life"), "abc\n");
    EXPECT_EQ(pixel(200, 200), 0x336699u);

    Program second(loop, *desktop, "new -r 0 0 50 50", life("abc", 2));
    EXPECT_EQ(second.id(), 1);
    EXPECT_EQ(place(1), (draw::Rect{{100, 100}, {300, 250}}));
    second.fill(0xffff00ff);
    wait(150);  // what is drawn shows at `v` only, so that the old picture stays until the new one is whole
    EXPECT_EQ(pixel(200, 200), 0x336699u);
    EXPECT_EQ(second.flush(), "");
    EXPECT_EQ(pixel(200, 200), 0xffff00u);
}

TEST_F(Windows, a_newer_generation_takes_the_window_from_one_that_still_holds_it)
{
    Program old(loop, *desktop, "new", life("abc", 1));
    Program newer(loop, *desktop, "new", life("abc", 2));
    EXPECT_EQ(newer.id(), 1);
    EXPECT_EQ(desk->names("wsys").size(), 1u);
}

TEST_F(Windows, a_life_may_have_two_windows_and_gets_both_back)
{
    auto both = [&](std::uint64_t generation) {
        auto peer = std::make_unique<Peer>(loop, *desktop, Capability::app, life("abc", generation));
        EXPECT_EQ(peer->attach("new"), "");
        EXPECT_EQ(peer->read("winid"), "          1 ");
        EXPECT_EQ(peer->attach("new"), "");
        EXPECT_EQ(peer->read("winid"), "          2 ");
        return peer;
    };
    auto first = both(1);
    first.reset();
    settle();
    both(2);
}

TEST_F(Windows, an_orphan_goes_when_the_desk_deletes_it)
{
    auto p = std::make_unique<Program>(loop, *desktop, "new", life("abc", 1));
    p.reset();
    settle();
    EXPECT_EQ(desk->write("wsys/1/wctl", "delete"), "");
    EXPECT_EQ(desk->names("wsys").size(), 0u);
    Program again(loop, *desktop, "new", life("abc", 2));
    EXPECT_EQ(again.id(), 2);
}

TEST_F(Windows, the_desktop_grows_and_shrinks)
{
    Program p(loop, *desktop, "new -r 600 400 780 580");
    EXPECT_EQ(desk->write("ctl", "resize 400 300"), "");
    EXPECT_EQ(desk->read("status").substr(0, 13), "size 400 300\n");
    EXPECT_EQ(place(1).min, (draw::Point{340, 300}));
    EXPECT_EQ(desk->read("screen").size(), 60u + 400 * 300 * 4);
    EXPECT_EQ(desk->write("ctl", "resize 4 3"), "error: bad size 4 3");
}

}  // namespace
