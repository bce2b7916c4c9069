// What a program's drawing puts on the wire, and what the engine makes of it.
#include "screen.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace draw;
using client::Display;
using client::Info;

namespace {

std::string hex(std::string_view bytes)
{
    std::string out;
    for (unsigned char c : bytes) {
        out += "0123456789abcdef"[c >> 4];
        out += "0123456789abcdef"[c & 15];
    }
    return out;
}

// Without the spaces.
std::string plain(std::string text)
{
    std::erase(text, ' ');
    return text;
}

// A display of which only the bytes are looked at.
struct Wire {
    std::vector<std::string> writes;
    Result<> answer;
    Display display{[this](std::string_view bytes) -> Result<> {
                        writes.emplace_back(bytes);
                        return answer;
                    },
                    Info{.connection = 1, .id = 0, .r = {{0, 0}, {100, 80}}, .clip = {{0, 0}, {100, 80}}}, 1024};
};

long count(std::string_view letters, char letter) { return std::ranges::count(letters, letter); }

constexpr Rect box = {{1, 2}, {3, 4}};

}  // namespace

TEST(Info, IsTheTwelveNumbersOfCtl)
{
    std::string text;
    for (std::string_view field : {"3", "0", "x8r8g8b8", "0", "0", "0", "640", "480", "-5", "-6", "7", "8"})
        text += std::string(11 - field.size(), ' ') + std::string(field) + ' ';
    auto info = client::parse_info(text);
    ASSERT_TRUE(info);
    EXPECT_EQ(info->connection, 3);
    EXPECT_EQ(info->chan, Chan::x8r8g8b8);
    EXPECT_EQ(info->r, (Rect{{0, 0}, {640, 480}}));
    EXPECT_EQ(info->clip, (Rect{{-5, -6}, {7, 8}}));
}

TEST(Info, SaysWhatIsNoInformation)
{
    EXPECT_EQ(client::parse_info("what").error().text, "this is no image information: what");
    EXPECT_FALSE(client::parse_info(""));
    EXPECT_FALSE(client::parse_info("1 0 x8r8g8b8 0 0 0 640 480 0 0 7"));
    EXPECT_FALSE(client::parse_info("1 0 x8r8g8b8 0 0 0 640 480 0 0 7 99999999999"));
}

TEST(Wire, NothingLeavesBeforeFlush)
{
    Wire wire;
    wire.display.window().draw(box, wire.display.color(0xff0000ff));
    EXPECT_TRUE(wire.writes.empty());
    EXPECT_TRUE(wire.display.flush());
    ASSERT_EQ(wire.writes.size(), 1u);
    EXPECT_EQ(wire.writes[0].back(), 'v');
}

TEST(Wire, DrawIsAColourAMaskAndOneMessage)
{
    Wire wire;
    wire.display.window().draw(box, wire.display.color(0xff0000ff), {5, 6});
    (void)wire.display.flush();
    const std::string one_pixel = "00000000 00000000 01000000 01000000",
                      everywhere = "010000c0 010000c0 ffffff3f ffffff3f";
    EXPECT_EQ(hex(wire.writes.at(0)),
              // b, id 1, no screen, no refresh, x8r8g8b8, replicated; red
              plain("62 01000000 00000000 00 28180868 01" + one_pixel + everywhere + "ff0000ff") +
                  // id 2: k1, white
                  plain("62 02000000 00000000 00 31000000 01" + one_pixel + everywhere + "ffffffff") +
                  // d onto 0 from 1 through 2
                  plain("64 00000000 01000000 02000000 01000000 02000000 03000000 04000000") +
                  plain("05000000 06000000 00000000 00000000 76"));
}

TEST(Wire, AnOperatorComesJustBeforeItsMessage)
{
    Wire wire;
    const auto& red = wire.display.color(0xff0000ff);
    wire.display.window().draw(box, red, {}, &red, {}, Op::S);
    wire.display.send();
    EXPECT_EQ(hex(wire.writes.at(0).substr(51, 3)), "4f0a64");
}

