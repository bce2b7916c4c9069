#include "draw/protocol.h"

#include "messages.h"

#include <gtest/gtest.h>

using namespace draw;

namespace {

constexpr std::uint8_t zero = 0, one = 1;

// A connection with a 40x20 grey image 1, a white colour 2 and a black one 3.
struct Connection : testing::Test {
    HeapArena arena;
    std::shared_ptr<Shared> shared = std::make_shared<Shared>();
    Options options{.number = 7, .dpi = 110, .quota = {.bytes = 100000, .images = 20, .glyphs = 300, .names = 3}};
    Engine engine{arena, shared, options};
    Ears ears;

    void SetUp() override
    {
        ok(allocate(1, Chan::k8, {{0, 0}, {40, 20}}, black) + allocate_color(2, white) + allocate_color(3, black));
        ears = {};
    }
    void ok(std::string_view messages)
    {
        auto result = engine.write(messages, ears);
        EXPECT_TRUE(result) << result.error().text;
    }
    std::string error(std::string_view messages)
    {
        auto result = engine.write(messages, ears);
        return result ? "no error" : result.error().text;
    }
    std::string draw_all(std::uint32_t src)
    {
        return message('d', 1u, src, 2u, Rect{{0, 0}, {40, 20}}, Point{}, Point{});
    }
};

}  // namespace

TEST_F(Connection, KnowsEveryMessageByItsTable)
{
    std::string letters;
    for (const MessageRow& row : message_table()) {
        letters += row.letter;
        EXPECT_EQ(find_message(row.letter), &row);
        EXPECT_FALSE(row.help.empty());
        EXPECT_EQ(row.arguments.find("...") != row.arguments.npos, row.tail != nullptr) << row.letter;
    }
    EXPECT_EQ(letters, "bfAFStonNcdOeELpPilsxyYrvDJIq");
    // The sizes of draw(3).
    EXPECT_EQ(fixed_size(find_message('b')->arguments), 50u);
    EXPECT_EQ(fixed_size(find_message('d')->arguments), 44u);
    EXPECT_EQ(fixed_size(find_message('e')->arguments), 44u);
    EXPECT_EQ(fixed_size(find_message('L')->arguments), 44u);
    EXPECT_EQ(fixed_size(find_message('p')->arguments), 30u);
    EXPECT_EQ(fixed_size(find_message('P')->arguments), 30u);
    EXPECT_EQ(fixed_size(find_message('l')->arguments), 36u);
    EXPECT_EQ(fixed_size(find_message('s')->arguments), 46u);
    EXPECT_EQ(fixed_size(find_message('x')->arguments), 58u);
}

TEST_F(Connection, RefusesAnyMessageThatIsCutShort)
{
    std::string points("\x01\x01\x02\x02", 4), pixels(4, 'x');
    const std::string messages[] = {
        allocate(9, Chan::k8, {{0, 0}, {1, 1}}, white),
        message('f', 3u),
        message('N', 1u, one, std::uint8_t(2), "ab"),
        message('c', 1u, zero, Rect{{0, 0}, {9, 9}}),
        draw_all(2),
        message('e', 1u, 2u, Point{5, 5}, 3, 3, 0, Point{}, 0, 0),
        message('L', 1u, Point{1, 1}, Point{9, 9}, 0, 0, 0, 2u, Point{}),
        message('p', 1u, std::uint16_t(1), 0, 0, 0, 2u, Point{}, points),
        message('P', 1u, std::uint16_t(1), ~0u, 0, 0, 2u, Point{}, points),
        message('i', 1u, 5u, one),
        message('O', std::uint8_t(3)),
        message('r', 1u, Rect{{0, 0}, {2, 2}}),
        message('q', one, "d"),
        message('D', one),
    };
    for (const std::string& m : messages)
        for (std::size_t n = 1; n < m.size(); ++n)
            ASSERT_EQ(error(m.substr(0, n)), "short draw message") << m[0] << " " << n;
    EXPECT_TRUE(ears.messages.empty());
    for (const std::string& m : messages) EXPECT_EQ(error(m), "no error") << m[0];
    EXPECT_EQ(error(message('y', 1u, Rect{{0, 0}, {2, 2}}, "abc")), "bad writeimage call");
}

