#include "draw/compress.h"
#include "draw/image.h"

#include "random_draw.h"

#include <gtest/gtest.h>

using namespace draw;

namespace {

std::string random_bytes(Dice& dice, std::size_t n, int kinds)
{
    std::string s;
    while (s.size() < n) s += char(dice.between(0, kinds));
    return s;
}

}  // namespace

TEST(Image, PadsRowsToFourBytes)
{
    HeapArena arena;
    auto stride = [&](Chan chan, Rect r) { return (*Image::allocate(arena, {r, r, chan, Repl::no}))->stride(); };
    EXPECT_EQ(stride(Chan::k8, {{0, 0}, {5, 1}}), 8u);
    EXPECT_EQ(stride(Chan::k1, {{0, 0}, {33, 1}}), 8u);
    EXPECT_EQ(stride(Chan::k1, {{7, 0}, {9, 1}}), 4u);
    EXPECT_EQ(stride(Chan::r8g8b8, {{-2, 0}, {1, 1}}), 12u);
}

TEST(Image, RefusesShapesThatHoldNothing)
{
    HeapArena arena(1 << 20);
    auto error = [&](Rect r, Chan chan) { return Image::allocate(arena, {r, r, chan, Repl::no}).error().text; };
    EXPECT_EQ(error({{0, 0}, {0, 1}}, Chan::k8), "bad rectangle");
    EXPECT_EQ(error({{INT32_MIN, 0}, {INT32_MAX, 1}}, Chan::k8), "bad rectangle");
    EXPECT_EQ(error({{0, 0}, {1, 1}}, Chan(0x33)), "bad channel descriptor k3");
    EXPECT_EQ(error({{0, 0}, {1 << 24, 1 << 24}}, Chan::x8r8g8b8), "image memory allocation failed");
}

TEST(Image, GivesItsPixelsBackToTheArena)
{
    HeapArena arena(4096);
    for (int i = 0; i < 100; ++i)
        ASSERT_TRUE(Image::allocate(arena, {{{0, 0}, {32, 32}}, {}, Chan::x8r8g8b8, Repl::no}).has_value());
}

TEST(Image, UnloadsWhatWasLoadedAndLeavesTheRestAlone)
{
    Dice dice;
    HeapArena arena;
    for (int round = 0; round < 3000; ++round) {
        auto image = random_image(dice, arena, dice.of(all_formats()));
        Rect all = image->r();
        Rect r{{dice.between(all.min.x, all.max.x), dice.between(all.min.y, all.max.y)}, {}};
        r.max = {dice.between(r.min.x, all.max.x), dice.between(r.min.y, all.max.y)};
        auto before = *Image::allocate(arena, image->shape());
        load(*before, all, unload(*image, all));
        ASSERT_EQ(unload(*before, all), unload(*image, all));
        load(*image, r,
             random_bytes(dice, bytes_per_row(r, image->depth()) * std::size_t(std::max(0, r.dy())), 255)
                 .substr(0, r.empty() ? 0 : std::string::npos));
        std::string rows = unload(*image, r);
        for (int y = all.min.y; y < all.max.y; ++y)
            for (int x = all.min.x; x < all.max.x; ++x)
                ASSERT_TRUE(r.contains(Point{x, y}) || image->pixel({x, y}) == before->pixel({x, y}))
                    << print(image->chan()) << " round " << round << " seed " << dice.seed();
        load(*before, r, rows);
        ASSERT_EQ(unload(*before, all), unload(*image, all));
    }
}

// libdraw's bytesperline, with what it counts too much left of zero.
TEST(Image, CountsTheBytesOfARowAsLibdrawDoes)
{
    EXPECT_EQ(bytes_per_row({{0, 0}, {9, 1}}, 1), 2u);
    EXPECT_EQ(bytes_per_row({{7, 0}, {9, 1}}, 1), 2u);
    EXPECT_EQ(bytes_per_row({{-1, 0}, {1, 1}}, 1), 2u);
    EXPECT_EQ(bytes_per_row({{-3, 0}, {2, 1}}, 32), 20u);
    EXPECT_EQ(bytes_per_row({{-10, 0}, {-5, 1}}, 8), 6u);
}

TEST(Compress, PacksWhatUnpacksToTheSame)
{
    Dice dice;
    for (int round = 0; round < 400; ++round) {
        auto row = std::size_t(dice.between(1, dice.one_in(5) ? 3000 : 60)), rows = std::size_t(dice.between(1, 30));
        std::string plain = random_bytes(dice, row * rows, dice.one_in(3) ? 255 : 2);
        Packer packer;
        for (std::size_t i = 0; i < rows; ++i) packer.add_row(std::string_view(plain).substr(i * row, row));
        auto back = unpack(packer.out + "more", row, rows);
        ASSERT_TRUE(back) << "seed " << dice.seed() << " round " << round;
        ASSERT_EQ(back->rows, plain) << "seed " << dice.seed() << " round " << round;
        ASSERT_EQ(back->taken, packer.out.size());
        ASSERT_EQ(packed_size(packer.out + "more", row, rows).value(), packer.out.size());
    }
}

TEST(Compress, MakesFlatPicturesMuchSmaller)
{
    Packer packer;
    for (int i = 0; i < 100; ++i) packer.add_row(std::string(400, 'x'));
    EXPECT_LT(packer.out.size(), 100 * 400 / 15u);
}

TEST(Compress, RefusesCodesThatEndEarlyOrCrossARow)
{
    auto is_refused = [](std::string_view packed, std::size_t row_bytes, std::size_t rows) {
        return !unpack(packed, row_bytes, rows) && !packed_size(packed, row_bytes, rows);
    };
    EXPECT_TRUE(is_refused("", 1, 1));
    EXPECT_TRUE(is_refused("\x80", 1, 1));
    EXPECT_TRUE(is_refused("\x82" "abc", 2, 2));             // three literals in rows of two
    EXPECT_TRUE(is_refused(std::string(4, '\0'), 2, 2));  // copies of three
    EXPECT_EQ(unpack(std::string(2, '\0'), 3, 1)->rows, std::string(3, '\0'));
}