TEST(Wire, LineEllipseAndPolygon)
{
    Wire wire;
    const auto& red = wire.display.color(0xff0000ff);
    auto& window = wire.display.window();
    wire.display.send();
    window.line({1, 2}, {3, 4}, 5, red);
    window.ellipse({1, 2}, 3, 4, 5, red);
    window.fill_ellipse({1, 2}, 3, 4, red);
    const Point points[] = {{1, 2}, {60, 2}, {124, 2}, {300, -2}};
    window.poly(points, 1, red);
    window.fill_poly(points, red);
    wire.display.send();
    const std::string zero = "00000000", path = "01 02 3b 00 fc0000 00 ac0200 7c";
    EXPECT_EQ(
        hex(wire.writes.at(1)),
        plain("4c 00000000 01000000 02000000 03000000 04000000" + zero + zero + "05000000 01000000" + zero + zero) +
            plain("65 00000000 01000000 01000000 02000000 03000000 04000000 05000000" + zero + zero + zero + zero) +
            plain("45 00000000 01000000 01000000 02000000 03000000 04000000 00000000" + zero + zero + zero + zero) +
            plain("70 00000000 0300" + zero + zero + "01000000 01000000" + zero + zero + path) +
            plain("50 00000000 0300 01000000" + zero + zero + "01000000" + zero + zero + path));
}

TEST(Wire, NoWriteIsLongerThanTheIounitAndOnlyTheLastShows)
{
    Wire wire;
    const auto& red = wire.display.color(0xff0000ff);
    for (int i = 0; i < 100; ++i) wire.display.window().draw(box, red);
    (void)wire.display.flush();
    ASSERT_GT(wire.writes.size(), 3u);
    std::size_t total = 0;
    for (const auto& bytes : wire.writes) {
        EXPECT_LE(bytes.size(), 1024u);
        total += bytes.size();
    }
    EXPECT_EQ(total, 2u * 51 + 100 * 45 + 1);
    EXPECT_EQ(wire.writes[0][51 + 51], 'd');
    EXPECT_EQ(wire.writes[1][0], 'd');
}

TEST(Client, AColourIsMadeOnceAndLetGoWhenManyAreKept)
{
    Monitor screen({20, 20});
    const auto& red = screen.display().color(0xff0000ff);
    EXPECT_EQ(&screen.display().color(0xff0000ff), &red);
    auto frame = [&](int first) {
        for (int i = 0; i < 300; ++i) screen.display().color(Color(first + i) << 8 | 0xff);
        EXPECT_TRUE(screen.display().flush());
        return count(screen.letters, 'f');
    };
    EXPECT_EQ(frame(1), 0);
    EXPECT_EQ(frame(1), 1);  // red was not asked for since the flush before
    EXPECT_EQ(frame(1000), 301);
    EXPECT_EQ(frame(1000), 301);
}

TEST(Wire, AnImageIsFreedOnceWhereverItWasMoved)
{
    Wire wire;
    {
        auto a = *wire.display.allocate({{0, 0}, {9, 9}}, Chan::k8, client::Repl::no, white);
        auto b = std::move(a);
        auto c = *wire.display.allocate({{0, 0}, {9, 9}}, Chan::k8, client::Repl::no, white);
        c = std::move(b);
        wire.writes.clear();
        wire.display.send();
        EXPECT_EQ(hex(wire.writes.at(0)), "6602000000");
    }
    wire.display.send();
    EXPECT_EQ(hex(wire.writes.at(1)), "6601000000");
}

TEST(Wire, FlushTellsTheFirstErrorOnce)
{
    Wire wire;
    wire.answer = fail("unknown id for draw image");
    wire.display.window().draw(box, wire.display.color(black));
    wire.display.send();
    wire.answer = fail("later");
    EXPECT_EQ(wire.display.flush().error().text, "unknown id for draw image");
    wire.answer = {};
    EXPECT_TRUE(wire.display.flush());
}

TEST(Wire, APolygonThatFitsNoMessageIsReported)
{
    Wire wire;
    std::vector<Point> points(1000, Point{1000, 1000});
    for (std::size_t i = 0; i < points.size(); i += 2) points[i] = {0, 0};
    wire.display.window().fill_poly(points, wire.display.color(black));
    EXPECT_EQ(wire.display.flush().error().text, "polygon has too many points");
}

TEST(Client, ALongLineOfPointsIsDrawnInParts)
{
    std::vector<Point> points;
    for (int i = 0; i < 600; ++i) points.push_back({i % 2 ? 300 : 0, 3 * i});
    Monitor small({300, 1800}, 1024), large({300, 1800}, 20000);
    for (Monitor* s : {&small, &large}) {
        s->window().poly(points, 0, s->display().color(black));
        EXPECT_TRUE(s->display().flush());
    }
    expect_same(small.pixels(), large.pixels());
    EXPECT_GT(small.writes.size(), large.writes.size());
}

