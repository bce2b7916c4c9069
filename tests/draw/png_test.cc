#include "draw/png.h"

#include "random_draw.h"

#include <gtest/gtest.h>

#include <cstdio>

using namespace draw;

TEST(Png, ReadsBackWhatItWrote)
{
    Dice dice;
    HeapArena arena;
    Rect r{{-3, 5}, {34, 26}};
    auto image = *Image::allocate(arena, {r, r, Chan::x8r8g8b8, Repl::no});
    scribble(dice, *image);
    std::string path = testing::TempDir() + "draw_png_test.png";
    ASSERT_TRUE(write_png(path, *image));
    auto back = read_png(path, arena);
    ASSERT_TRUE(back);
    EXPECT_EQ((*back)->r(), (Rect{{0, 0}, {37, 21}}));
    for (int y = 0; y < 21; ++y)
        for (int x = 0; x < 37; ++x) ASSERT_EQ((*back)->argb({x, y}), image->argb(r.min + Point{x, y}));
    std::remove(path.c_str());
}

TEST(Png, SaysWhichFileItCannotRead)
{
    HeapArena arena;
    EXPECT_EQ(read_png("/nowhere/a.png", arena).error().text, "cannot read /nowhere/a.png");
    EXPECT_EQ(read_png(__FILE__, arena).error().text, "cannot read " __FILE__);
    auto image = *Image::allocate(arena, {{{0, 0}, {1, 1}}, {}, Chan::k8, Repl::no});
    EXPECT_EQ(write_png("/nowhere/a.png", *image).error().text, "cannot write /nowhere/a.png");
}
