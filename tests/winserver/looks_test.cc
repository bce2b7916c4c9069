// How it looks: pictures of the whole desktop against golden/. UPDATE=1 in the environment writes them anew.
#include "fixture.h"

#include "draw/png.h"

#include <cstdlib>

namespace {

using namespace tests;

struct Looks : DesktopTest {
    draw::HeapArena arena;

    void expect_golden(const std::string& name)
    {
        auto seen = parse_image(arena, desk->read("screen"));
        ASSERT_TRUE(seen);
        auto path = std::string(GOLDEN) + "/" + name + ".png";
        if (std::getenv("UPDATE")) {
            ASSERT_TRUE(draw::write_png(path, *seen));
            return;
        }
        auto golden = draw::read_png(path, arena);
        ASSERT_TRUE(golden) << golden.error().text;
        ASSERT_EQ((*golden)->r(), seen->r());
        int differ = 0;
        for (int y = 0; y < seen->r().max.y; ++y)
            for (int x = 0; x < seen->r().max.x; ++x)
                differ += (seen->argb({x, y}) & 0xffffff) != ((*golden)->argb({x, y}) & 0xffffff);
        EXPECT_EQ(differ, 0) << "pixels of " << name << " differ from its golden";
        if (differ) (void)draw::write_png(testing::TempDir() + name + ".png", *seen);
    }
};

TEST_F(Looks, an_empty_desktop_says_how_to_begin) { expect_golden("empty"); }

TEST_F(Looks, windows_and_the_current_one)
{
    Program a(loop, *desktop, "new -r 60 80 420 330"), b(loop, *desktop, "new -r 260 220 700 520");
    EXPECT_EQ(a.peer.write("label", "/home/u/notes.txt"), "");
    EXPECT_EQ(b.peer.write("label", "Straße — файл 日"), "");
    a.fill(0xfffff0ff), b.fill(0xf7fbffff);
    b.fill({{20, 20}, {200, 60}}, 0x3b78d8ff);
    EXPECT_EQ(a.flush() + b.flush(), "");
    expect_golden("windows");
}

TEST_F(Looks, a_close_box_that_is_pressed)
{
    Program a(loop, *desktop, "new -r 60 80 420 330");
    EXPECT_EQ(a.peer.write("label", "a very long label that does not fit into the title bar of this window"), "");
    press(405, 65);
    expect_golden("close_pressed");
    press(300, 65);
    release(300, 65);
}

// Painting a part comes to the same as painting all.
TEST_F(Looks, however_it_is_painted_it_is_the_same)
{
    Program a(loop, *desktop, "new -r 60 80 420 330"), b(loop, *desktop, "new -r 260 220 700 520");
    a.fill(0xfffff0ff), b.fill(0xf7fbffff);
    EXPECT_EQ(a.flush() + b.flush(), "");
    wait(30);
    drag(300, 205, 180, 105);
    click(100, 200);
    drag(426, 150, 500, 170);
    wait(400);
    auto parts = desk->read("screen");
    desktop->compositor().damage_all();
    EXPECT_TRUE(desk->read("screen") == parts);
}

}  // namespace