TEST(Client, ABorderIsInsideOrOutsideItsRectangle)
{
    Monitor screen({20, 20});
    screen.window().border({{5, 5}, {10, 12}}, 2, screen.display().color(black));
    ASSERT_TRUE(screen.display().flush());
    EXPECT_EQ(screen.inked(), (Rect{{5, 5}, {10, 12}}));
    EXPECT_EQ(screen.pixels().argb({7, 7}), 0xffffffff);
    EXPECT_EQ(screen.pixels().argb({6, 6}), 0xff000000);
    screen.window().border({{5, 5}, {10, 12}}, -1, screen.display().color(black));
    ASSERT_TRUE(screen.display().flush());
    EXPECT_EQ(screen.inked(), (Rect{{4, 4}, {11, 13}}));
}

TEST(Client, AllocateGivesTheServersError)
{
    Monitor screen({20, 20});
    EXPECT_EQ(screen.display().allocate({{0, 0}, {0, 5}}, Chan::k8, client::Repl::no, black).error().text,
              "empty image");
    auto huge = screen.display().allocate({{0, 0}, {1 << 20, 1 << 20}}, Chan::k8, client::Repl::no, black);
    EXPECT_EQ(huge.error().text, "image memory allocation failed");
    EXPECT_TRUE(screen.display().flush());
}

// Each chan, wider than a message, at an odd place, also left of zero.
TEST(Client, LoadPutsEachByteInItsPlace)
{
    for (Chan chan : {Chan::k1, Chan::k2, Chan::k4, Chan::k8, Chan::r5g6b5, Chan::r8g8b8, Chan::a8r8g8b8})
        for (int x : {0, 3, -5, -9001, -20000}) {
            Monitor screen({4, 4}, 1024);
            Rect r{{x, -1}, {x + 9000, 1}}, part{{x + 1, -1}, {x + 8999, 1}};
            auto image = screen.display().allocate(r, chan, client::Repl::no, black);
            ASSERT_TRUE(image);
            std::string bytes(bytes_per_row(part, format_of(chan).depth) * std::size_t(part.dy()), '\0');
            for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = char(i * 7 + i / 251);
            ASSERT_TRUE(image->load(part, bytes));
            ASSERT_TRUE(screen.display().flush());
            HeapArena arena;
            const draw::Image& have = *screen.engine().state().images.at(image->id()).image;
            auto want = *draw::Image::allocate(arena, have.shape());
            fill(*want, black);
            draw::load(*want, part, bytes);
            expect_same(*want, have);
        }
}

TEST(Client, LoadChecksWhatItIsGiven)
{
    Monitor screen({4, 4});
    EXPECT_EQ(screen.window().load({{0, 0}, {2, 2}}, "abc").error().text, "load of 3 bytes needs 16");
    EXPECT_EQ(screen.window().load({{0, 0}, {5, 2}}, "abc").error().text, "load is outside the image");
}

TEST(Client, TheWindowIsBoundByNameAndAgainAfterAResize)
{
    Monitor screen({20, 20});
    screen.new_window("noborder.1.1", {30, 40});
    auto& window = screen.display().window();
    ASSERT_TRUE(screen.display().bind_window("noborder.1.1", screen.read_info()));
    EXPECT_EQ(window.r(), (Rect{{0, 0}, {30, 40}}));
    window.draw(window.r(), screen.display().color(black));
    ASSERT_TRUE(screen.display().flush());
    EXPECT_EQ(screen.new_pixels().argb({29, 39}), 0xff000000);

    EXPECT_EQ(count(screen.letters, 'f'), 0);  // id 0 was the window; it is not ours to free

    screen.new_window("noborder.1.2", {50, 10});
    window.draw(window.r(), screen.display().color(black));
    EXPECT_EQ(screen.display().bind_window("noborder.1.9", screen.read_info()).error().text, "no image with that name");
    EXPECT_EQ(window.r(), (Rect{{0, 0}, {30, 40}}));
    screen.display().report({"unknown id for draw image"});  // as when the old window's image has gone
    ASSERT_TRUE(screen.display().bind_window("noborder.1.2", screen.read_info()));
    EXPECT_EQ(window.r(), (Rect{{0, 0}, {50, 10}}));
    EXPECT_TRUE(screen.display().flush());
    EXPECT_EQ(count(screen.letters, 'f'), 1);
    window.draw(window.r(), screen.display().color(black));
    ASSERT_TRUE(screen.display().flush());
    EXPECT_EQ(screen.new_pixels().argb({49, 9}), 0xff000000);
}

TEST(Client, AClippedImageIsDrawnOnInsideOnly)
{
    Monitor screen({20, 20});
    screen.window().set_clip({{3, 4}, {8, 9}});
    screen.window().draw(screen.window().r(), screen.display().color(black));
    ASSERT_TRUE(screen.display().flush());
    EXPECT_EQ(screen.inked(), (Rect{{3, 4}, {8, 9}}));
}
