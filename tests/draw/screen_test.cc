// Screens and windows on them.
#include "draw/layer.h"

#include "messages.h"
#include "random_draw.h"
#include "slow_screen.h"

#include <gtest/gtest.h>

using namespace draw;

namespace {

constexpr std::uint8_t zero = 0, one = 1, two = 2;

// A connection with a base (id 1), a fill (2) and a screen (1) of its own; colours are k8 pixels.
struct Windows : testing::Test {
    HeapArena arena;
    std::shared_ptr<Shared> shared = std::make_shared<Shared>();
    Engine engine{arena, shared, {.number = 1}};
    Ears ears;
    static constexpr Rect all{{0, 0}, {20, 10}};

    void SetUp() override
    {
        ok(allocate(1, Chan::k8, all, black) + allocate_color(2, black) + message('A', 1u, 1u, 2u, one));
    }
    void ok(const std::string& m)
    {
        auto done = engine.write(m, ears);
        ASSERT_TRUE(done) << done.error().text;
    }
    std::string error(const std::string& m)
    {
        auto done = engine.write(m, ears);
        return done ? "" : done.error().text;
    }
    static std::string window(std::uint32_t id, Rect r, Color color = white, std::uint8_t refresh = zero, std::uint32_t screen = 1)
    {
        return message('b', id, screen, refresh, Chan::k8, zero, r, r, color);
    }
    std::string read(std::uint32_t id, Rect r)
    {
        ok(message('r', id, r));
        return *engine.read(1 << 16);
    }
    std::string base() { return picture(image(engine, 1)); }
};

}  // namespace

TEST_F(Windows, AreRefusedWhatTheyCannotBe)
{
    EXPECT_EQ(error(message('A', 0u, 1u, 2u, one)), "bad argument in draw message");
    EXPECT_EQ(error(message('A', 1u, 1u, 2u, one)), "screen id in use");
    EXPECT_EQ(error(message('A', 3u, 9u, 2u, one)), "unknown id for draw image");
    EXPECT_EQ(error(message('F', 9u)), "unknown id for draw screen");
    EXPECT_EQ(error(message('S', 1u, Chan::k1)), "inconsistent chan");
    EXPECT_EQ(error(window(5, all, white, zero, 9)), "unknown id for draw screen");
    EXPECT_EQ(error(window(5, all, white, 3)), "unknown refresh method");
    EXPECT_EQ(error(message('b', 5u, 1u, zero, Chan::k4, zero, all, all, white)), "image parameters incompatibile with screen");
    EXPECT_EQ(error(message('b', 5u, 1u, zero, Chan::k8, one, all, all, white)), "image parameters incompatibile with screen");
    EXPECT_EQ(error(window(5, {{3, 3}, {3, 9}})), "image memory allocation failed");
    EXPECT_EQ(error(message('t', one, std::uint16_t(1), 1u)), "images are not windows");
    ok(window(5, {{1, 1}, {5, 5}}) + message('A', 2u, 1u, 2u, one) + window(6, {{1, 1}, {5, 5}}, white, zero, 2));
    EXPECT_EQ(error(message('t', one, std::uint16_t(2), 5u, 6u)), "images not on same screen");
    EXPECT_EQ(error(message('t', one, std::uint16_t(2), 5u, 1u)), "images not on same screen");
    EXPECT_EQ(error(message('i', 5u, 4u, one)), "can't use window as font");
    EXPECT_EQ(error(message('o', 5u, Point{1 << 30, 0}, Point{0, 0})), "image origin failed");
    ok(message('o', 1u, Point{4, 4}, Point{4, 4}) + message('t', one, std::uint16_t(0)));
}

