#include "draw/geometry.h"
#include "draw/pixel.h"

#include "random_draw.h"

#include <gtest/gtest.h>

using namespace draw;

TEST(Geometry, ARectangleExcludesItsMax)
{
    Rect r{{1, 2}, {4, 6}};
    EXPECT_EQ(r.dx(), 3);
    EXPECT_EQ(r.dy(), 4);
    EXPECT_TRUE(r.contains(Point{1, 2}));
    EXPECT_FALSE(r.contains(Point{4, 5}));
    EXPECT_FALSE(r.intersects({{4, 2}, {9, 9}}));
    EXPECT_TRUE(r.intersects({{3, 5}, {9, 9}}));
    EXPECT_TRUE((Rect{{3, 3}, {3, 9}}).empty());
    EXPECT_EQ(r.inset(1), (Rect{{2, 3}, {3, 5}}));
    EXPECT_EQ(r + Point(1, -1), (Rect{{2, 1}, {5, 5}}));
    EXPECT_FALSE(r.contains(Rect{{3, 3}, {2, 3}}));
}

TEST(Geometry, TilesLeftwardsToo)
{
    EXPECT_EQ(tiled(2, 5, 2), 2);
    EXPECT_EQ(tiled(2, 5, 5), 2);
    EXPECT_EQ(tiled(2, 5, 1), 4);
    EXPECT_EQ(tiled(2, 5, -1), 2);
}

// The numbers of <draw.h>, which programs send.
TEST(Chan, HasPlan9sNumbers)
{
    EXPECT_EQ(*parse_chan("k1"), Chan(0x31));
    EXPECT_EQ(*parse_chan("m8"), Chan(0x58));
    EXPECT_EQ(*parse_chan("r5g6b5"), Chan(0x051625));
    EXPECT_EQ(*parse_chan("x8r8g8b8"), Chan(0x68081828));
    EXPECT_EQ(*parse_chan("r8g8b8a8"), Chan(0x08182848));
}

TEST(Chan, PrintsWhatItParses)
{
    for (Chan chan : all_formats()) EXPECT_EQ(*parse_chan(print(chan)), chan) << print(chan);
}

TEST(Chan, RefusesWhatNoImageCanHave)
{
    for (const char* text :
         {"", "r", "q8", "r9g8b8", "r8g8b8g8", "k3", "r1", "k8r8g8b8", "r5g5b5", "m4", "m8a8", "x8", "r8g8b8a8x8"})
        EXPECT_EQ(parse_chan(text).error().text, "bad channel descriptor " + std::string(text));
}

TEST(Pixel, WidensNarrowChannelsByRepeatingTheirBits)
{
    EXPECT_EQ(widened(1, 1), 0xff);
    EXPECT_EQ(widened(2, 2), 0xaa);
    EXPECT_EQ(widened(0b10110, 5), 0b10110101);
    EXPECT_EQ(argb_of(format_of(Chan::r5g6b5), 0xf800), 0xffff0000u);
}

TEST(Pixel, GreyOfAGreyIsItself)
{
    for (std::uint32_t v = 0; v < 256; ++v) EXPECT_EQ(grey_of(v * 0x010101), v);
}

// A picture drawn onto itself must not change.
TEST(Pixel, EveryStoredPixelSurvivesBeingReadAndWritten)
{
    for (Chan chan : all_formats()) {
        Format f = format_of(chan);
        std::uint32_t most = f.depth >= 16 ? 0xffff : (1u << f.depth) - 1;
        std::uint32_t ignored = chan == Chan::x1r5g5b5 ? 0x8000 : 0;
        for (std::uint32_t p = 0; p <= most; ++p)
            ASSERT_EQ(pixel_of(f, argb_of(f, p)), p & ~ignored) << print(chan) << " " << p;
    }
}