TEST_F(Connection, KeepsTheMessagesBeforeABadOne)
{
    EXPECT_EQ(error(draw_all(2) + "?" + draw_all(3)), "bad draw command");
    EXPECT_EQ(image(engine, 1).pixel({3, 3}), 255u);
    ASSERT_EQ(ears.messages.size(), 1u);
    EXPECT_EQ(ears.messages[0], draw_all(2));
}

TEST_F(Connection, TellsWhatEachMessageDamaged)
{
    ok(message('d', 1u, 2u, 2u, Rect{{-5, 2}, {4, 99}}, Point{}, Point{}) + "v");
    ASSERT_EQ(ears.damages.size(), 1u);
    EXPECT_EQ(ears.damages[0].image, &image(engine, 1));
    EXPECT_EQ(ears.damages[0].r, (Rect{{0, 2}, {4, 20}}));
    EXPECT_EQ(ears.flushes, 1);
    EXPECT_EQ(ears.messages.back(), "v");
}

TEST_F(Connection, RefusesIdsThatAreNotThere)
{
    EXPECT_EQ(error(message('d', 1u, 8u, 2u, Rect{}, Point{}, Point{})), "unknown id for draw image");
    EXPECT_EQ(error(message('f', 8u)), "unknown id for draw image");
    EXPECT_EQ(error(allocate(1, Chan::k8, {{0, 0}, {1, 1}}, white)), "image id in use");
    EXPECT_EQ(error(message('b', 9u, 4u, zero, Chan::k8, zero, Rect{{0, 0}, {1, 1}}, Rect{}, white)),
              "unknown id for draw screen");
}

TEST_F(Connection, UsesAnOperatorOnce)
{
    ok(draw_all(2) + message('O', std::uint8_t(Op::Clear)) + draw_all(2));
    EXPECT_EQ(image(engine, 1).pixel({3, 3}), 0u);
    ok(draw_all(2));
    EXPECT_EQ(image(engine, 1).pixel({3, 3}), 255u);
}

TEST_F(Connection, StopsAtItsQuotas)
{
    EXPECT_EQ(error(allocate(9, Chan::x8r8g8b8, {{0, 0}, {1000, 1000}}, white)), "image memory allocation failed");
    EXPECT_EQ(error(allocate(9, Chan::x8r8g8b8, {{0, 0}, {30000, 30000}}, white)), "image memory allocation failed");
    EXPECT_EQ(error(message('i', 1u, 301u, one)), "image memory allocation failed");
    ok(message('i', 1u, 300u, one));
    for (std::uint32_t id = 10; id < 27; ++id) ok(allocate_color(id, white));
    EXPECT_EQ(error(allocate_color(30, white)), "image memory allocation failed");
    ok(message('f', 10u));
    ok(allocate_color(30, white));
}

TEST_F(Connection, GivesQuotaBackWhenAnImageIsFreed)
{
    for (int i = 0; i < 100; ++i) ok(allocate(9, Chan::k8, {{0, 0}, {300, 300}}, white) + message('f', 9u));
    EXPECT_EQ(engine.state().used->bytes, 40u * 20 + 4 + 4);
}

TEST_F(Connection, NamesCountAsLongAsTheirImagesAreThere)
{
    auto named = [](std::uint32_t id, std::string_view name) { return message('N', id, one, std::uint8_t(1), name); };
    ok(named(1, "a") + named(1, "b") + named(2, "c"));
    EXPECT_EQ(error(named(1, "d")), "image memory allocation failed");
    ok(message('N', 1u, zero, std::uint8_t(1), "a") + named(1, "d"));
    EXPECT_EQ(error(named(1, "a")), "image memory allocation failed");
    ok(message('f', 2u) + named(1, "a"));
    EXPECT_EQ(error(named(1, "c")), "image memory allocation failed");
    engine.close(ears);
    EXPECT_EQ(engine.state().used->names, 0u);
}