TEST_F(Windows, KeepWhatIsCovered)
{
    ok(window(5, {{1, 1}, {9, 7}}) + window(6, {{5, 3}, {13, 9}}, black));
    EXPECT_EQ(base(), "\n....................\n.########...........\n.########...........\n.####...............\n"
                      ".####...............\n.####...............\n.####...............\n....................\n"
                      "....................\n....................\n");
    // Drawing on what is covered shows when it comes to the front.
    ok(message('d', 5u, 2u, 2u, Rect{{1, 4}, {9, 5}}, Point{}, Point{}) + message('t', one, std::uint16_t(1), 5u));
    EXPECT_EQ(base(), "\n....................\n.########...........\n.########...........\n.########...........\n"
                      "....................\n.########...........\n.########...........\n....................\n"
                      "....................\n....................\n");
    ok(message('f', 5u));
    EXPECT_EQ(base(), picture(*[&] {
        auto blank = *Image::allocate(arena, {all, all, Chan::k8, Repl::no});
        return blank;
    }()));
}

TEST_F(Windows, DrawingOnTheBaseDrawsOverTheWindows)
{
    ok(window(5, {{1, 1}, {5, 3}}, black) + allocate_color(3, white) + message('d', 1u, 3u, 3u, Rect{{0, 2}, {20, 3}}, Point{}, Point{}));
    EXPECT_EQ(read(5, {{1, 1}, {5, 3}}), std::string("\0\0\0\0\xff\xff\xff\xff", 8));
}

TEST_F(Windows, SayWhatIsToBeDrawnAgain)
{
    ok(window(5, {{1, 1}, {9, 7}}, white, two) + window(6, {{3, 2}, {6, 4}}));
    EXPECT_FALSE(engine.wants_refresh());
    ok(message('o', 6u, Point{3, 2}, Point{4, 3}));
    EXPECT_TRUE(engine.wants_refresh());
    EXPECT_EQ(engine.refresh(19), "");
    styx::Writer expected;
    for (int n : {5, 3, 2, 6, 4}) expected.i32(n);
    EXPECT_EQ(engine.refresh(100), expected.out);
    EXPECT_FALSE(engine.wants_refresh());
}

TEST_F(Windows, AreSharedWithOtherConnectionsIfPublic)
{
    Engine other(arena, shared, {.number = 2});
    ok(message('A', 7u, 1u, 2u, zero));
    EXPECT_EQ(other.write(message('S', 7u, Chan::k8), ears).error().text, "unknown id for draw screen");
    ASSERT_TRUE(other.write(message('S', 1u, Chan::k8) + window(5, {{1, 1}, {3, 3}}), ears));
    EXPECT_EQ(image(engine, 1).pixel({2, 2}), 0xffu);
    ok(message('F', 1u) + message('f', 2u) + message('f', 1u));
    EXPECT_EQ(error(message('A', 1u, 1u, 2u, one)), "screen id in use") << "a window is left on it";
    other.close(ears);
    ok(allocate(1, Chan::k8, all, black) + message('A', 1u, 1u, 1u, one));
}

TEST_F(Windows, LoseTheWindowsOfAConnectionThatEnds)
{
    auto other = std::make_unique<Engine>(arena, shared, Options{.number = 2});
    ASSERT_TRUE(other->write(message('S', 1u, Chan::k8) + window(5, {{1, 1}, {3, 3}}), ears));
    ears.damages.clear();
    other->close(ears);
    other.reset();
    EXPECT_EQ(image(engine, 1).pixel({2, 2}), 0u);
    ASSERT_FALSE(ears.damages.empty());
    EXPECT_EQ(ears.damages[0].image, &image(engine, 1));
}

// What touches no pixel but the base's is told of as the base's, however deep the window lies.
TEST_F(Windows, TellWhichPixelsChange)
{
    ok(window(5, {{2, 2}, {12, 9}}) + message('A', 2u, 5u, 2u, one) + window(6, {{4, 4}, {8, 8}}, white, zero, 2));
    ears.damages.clear();
    ok(message('d', 6u, 2u, 2u, Rect{{5, 5}, {7, 6}}, Point{}, Point{}));
    ASSERT_EQ(ears.damages.size(), 1u);
    EXPECT_EQ(ears.damages[0].image, &image(engine, 1));
    EXPECT_EQ(ears.damages[0].r, (Rect{{5, 5}, {7, 6}}));
    ok(window(7, {{0, 0}, {20, 10}}, black));
    ears.damages.clear();
    ok(message('d', 5u, 2u, 2u, Rect{{5, 5}, {7, 6}}, Point{}, Point{}));
    ASSERT_EQ(ears.damages.size(), 1u);
    EXPECT_EQ(ears.damages[0].image, &image(engine, 5)) << "its save area";
}

