// Shapes to the pixel. The pictures are what libmemdraw draws for the same calls.
#include "draw/shapes.h"
#include "draw/trigonometry.h"

#include "messages.h"

#include <gtest/gtest.h>

using namespace draw;

namespace {

// Draws white on a black image of the size.
template <class Shape> std::string drawn(Rect r, Shape shape)
{
    HeapArena arena;
    auto dst = *Image::allocate(arena, {r, r, Chan::k8, Repl::no});
    auto ink = *Image::allocate(arena, {{{0, 0}, {1, 1}}, {{-999, -999}, {999, 999}}, Chan::k8, Repl::yes});
    fill(*ink, white);
    Painter painter{*dst, r, *ink};
    shape(painter);
    return picture(*dst);
}

constexpr Rect small{{0, 0}, {11, 7}};
constexpr Point middle{5, 3};

}  // namespace

TEST(Shapes, OutlinesAnEllipse)
{
    EXPECT_EQ(drawn(small, [](Painter& p) { draw_ellipse(p, middle, 5, 3, 0, {}); }), "\n...#####...\n"
                                                                                      ".##.....##.\n"
                                                                                      "#.........#\n"
                                                                                      "#.........#\n"
                                                                                      "#.........#\n"
                                                                                      ".##.....##.\n"
                                                                                      "...#####...\n");
}

TEST(Shapes, FillsAnEllipse)
{
    EXPECT_EQ(drawn(small, [](Painter& p) { draw_ellipse(p, middle, 4, 2, -1, {}); }), "\n...........\n"
                                                                                       "...#####...\n"
                                                                                       "..#######..\n"
                                                                                       ".#########.\n"
                                                                                       "..#######..\n"
                                                                                       "...#####...\n"
                                                                                       "...........\n");
}

TEST(Shapes, ThickensAnOutline)
{
    EXPECT_EQ(drawn(small, [](Painter& p) { draw_ellipse(p, middle, 4, 2, 1, {}); }), "\n...#####...\n"
                                                                                      ".#########.\n"
                                                                                      "###########\n"
                                                                                      "###.....###\n"
                                                                                      "###########\n"
                                                                                      ".#########.\n"
                                                                                      "...#####...\n");
}

TEST(Shapes, BrushesASkinnyThickOne)
{
    EXPECT_EQ(drawn(small, [](Painter& p) { draw_ellipse(p, middle, 4, 1, 1, {}); }), "\n...........\n"
                                                                                      "..#######..\n"
                                                                                      ".#########.\n"
                                                                                      "..#######..\n"
                                                                                      ".#########.\n"
                                                                                      "..#######..\n"
                                                                                      "...........\n");
}

TEST(Shapes, FillsASectorCounterclockwise)
{
    EXPECT_EQ(drawn(small, [](Painter& p) { draw_arc(p, middle, 5, 3, -1, {}, 0, 90); }), "\n.....###...\n"
                                                                                          ".....#####.\n"
                                                                                          ".....######\n"
                                                                                          "...........\n"
                                                                                          "...........\n"
                                                                                          "...........\n"
                                                                                          "...........\n");
}

TEST(Shapes, DrawsAnArcClockwise)
{
    EXPECT_EQ(drawn(small, [](Painter& p) { draw_arc(p, middle, 5, 3, 0, {}, 90, -270); }), "\n.....###...\n"
                                                                                            "........##.\n"
                                                                                            "..........#\n"
                                                                                            "#.........#\n"
                                                                                            "#.........#\n"
                                                                                            ".##.....##.\n"
                                                                                            "...#####...\n");
}

TEST(Shapes, DrawsAThinLine)
{
    EXPECT_EQ(drawn(small,
                    [](Painter& p) {
                        draw_line(p, {1, 1}, {9, 5}, {}, {});
                    }),
              "\n...........\n"
              ".##........\n"
              "..###......\n"
              "....###....\n"
              "......###..\n"
              "........##.\n"
              "...........\n");
}

TEST(Shapes, LeavesOutTheLastPixelOfAStraightLine)
{
    EXPECT_EQ(drawn(small,
                    [](Painter& p) {
                        draw_line(p, {1, 1}, {9, 1}, {}, {});
                    }),
              "\n...........\n"
              ".########..\n"
              "...........\n"
              "...........\n"
              "...........\n"
              "...........\n"
              "...........\n");
}

TEST(Shapes, RoundsTheEndsOfAThickLine)
{
    EXPECT_EQ(drawn(small,
                    [](Painter& p) {
                        draw_line(p, {2, 2}, {8, 4}, {end_disc, end_disc, 1}, {});
                    }),
              "\n...........\n"
              "..##.......\n"
              ".######....\n"
              "..#######..\n"
              "....######.\n"
              ".......##..\n"
              "...........\n");
}

TEST(Shapes, PutsAHeadOnAnArrow)
{
    EXPECT_EQ(drawn({{0, 0}, {24, 9}},
                    [](Painter& p) {
                        draw_line(p, {1, 4}, {22, 4}, {end_square, end_arrow, 0}, {});
                    }),
              "\n........................\n"
              ".............#..........\n"
              "..............###.......\n"
              "...............#####....\n"
              ".######################.\n"
              "...............#####....\n"
              "..............###.......\n"
              ".............#..........\n"
              "........................\n");
}