TEST_F(Connection, SharesImagesByName)
{
    Engine other(arena, shared, options);
    Ears quiet;
    ok(message('N', 1u, one, std::uint8_t(4), "page"));
    EXPECT_EQ(error(message('N', 2u, one, std::uint8_t(4), "page")), "image name in use");
    EXPECT_EQ(other.write(message('n', 5u, std::uint8_t(3), "ink"), quiet).error().text, "no image with that name");
    ASSERT_TRUE(other.write(message('n', 5u, std::uint8_t(4), "page"), quiet));
    EXPECT_EQ(&image(other, 5), &image(engine, 1));
    EXPECT_EQ(other.info()->substr(12, 24), "          5          k8 ");
    EXPECT_EQ(other.write(message('N', 5u, one, std::uint8_t(1), "x"), quiet).error().text, "image already has name");
    EXPECT_EQ(other.write(message('c', 5u, one, Rect{}), quiet).error().text,
              "can't change repl/clipr of shared image");
    EXPECT_EQ(error(message('N', 2u, zero, std::uint8_t(4), "page")), "wrong name for image");
}

TEST_F(Connection, NoticesThatANameMeansAnotherImage)
{
    ok(message('N', 1u, one, std::uint8_t(1), "w") + message('n', 5u, one, "w"));
    ok(message('N', 1u, zero, std::uint8_t(1), "w") + message('N', 2u, one, one, "w"));
    EXPECT_EQ(error(message('d', 5u, 2u, 2u, Rect{}, Point{}, Point{})), "unknown id for draw image");
    ok(message('f', 5u));
}

TEST_F(Connection, BindsIdZeroToTheScreen)
{
    EXPECT_EQ(error("J"), "unknown id for draw image");
    auto screen = *Image::allocate(arena, {{{0, 0}, {30, 30}}, {{0, 0}, {30, 30}}, Chan::x8r8g8b8, Repl::no});
    ASSERT_TRUE(engine.bind_screen(screen));
    ok("JI");
    EXPECT_EQ(&image(engine, 0), screen.get());
    EXPECT_EQ(*engine.read(200), "          7           0    x8r8g8b8           0           0           0          30"
                                 "          30           0           0          30          30 ");
    EXPECT_EQ(engine.info()->size(), 144u);
    EXPECT_EQ(error(message('i', 0u, 5u, one)), "can't use display as font");
}

TEST_F(Connection, AnswersOneReadForEachQuestion)
{
    EXPECT_EQ(engine.read(100).error().text, "no draw data");
    ok(message('q', one, "d"));
    EXPECT_EQ(engine.read(11).error().text, "draw read too short");
    EXPECT_EQ(*engine.read(12), "        110 ");
    EXPECT_EQ(error(message('q', one, "z")), "unknown query");
    ok(message('y', 1u, Rect{{1, 1}, {3, 3}}, "abcd") + message('r', 1u, Rect{{1, 1}, {4, 3}}));
    EXPECT_EQ(*engine.read(99), std::string("ab\0cd\0", 6));
    EXPECT_EQ(error(message('r', 1u, Rect{{1, 1}, {41, 3}})), "readimage outside image");
    EXPECT_EQ(error(message('y', 1u, Rect{{1, 1}, {41, 3}}, std::string(80, 'x'))), "writeimage outside image");
}

TEST_F(Connection, DrawsCharactersFromAFont)
{
    EXPECT_EQ(error(message('s', 1u, 2u, 3u, Point{}, Rect{}, Point{}, std::uint16_t(0))), "image not a font");
    ok(allocate(5, Chan::k8, {{0, 0}, {8, 4}}, black) + message('i', 5u, 3u, std::uint8_t(3)));
    ok(allocate(6, Chan::k8, {{0, 0}, {2, 3}}, white));
    ok(message('l', 5u, 6u, std::uint16_t(1), Rect{{0, 0}, {1, 3}}, Point{}, zero, std::uint8_t(2)));
    ok(message('l', 5u, 6u, std::uint16_t(2), Rect{{2, 1}, {4, 3}}, Point{}, one, std::uint8_t(3)));
    EXPECT_EQ(error(message('l', 5u, 6u, std::uint16_t(3), Rect{}, Point{}, zero, zero)),
              "character index out of range");
    Rect clip{{0, 0}, {9, 5}};
    ok(allocate(7, Chan::k8, clip, black));
    ok(message('s', 7u, 2u, 5u, Point{0, 4}, clip, Point{}, std::uint16_t(3), std::uint16_t(1), std::uint16_t(2),
               std::uint16_t(1)));
    EXPECT_EQ(picture(image(engine, 7)), "\n.........\n"
                                         "#....#...\n"
                                         "#..###...\n"
                                         "#..###...\n"
                                         ".........\n");
    // On a background, which is as high as the font's image and as wide as the pen moves.
    ok(message('x', 7u, 3u, 5u, Point{0, 4}, clip, Point{}, std::uint16_t(2), 2u, Point{}, std::uint16_t(1),
               std::uint16_t(2)));
    EXPECT_EQ(picture(image(engine, 7)), "\n.........\n"
                                         ".#####...\n"
                                         ".##..#...\n"
                                         ".##..#...\n"
                                         "#####....\n");
}

