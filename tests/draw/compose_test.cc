#include "draw/compose.h"

#include "random_draw.h"
#include "slow.h"

#include <gtest/gtest.h>

#include <cstring>

using namespace draw;

namespace {

std::shared_ptr<Image> copy(Arena& arena, const Image& image)
{
    auto made = *Image::allocate(arena, image.shape());
    std::memcpy(made->at(made->r().min), image.at(image.r().min), image.bytes());
    return made;
}

std::string describe(const Draw& d)
{
    auto text = [](Rect r) {
        return "(" + std::to_string(r.min.x) + "," + std::to_string(r.min.y) + ")-(" + std::to_string(r.max.x) + "," +
               std::to_string(r.max.y) + ") ";
    };
    auto image = [&](const Image& i) {
        return print(i.chan()) + (i.repl() == Repl::yes ? " repl " : " ") + text(i.r());
    };
    return "op " + std::to_string(int(d.op)) + " dst " + image(d.dst) + "src " + image(d.src) + "mask " +
           (d.mask ? image(*d.mask) : "none ") + "r " + text(d.r);
}

std::shared_ptr<Image> solid(Arena& arena, Color color)
{
    auto image = *Image::allocate(arena, {{{0, 0}, {1, 1}}, {{-999, -999}, {999, 999}}, Chan::a8r8g8b8, Repl::yes});
    fill(*image, color);
    return image;
}

std::shared_ptr<Image> plain(Arena& arena, Rect r, Chan chan)
{
    return *Image::allocate(arena, {r, r, chan, Repl::no});
}

}  // namespace

// Every format on every other with every operator, and now and then an image drawn onto or through itself.
TEST(Compose, AgreesWithTheSlowDefinition)
{
    Dice dice;
    HeapArena arena;
    const auto& formats = all_formats();
    for (int round = 0; round < 6000; ++round) {
        auto dst = random_image(dice, arena, dice.of(formats)), src = random_image(dice, arena, dice.of(formats));
        auto mask = random_image(dice, arena, dice.one_in(2) ? dice.of(formats) : dice.one_in(2) ? Chan::k8 : Chan::k1);
        if (dice.one_in(3)) src = random_image(dice, arena, dst->chan());
        if (dice.one_in(10)) src = dst;
        if (dice.one_in(20)) mask = dst;
        auto expected = copy(arena, *dst);
        Op op = dice.one_in(2) ? Op::SoverD : Op(dice.between(0, op_count - 1));
        const Image* through = dice.one_in(3) ? nullptr : mask.get();
        Rect r = dice.rect(20, 70), clip = dice.one_in(3) ? dice.rect(20, 60) : dst->r();
        Draw fast{*dst, clip, r, *src, dice.point(30), through, dice.point(30), op};
        Draw slow{
            *expected, clip, r, src == dst ? *expected : *src, fast.sp, through == dst.get() ? expected.get() : through,
            fast.mp,   op};
        slow_draw(slow);
        Rect touched = compose(fast);
        ASSERT_EQ(bytes_of(*dst), bytes_of(*expected))
            << "seed " << dice.seed() << " round " << round << " " << describe(fast);
        ASSERT_TRUE(touched.empty() || (dst->r().contains(touched) && r.contains(touched) && clip.contains(touched)));
    }
}

TEST(Compose, ReportsEveryPixelItTouches)
{
    Dice dice;
    HeapArena arena;
    for (int round = 0; round < 2000; ++round) {
        auto dst = random_image(dice, arena, dice.of(all_formats())),
             src = random_image(dice, arena, dice.of(all_formats()));
        auto before = copy(arena, *dst);
        Rect touched =
            compose({*dst, dst->clip(), dice.rect(20, 70), *src, dice.point(30), nullptr, {}, Op(dice.between(0, 11))});
        for (int y = dst->r().min.y; y < dst->r().max.y; ++y)
            for (int x = dst->r().min.x; x < dst->r().max.x; ++x)
                ASSERT_TRUE(touched.contains(Point{x, y}) || dst->pixel({x, y}) == before->pixel({x, y}));
    }
}

