// Drawing in a window: draw/new and its connections, what is shown when, and resizes.
#include "fixture.h"

namespace {

using namespace tests;
using Drawing = DesktopTest;

TEST_F(Drawing, new_says_what_the_window_is_in_144_bytes)
{
    Peer app(loop, *desktop, Capability::app);
    ASSERT_EQ(app.attach("new -r 100 100 300 250"), "");
    auto ctl = app.open("draw/new");
    EXPECT_EQ(app.read(ctl, 145),
              "          1           0    x8r8g8b8           0           0           0         200         150 "
              "          0           0         200         150 ");
    EXPECT_EQ(app.read(ctl, 143), "error: read is too short");
    auto second = app.open("draw/new");
    EXPECT_EQ(app.read(second, 144).substr(0, 12), "          2 ");
    EXPECT_EQ(app.names("draw"), (std::vector<std::string>{"new", "1", "2"}));
    EXPECT_EQ(app.names("draw/2"), (std::vector<std::string>{"ctl", "data", "colormap", "refresh"}));
    app.close(second);
    EXPECT_EQ(app.open_error("draw/2/data"), "file does not exist");
}

TEST_F(Drawing, is_shown_at_v_and_not_before)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    p.fill(0xff0000ff);
    settle();
    EXPECT_EQ(pixel(150, 150), 0xffffffu);
    EXPECT_EQ(p.flush(), "");
    EXPECT_EQ(pixel(150, 150), 0xff0000u);
    EXPECT_EQ(window_pixel(1, 0, 0), 0xff0000u);
}

TEST_F(Drawing, without_v_it_is_shown_after_100_ms)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    p.fill(0xff0000ff);
    wait(60);
    EXPECT_EQ(pixel(150, 150), 0xffffffu);
    wait(80);
    EXPECT_EQ(pixel(150, 150), 0xff0000u);
}

TEST_F(Drawing, work_is_as_much_as_was_drawn)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    p.fill(0x00ff00ff);
    EXPECT_EQ(p.flush(), "");
    wait(50);
    auto frames = host.frames;
    auto pixels = host.pixels;
    p.fill({{10, 10}, {14, 13}}, 0xff0000ff);
    EXPECT_EQ(p.flush(), "");
    wait(50);
    EXPECT_EQ(host.frames, frames + 1);
    EXPECT_EQ(host.pixels, pixels + 12);
    ASSERT_EQ(host.damage.size(), 1u);
    EXPECT_EQ(host.damage[0], (draw::Rect{{110, 110}, {114, 113}}));
}

TEST_F(Drawing, an_idle_desktop_makes_no_frames)
{
    Program p(loop, *desktop);
    p.fill(0x00ff00ff);
    EXPECT_EQ(p.flush(), "");
    wait(50);
    auto frames = host.frames;
    wait(300);
    EXPECT_EQ(host.frames, frames);
}

TEST_F(Drawing, a_resize_is_a_new_image_and_the_old_picture_stays_until_it_is_drawn)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    p.fill(0x336699ff);
    EXPECT_EQ(p.flush(), "");
    auto mouse = p.peer.open("mouse");
    auto event = p.peer.start_read(mouse);
    EXPECT_EQ(p.peer.write("wctl", "resize -dx 300"), "");
    p.peer.finish(event);
    EXPECT_EQ(event->text()[0], 'r');
    EXPECT_EQ(event->text().size(), 49u);
    EXPECT_EQ(p.peer.read("winname"), "noborder.1.2");
    EXPECT_EQ(pixel(200, 200), 0x336699u);
    EXPECT_EQ(pixel(350, 200), 0xffffffu);

    p.fill(0xff0000ff);  // the old image: still there to be drawn on, and seen by nobody
    EXPECT_EQ(p.flush(), "");
    EXPECT_EQ(pixel(200, 200), 0x336699u);

    p.rebind();
    EXPECT_EQ(p.display->window().r(), (draw::Rect{{0, 0}, {300, 150}}));
    p.fill(0xffff00ff);
    EXPECT_EQ(p.flush(), "");
    EXPECT_EQ(pixel(200, 200), 0xffff00u);
    EXPECT_EQ(pixel(399, 200), 0xffff00u);
}

TEST_F(Drawing, one_resize_is_outstanding_however_many_are_asked_for)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    std::string lines;
    for (int dx = 210; dx <= 300; dx += 10) lines += "resize -dx " + std::to_string(dx) + "\n";
    EXPECT_EQ(p.peer.write("wctl", lines), "");
    EXPECT_EQ(place(1).dx(), 300);
    EXPECT_EQ(p.peer.read("winname"), "noborder.1.2");
    p.rebind();
    EXPECT_EQ(p.display->window().r().dx(), 210);
    p.fill(0xff0000ff);
    EXPECT_EQ(p.flush(), "");
    EXPECT_EQ(p.peer.read("winname"), "noborder.1.3");
    p.rebind();
    EXPECT_EQ(p.display->window().r().dx(), 300);
}

TEST_F(Drawing, a_program_that_does_not_answer_a_resize_is_shown_after_300_ms)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    p.fill(0x336699ff);
    EXPECT_EQ(p.flush(), "");
    EXPECT_EQ(p.peer.write("wctl", "resize -dx 300"), "");
    EXPECT_EQ(desk->read("wsys/1/window").substr(36, 12), "        200 ");
    wait(350);
    EXPECT_EQ(desk->read("wsys/1/window").substr(36, 12), "        300 ");
    EXPECT_EQ(window_pixel(1, 100, 100), 0x336699u);
    EXPECT_EQ(window_pixel(1, 250, 100), 0xffffffu);
}

TEST_F(Drawing, names_are_the_attachs_own)
{
    Program a(loop, *desktop), b(loop, *desktop);
    auto error = b.display->bind_window(a.peer.read("winname"), [] { return Result<std::string>(""); });
    ASSERT_FALSE(error);
    EXPECT_EQ(error.error().text, "error: no image with that name");
}

TEST_F(Drawing, errors_are_draws_own_and_harm_nobody)
{
    Program p(loop, *desktop);
    EXPECT_EQ(p.peer.write(p.data, "?"), "error: bad draw command");
    EXPECT_EQ(p.peer.write(p.data, "d"), "error: short draw message");
    EXPECT_EQ(p.peer.read(p.data), "error: no draw data");
    p.fill(0xff0000ff);
    EXPECT_EQ(p.flush(), "");
}

TEST_F(Drawing, window_and_an_apps_screen_are_its_own_pixels)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    p.fill(0x336699ff);
    EXPECT_EQ(p.flush(), "");
    auto text = p.peer.read("window");
    EXPECT_EQ(text.substr(0, 60), "   x8r8g8b8           0           0         200         150 ");
    EXPECT_EQ(text.size(), 60u + 200 * 150 * 4);
    EXPECT_EQ(text.substr(60, 3), "\x99\x66\x33");
    EXPECT_EQ(p.peer.read("screen"), text);
}

TEST_F(Drawing, refresh_waits_for_ever_and_colormap_is_plan_9s)
{
    Program p(loop, *desktop);
    auto refresh = p.peer.open("draw/1/refresh", styx::OREAD);
    auto waiting = p.peer.start_read(refresh);
    settle();
    EXPECT_FALSE(waiting->is_done());
    auto map = p.peer.read("draw/1/colormap");
    EXPECT_EQ(map.size(), 256u * 48);
    EXPECT_EQ(map.substr(255 * 48), "        255         255         255         255\n");
}

}  // namespace