// The source lies still under the text: what shows of it depends on where a character is.
TEST_F(Connection, DrawsCharactersFromAPicture)
{
    ok(allocate(5, Chan::k8, {{0, 0}, {8, 4}}, white) + message('i', 5u, 1u, std::uint8_t(0)));
    ok(message('l', 5u, 5u, std::uint16_t(0), Rect{{0, 1}, {2, 3}}, Point{}, one, std::uint8_t(3)));
    ok(allocate(6, Chan::k8, {{0, 0}, {12, 5}}, white) + allocate(7, Chan::k8, {{0, 0}, {12, 5}}, black));
    // White but for a slanting band three pixels wide.
    for (int y = 0; y < 5; ++y) ok(message('y', 6u, Rect{{2 * y, y}, {2 * y + 3, y + 1}}, std::string(3, '\0')));
    ok(message('s', 7u, 6u, 5u, Point{0, 0}, Rect{{0, 0}, {12, 5}}, Point{0, 1}, std::uint16_t(3), std::uint16_t(0),
               std::uint16_t(0), std::uint16_t(0)));
    EXPECT_EQ(picture(image(engine, 7)), "\n............\n"
                                         ".##....##...\n"
                                         ".##.##......\n"
                                         "............\n"
                                         "............\n");
}

TEST_F(Connection, DrawsNoneOfAStringWithABadIndex)
{
    ok(allocate(5, Chan::k8, {{0, 0}, {8, 4}}, white) + message('i', 5u, 3u, std::uint8_t(3)));
    ok(message('l', 5u, 2u, std::uint16_t(0), Rect{{0, 0}, {3, 3}}, Point{}, zero, std::uint8_t(3)));
    ears = {};
    EXPECT_EQ(error(message('s', 1u, 2u, 5u, Point{0, 5}, Rect{{0, 0}, {40, 20}}, Point{}, std::uint16_t(2),
                            std::uint16_t(0), std::uint16_t(3))),
              "character index out of range");
    EXPECT_TRUE(ears.messages.empty() && ears.damages.empty());
    EXPECT_EQ(image(engine, 1).pixel({1, 3}), 0u);
}

TEST_F(Connection, LoadsPackedPixels)
{
    // 3 literals, then a copy of 3 from 3 back: "abcabc" in a row of 6.
    ok(message('Y', 1u, Rect{{0, 0}, {6, 1}},
               std::string("\x82"
                           "abc\x00\x02",
                           6)));
    EXPECT_EQ(unload(image(engine, 1), {{0, 0}, {7, 1}}), std::string("abcabc\0", 7));
    EXPECT_EQ(error(message('Y', 1u, Rect{{0, 0}, {6, 1}},
                            std::string("\x82"
                                        "xyz",
                                        4))),
              "bad writeimage call");
    EXPECT_EQ(unload(image(engine, 1), {{0, 0}, {3, 1}}), "abc");
}

TEST_F(Connection, RefusesShapesTooLargeToCompute)
{
    auto ellipse = [&](int a, int b, int thick) { return message('e', 1u, 2u, Point{}, a, b, thick, Point{}, 0, 0); };
    EXPECT_EQ(error(ellipse(-1, 1, 0)), "invalid ellipse semidiameter");
    EXPECT_EQ(error(ellipse(1, INT32_MAX, 0)), "invalid ellipse semidiameter");
    EXPECT_EQ(error(ellipse(1, 1, -1)), "negative ellipse thickness");
    EXPECT_EQ(error(ellipse(1, 1, INT32_MAX)), "image memory allocation failed");
    EXPECT_EQ(error(message('L', 1u, Point{}, Point{}, 0, 0, -1, 2u, Point{})), "negative line width");
    ok(message('L', 1u, Point{INT32_MIN, INT32_MIN}, Point{INT32_MAX, INT32_MAX}, 1, 2, 3, 2u, Point{INT32_MAX, 5}));
}