// libmemdraw rounds the sum of two products once, to the nearest 255th: every mask, every source, every destination.
TEST(Compose, RoundsABlendOnce)
{
    HeapArena arena;
    Rect r{{0, 0}, {256, 256}};
    auto dst = plain(arena, r, Chan::x8r8g8b8), mask = plain(arena, r, Chan::k8);
    for (int m = 0; m < 256; ++m)
        for (int y = 0; y < 256; ++y) mask->set_pixel({m, y}, std::uint32_t(m));
    for (std::uint32_t s = 0; s < 256; s += 3) {
        auto ink = solid(arena, s << 24 | (255 - s) << 16 | s << 8 | 0xff);
        for (int d = 0; d < 256; ++d)
            for (int m = 0; m < 256; ++m) dst->set_pixel({m, d}, std::uint32_t(d) * 0x010101);
        compose({*dst, r, r, *ink, {}, mask.get(), {}, Op::SoverD});
        auto nearest = [](std::uint32_t n) { return (2 * n + 255) / 510; };
        for (std::uint32_t d = 0; d < 256; ++d)
            for (std::uint32_t m = 0; m < 256; ++m) {
                std::uint32_t red = nearest(m * s + (255 - m) * d), green = nearest(m * (255 - s) + (255 - m) * d);
                ASSERT_EQ(dst->pixel({int(m), int(d)}), red << 16 | green << 8 | red) << m << " " << s << " " << d;
            }
    }
}

// The same for a picture drawn over: each alpha and each destination, under a source of that alpha and of none.
TEST(Compose, RoundsOverOnce)
{
    HeapArena arena;
    Rect r{{0, 0}, {256, 256}};
    auto dst = plain(arena, r, Chan::a8r8g8b8), src = plain(arena, r, Chan::a8r8g8b8);
    for (std::uint32_t a = 0; a < 256; ++a)
        for (std::uint32_t d = 0; d < 256; ++d) {
            src->set_pixel({int(a), int(d)}, a << 24 | a << 16 | a / 2);
            dst->set_pixel({int(a), int(d)}, d * 0x01010101);
        }
    compose({*dst, r, r, *src, {}, nullptr, {}, Op::SoverD});
    for (std::uint32_t a = 0; a < 256; ++a)
        for (std::uint32_t d = 0; d < 256; ++d) {
            std::uint32_t rest = (2 * (255 - a) * d + 255) / 510;
            ASSERT_EQ(dst->pixel({int(a), int(d)}), (a + rest) << 24 | (a + rest) << 16 | rest << 8 | (a / 2 + rest));
        }
}

TEST(Compose, ScrollsInEveryDirection)
{
    for (Point by : {Point{0, 3}, Point{0, -3}, Point{5, 0}, Point{-5, 0}, Point{4, 2}, Point{-4, -2}, Point{4, -2}}) {
        Dice dice;
        HeapArena arena;
        auto image = plain(arena, {{0, 0}, {40, 30}}, Chan::x8r8g8b8);
        scribble(dice, *image);
        auto before = copy(arena, *image);
        compose({*image, image->clip(), image->r(), *image, by, nullptr, {}, Op::S});
        for (int y = 0; y < 30; ++y)
            for (int x = 0; x < 40; ++x) {
                Point from = Point{x, y} + by;
                Point expect = before->r().contains(from) ? from : Point{x, y};
                ASSERT_EQ(image->pixel({x, y}), before->pixel(expect))
                    << by.x << "," << by.y << " at " << x << "," << y;
            }
    }
}

// Colours larger than their alpha overflow in one channel only.
TEST(Compose, KeepsAnOverflowInItsChannel)
{
    HeapArena arena;
    auto dst = plain(arena, {{0, 0}, {20, 1}}, Chan::x8r8g8b8), src = plain(arena, {{0, 0}, {20, 1}}, Chan::a8r8g8b8);
    fill(*dst, white);
    for (int x = 0; x < 20; ++x) src->set_pixel({x, 0}, 0x8000ff00);
    compose({*dst, dst->clip(), dst->r(), *src, {}, nullptr, {}, Op::SoverD});
    // 255 + 127 = 382, of which 8 bits stay, after the rounding of 255 * 255 + 127 * 255.
    EXPECT_EQ(dst->pixel({3, 0}), 0x007f7e7fu);
}