TEST_F(Windows, AreBoundedInDepthAndNumber)
{
    ok(window(5, {{0, 0}, {20, 10}}));
    std::string said;
    for (std::uint32_t i = 0; i < 20 && said.empty(); ++i)
        said = error(message('A', 10 + i, 5 + i, 2u, one) + window(6 + i, {{0, 0}, {20, 10}}, white, zero, 10 + i));
    EXPECT_EQ(said, "image memory allocation failed");
    said.clear();
    for (std::uint32_t i = 0; i < 2000 && said.empty(); ++i) said = error(window(1000 + i, {{0, 0}, {1, 1}}));
    EXPECT_EQ(said, "image memory allocation failed");
}

// A window that a screen is filled with counts as one it lies on: either way would take ever longer.
TEST_F(Windows, AreBoundedInDepthByFillsToo)
{
    std::uint32_t fill = 2, next = 100;
    std::string said;
    for (std::uint32_t i = 0; i < 40 && said.empty(); ++i, next += 4) {
        said = error(message('A', next, 1u, fill, one) + window(next + 1, {{0, 0}, {4, 4}}, white, one, next) +
                     message('A', next + 2, next + 1, fill, one) + window(next + 3, {{0, 0}, {4, 4}}, white, one, next + 2));
        fill = next + 3;
    }
    EXPECT_EQ(said, "image memory allocation failed");
}

TEST_F(Windows, CountAsLongAsAnythingHoldsThem)
{
    auto before = engine.state().used->bytes;
    ok(allocate(7, Chan::k8, all, white) + message('A', 9u, 7u, 7u, one) + message('f', 7u));
    EXPECT_EQ(engine.state().used->bytes, before + 200);
    EXPECT_EQ(engine.state().used->screens, 2u);
    ok(message('F', 9u));
    EXPECT_EQ(engine.state().used->bytes, before);
    EXPECT_EQ(engine.state().used->screens, 1u);
}

TEST_F(Windows, ARefusedOneHasDrawnNothing)
{
    Engine poor(arena, shared, {.number = 3, .quota = {.bytes = 40}});
    ASSERT_TRUE(poor.write(message('S', 1u, Chan::k8), ears));
    EXPECT_FALSE(poor.write(window(5, {{1, 1}, {7, 7}}), ears));
    EXPECT_EQ(image(engine, 1).pixel({2, 2}), 0u);
    EXPECT_TRUE(engine.state().screens.begin()->second->windows().empty());
}

TEST_F(Windows, WhatIsToBeDrawnAgainMovesWithTheCoordinates)
{
    ok(window(5, {{1, 1}, {9, 7}}, white, two) + window(6, {{3, 2}, {6, 4}}) + message('f', 6u) + message('o', 5u, Point{101, 51}, Point{1, 1}));
    styx::Writer expected;
    for (int n : {5, 103, 52, 106, 54}) expected.i32(n);
    EXPECT_EQ(engine.refresh(100), expected.out);
}

TEST_F(Windows, NothingIsDrawnThroughAWindowNorALineOutOfOne)
{
    ok(window(5, {{0, 0}, {4, 4}}) + allocate(6, Chan::k8, {{0, 0}, {4, 4}}, black) + allocate_color(3, white));
    ok(message('d', 6u, 3u, 5u, Rect{{0, 0}, {4, 4}}, Point{}, Point{}));
    ok(message('L', 6u, Point{0, 0}, Point{4, 4}, 0u, 0u, 1, 5u, Point{}));
    EXPECT_EQ(read(6, {{0, 0}, {4, 4}}), std::string(16, '\0'));
    ok(message('d', 6u, 5u, 3u, Rect{{0, 0}, {4, 4}}, Point{}, Point{}));
    EXPECT_EQ(read(6, {{0, 0}, {4, 4}}), std::string(16, '\xff'));
}