TEST(Shapes, JoinsLinesByDiscs)
{
    EXPECT_EQ(drawn(small,
                    [](Painter& p) {
                        draw_polyline(p, {{1, 1}, {5, 5}, {9, 1}}, {}, {});
                    }),
              "\n...........\n"
              ".#.......#.\n"
              "..#.....#..\n"
              "...#...#...\n"
              "....#.#....\n"
              ".....#.....\n"
              "...........\n");
}

TEST(Shapes, FillsAPolygon)
{
    EXPECT_EQ(drawn(small,
                    [](Painter& p) {
                        fill_polygon(p, {{0, 0}, {10, 3}, {0, 6}}, Winding::nonzero, {});
                    }),
              "\n##.........\n"
              "#####......\n"
              "########...\n"
              "#########..\n"
              "######.....\n"
              "##.........\n"
              "...........\n");
}

TEST(Shapes, LeavesWhatIsInsideTwiceByTheOddRule)
{
    EXPECT_EQ(
        drawn(small,
              [](Painter& p) {
                  fill_polygon(p, {{0, 0}, {9, 0}, {9, 6}, {2, 6}, {2, 2}, {7, 2}, {7, 4}, {0, 4}}, Winding::odd, {});
              }),
        "\n#########..\n"
        "#########..\n"
        "##.....##..\n"
        "##.....##..\n"
        "..#######..\n"
        "..#######..\n"
        "...........\n");
}

TEST(Shapes, FillsItByTheNonzeroRule)
{
    EXPECT_EQ(
        drawn(
            small,
            [](Painter& p) {
                fill_polygon(p, {{0, 0}, {9, 0}, {9, 6}, {2, 6}, {2, 2}, {7, 2}, {7, 4}, {0, 4}}, Winding::nonzero, {});
            }),
        "\n#########..\n"
        "#########..\n"
        "#########..\n"
        "#########..\n"
        "..#######..\n"
        "..#######..\n"
        "...........\n");
}

TEST(Shapes, LeavesASliverOutOfAnAlmostWholeSector)
{
    EXPECT_EQ(drawn(small, [](Painter& p) { draw_arc(p, middle, 5, 3, -1, {}, 45, 330); }), "\n...#####...\n"
                                                                                            ".######....\n"
                                                                                            "######.####\n"
                                                                                            "###########\n"
                                                                                            "###########\n"
                                                                                            ".#########.\n"
                                                                                            "...#####...\n");
}

TEST(Shapes, TakesAnArrowsShapeFromItsEnd)
{
    EXPECT_EQ(drawn({{0, 0}, {24, 9}},
                    [](Painter& p) {
                        draw_line(p, {1, 4}, {22, 4}, {end_square, end_arrow | 6 << 5 | 12 << 14 | 2 << 23, 1}, {});
                    }),
              "\n........................\n"
              "...........###..........\n"
              "..............###.......\n"
              ".###################....\n"
              ".######################.\n"
              ".###################....\n"
              "..............###.......\n"
              "...........###..........\n"
              "........................\n");
}

// Angles and rays that only meet in a corner of the square around the ellipse.
TEST(Shapes, ASweepOf360DegreesIsTheWholeEllipse)
{
    auto whole = drawn(small, [](Painter& p) { draw_ellipse(p, middle, 5, 3, -1, {}); });
    EXPECT_EQ(drawn(small, [](Painter& p) { draw_arc(p, middle, 5, 3, -1, {}, 77, 360); }), whole);
    EXPECT_EQ(drawn(small, [](Painter& p) { draw_arc(p, middle, 5, 3, -1, {}, 0, INT32_MIN); }), whole);
}

// A shape looks the same however its image is cut.
TEST(Shapes, ClippingChangesNoPixel)
{
    auto shape = [](Painter& p) {
        draw_line(p, {-30, -7}, {70, 23}, {end_arrow, end_disc, 2}, {});
        draw_arc(p, {3, 3}, 40, 25, 1, {}, 30, 200);
        fill_polygon(p, {{-50, 3}, {60, 9}, {8, 77}}, Winding::nonzero, {});
    };
    std::string all = drawn({{-60, -40}, {80, 90}}, shape), part = drawn({{-9, -3}, {21, 12}}, shape);
    for (int y = -3; y < 12; ++y)
        for (int x = -9; x < 21; ++x)
            ASSERT_EQ(part[std::size_t(1 + (y + 3) * 31 + x + 9)], all[std::size_t(1 + (y + 40) * 141 + x + 60)])
                << x << "," << y;
}

// icossin(2) and its table by hundredths of the slope, interpolated.
TEST(Trigonometry, RoundsToWholeNumbersOfA1024th)
{
    EXPECT_EQ(cos_sin(1).sin, 18);  // 17.87
    EXPECT_EQ(cos_sin(1).cos, 1024);
    EXPECT_EQ(cos_sin(45).cos, 724);  // 724.08
    EXPECT_EQ(cos_sin(-90).sin, -1024);
    EXPECT_EQ(cos_sin(200).cos, -962);  // 962.24
    EXPECT_EQ(cos_sin(750).sin, 512);
    EXPECT_EQ(cos_sin_of(100, 7).sin, 72);    // 71.51
    EXPECT_EQ(cos_sin_of(1000, 75).sin, 77);  // between 72 and 82
    EXPECT_EQ(cos_sin_of(-7, -100).cos, -72);
    EXPECT_EQ(cos_sin_of(0, 0).sin, 1024);
}