TEST(Compose, DrawsNothingOutsideAnyRectangle)
{
    HeapArena arena;
    auto dst = plain(arena, {{0, 0}, {4, 4}}, Chan::k8), ink = solid(arena, white);
    auto drawn = [&](Rect clip, Rect r) { return compose({*dst, clip, r, *ink, {}, nullptr, {}, Op::SoverD}); };
    EXPECT_TRUE(drawn(dst->r(), {{4, 0}, {8, 4}}).empty());
    EXPECT_TRUE(drawn(dst->r(), {{3, 3}, {3, 9}}).empty());
    EXPECT_TRUE(drawn({{0, 0}, {0, 4}}, dst->r()).empty());
    EXPECT_TRUE(drawn({{3, 3}, {1, 1}}, dst->r()).empty());
    EXPECT_EQ(drawn(dst->r(), {{2, 2}, {INT32_MAX, INT32_MAX}}), (Rect{{2, 2}, {4, 4}}));
}

TEST(Compose, SurvivesCoordinatesAtTheEdgeOfInt)
{
    HeapArena arena;
    auto dst = plain(arena, {{0, 0}, {8, 8}}, Chan::x8r8g8b8);
    auto src = *Image::allocate(
        arena, {{{0, 0}, {3, 3}}, {{INT32_MIN, INT32_MIN}, {INT32_MAX, INT32_MAX}}, Chan::k8, Repl::yes});
    for (int at : {INT32_MIN, INT32_MIN + 1, -1, INT32_MAX - 1, INT32_MAX})
        compose({*dst,
                 dst->clip(),
                 {{INT32_MIN, INT32_MIN}, {INT32_MAX, INT32_MAX}},
                 *src,
                 {at, at},
                 src.get(),
                 {at, at},
                 Op::S});
}

namespace {

// Is told of the work, and wants it all.
struct Told : Work {
    bool did(std::uint64_t n) override
    {
        total += n, most = std::max(most, n), ++times;
        return true;
    }
    void wait() override {}
    std::uint64_t total = 0, most = 0, times = 0;
};

}  // namespace

// Large images, so that there are many pieces: of rows, of parts of rows, and onto themselves in every direction.
TEST(Compose, InPiecesComesToTheSame)
{
    Dice dice;
    HeapArena whole, pieces;
    Told told;
    pieces.set_work(&told);
    for (int round = 0; round < 60; ++round) {
        Rect r = dice.one_in(2) ? Rect{{0, 0}, {dice.between(600000, 700000), 3}} : Rect{{-100, 3}, {1200, dice.between(500, 700)}};
        auto chan = dice.of(all_formats());
        auto dst = plain(whole, r, chan), src = dice.one_in(2) ? dst : plain(whole, r, dice.one_in(2) ? chan : dice.of(all_formats()));
        auto mask = dice.one_in(3) ? src : random_image(dice, whole, dice.of(all_formats()));
        for (auto& image : {dst, src})
            for (std::size_t i = 0; i < image->bytes(); i += 4) *reinterpret_cast<std::uint32_t*>(image->at(r.min) + i) = dice.bits();
        auto dst2 = copy(pieces, *dst), src2 = src == dst ? dst2 : copy(pieces, *src), mask2 = mask == src ? src2 : copy(pieces, *mask);
        bool is_masked = dice.one_in(2), is_plain = dice.one_in(2);
        auto op = is_plain ? Op::S : Op(dice.between(0, op_count - 1));
        Point sp = r.min + dice.point(dice.one_in(2) ? 3 : 300), mp = dice.point(20);
        auto drawn = compose({*dst, r, r, *src, sp, is_masked ? mask.get() : nullptr, mp, op});
        told = {};
        EXPECT_EQ(compose({*dst2, r, r, *src2, sp, is_masked ? mask2.get() : nullptr, mp, op}), drawn);
        ASSERT_EQ(std::memcmp(dst->at(r.min), dst2->at(r.min), dst->bytes()), 0)
            << describe({*dst, r, r, *src, sp, is_masked ? mask.get() : nullptr, mp, op}) << " seed " << dice.seed() << " round " << round;
        auto row = std::uint64_t(r.dx()) * 4;  // of what is copied onto itself, nothing is shorter
        EXPECT_LE(told.most, std::max<std::uint64_t>(2 * piece_of_work, row));
    }
}