namespace {

// The same at random to both.
struct Pair {
    Windows& test;
    Dice& dice;
    SlowScreen slow{Windows::all, 0, 0};
    std::map<std::uint32_t, SlowScreen::Window*> windows = {};

    std::string fill(std::uint32_t id, Rect r, std::uint8_t color)
    {
        std::uint32_t rgba = std::uint32_t(color) * 0x01010100u | 0xff;
        return message('f', 99u) + message('b', 99u, 0u, zero, Chan::k8, one, Rect{{0, 0}, {1, 1}}, Rect{{-99, -99}, {99, 99}}, rgba) +
               message('d', id, 99u, 98u, r, Point{}, Point{});
    }
    std::uint32_t any() { return std::next(windows.begin(), dice.between(0, int(windows.size()) - 1))->first; }
    void step()
    {
        auto color = std::uint8_t(dice.between(1, 255));
        int what = windows.size() < 2 ? 0 : dice.between(0, 9);
        if (what == 0 && windows.size() < 7) return add(color);
        auto id = any();
        auto* w = windows[id];
        if (what < 4) test.ok(fill(id, w->r.inset(1), color)), slow.paint(w, w->r.inset(1), color);
        else if (what == 4) paint_base(color);
        else if (what == 5) test.ok(message('t', one, std::uint16_t(1), id)), slow.raise(w);
        else if (what == 6) test.ok(message('t', zero, std::uint16_t(1), id)), slow.lower(w);
        else if (what == 7) test.ok(message('f', id)), slow.remove(w), windows.erase(id);
        else move(id, w);
    }
    void add(std::uint8_t color)
    {
        std::uint32_t id = 10;
        while (windows.contains(id)) ++id;
        Rect r = dice.rect(10, 12) + Point{8, 4};
        test.ok(Windows::window(id, r, std::uint32_t(color) * 0x01010100u | 0xff));
        windows[id] = slow.add(r, color);
    }
    void paint_base(std::uint8_t color)
    {
        Rect r = intersection(dice.rect(10, 12) + Point{8, 4}, Windows::all);
        test.ok(fill(1, r, color));
        slow.paint_base(r, color);
    }
    void move(std::uint32_t id, SlowScreen::Window* w)
    {
        Point corner = dice.one_in(2) ? w->r.min : dice.point(20), place = dice.one_in(4) ? w->place.min : dice.point(12) + Point{8, 4};
        if (corner == w->r.min && place == w->place.min) return;
        test.ok(message('o', id, corner, place));
        slow.move(w, corner, place);
        windows[id] = slow.windows().front().get();
    }
    void compare()
    {
        for (int y = 0; y < Windows::all.max.y; ++y)
            for (int x = 0; x < Windows::all.max.x; ++x)
                ASSERT_EQ(image(test.engine, 1).pixel({x, y}), slow.base_pixel({x, y})) << x << "," << y;
        for (auto& [id, w] : windows) {
            auto pixels = test.read(id, w->r);
            for (int y = w->r.min.y; y < w->r.max.y; ++y)
                for (int x = w->r.min.x; x < w->r.max.x; ++x) {
                    auto at = std::size_t(y - w->r.min.y) * bytes_per_row(w->r, 8) + std::size_t(x - w->r.min.x);
                    ASSERT_EQ(std::uint8_t(pixels[at]), slow.pixel(*w, {x, y})) << id << " at " << x << "," << y;
                }
        }
    }
};

}  // namespace

TEST_F(Windows, AgreeWithTheSlowDefinition)
{
    Dice dice;
    ok(allocate_color(98, white) + allocate_color(99, white));
    for (int round = 0; round < 25; ++round) {
        Pair pair{*this, dice};
        for (int i = 0; i < 80; ++i) {
            pair.step();
            pair.compare();
            ASSERT_FALSE(HasFatalFailure()) << "seed " << dice.seed() << " round " << round << " step " << i;
        }
        for (auto& [id, w] : pair.windows) ok(message('f', id));
        ok(pair.fill(1, all, 0));
    }
}
