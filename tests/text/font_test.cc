// Text on a screen, from a program's call to the pixels.
#include "screen.h"

#include <gtest/gtest.h>

using draw::black;
using draw::Point;
using draw::Rect;
using draw::client::Caret;
using draw::client::Font;

namespace {

constexpr Point baseline = {4, 20};

struct Text : testing::Test {
    Fonts fonts;

    // Draws on a screen of its own.
    std::unique_ptr<Monitor> drawn(std::string_view face, int size, std::string_view text, Point screen_size)
    {
        auto screen = std::make_unique<Monitor>(screen_size);
        Font font = fonts.open(*screen, face, size);
        Point end = font.draw(screen->window(), baseline, screen->display().color(black), text);
        EXPECT_EQ(end, (baseline + Point{font.measure(text), 0}));
        auto flushed = screen->display().flush();
        EXPECT_TRUE(flushed) << flushed.error().text;
        return screen;
    }
};

int count(std::string_view letters, char letter) { return int(std::ranges::count(letters, letter)); }

}  // namespace

TEST_F(Text, LooksAsItDid)
{
    expect_golden(*drawn("mono", 14, "hello, wörld", {120, 28}), "mono14");
    expect_golden(*drawn("sans", 14, "hello, wörld", {120, 28}), "sans14");
    expect_golden(*drawn("sans:bold", 20, "hello, wörld", {160, 28}), "bold20");
    expect_golden(*drawn("sans", 16, "x\u0323 \u05d0\u05d1 \u0628\u0628 \u6c34 \xff", {120, 28}), "scripts");
}

// Written as it is read in each: "hello" or "welcome" of the place, and what is hard in it.
TEST_F(Text, WritesTheScriptsOfTheWorld)
{
    const std::pair<const char*, std::string_view> lines[] = {
        {"arabic", "\u0623\u0647\u0644\u064b\u0627 \u0628\u0643\u0645 123 (\u0644\u0627)"},
        {"hebrew", "\u05e9\u05b8\u05dc\u05d5\u05b9\u05dd hello (12)"},
        {"devanagari", "\u0928\u092e\u0938\u094d\u0924\u0947 \u0915\u094d\u0937\u093f \u0930\u094d\u0915"},
        {"thai", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35 \u0e17\u0e35\u0e48\u0e19\u0e49\u0e33"},
        {"cjk", "\u4f60\u597d\uff0c\u4e16\u754c \u3053\u3093\u306b\u3061\u306f \uc548\ub155"},
        {"stacked", "a\u0308\u0323 Z\u0351\u036b\u0343 q\u0307"},
        {"emoji", "\U0001f600 \U0001f469\u200d\U0001f680 \U0001f1e9\U0001f1ea 1\ufe0f\u20e3 \u2764 \u2764\ufe0f"},
        {"missing", "a\ue123\U0010fffdb"},
        {"ligatures", "office fluff"},
    };
    for (auto [name, line] : lines) {
        expect_golden(*drawn("sans", 20, line, {220, 32}), std::string(name) + "_sans");
        expect_golden(*drawn("mono", 15, line, {220, 32}), std::string(name) + "_mono");
    }
}

TEST_F(Text, IsAsWideAsMeasured)
{
    // Letters whose ink begins at the pen and ends where the next would begin, but for their side bearings.
    auto screen = drawn("mono", 14, "HHHHHHHH", {120, 28});
    Font font = fonts.open(*screen, "mono", 14);
    Rect ink = screen->inked();
    int width = font.measure("HHHHHHHH");
    EXPECT_EQ(width, 8 * font.advance());
    EXPECT_GE(ink.min.x, baseline.x);
    EXPECT_LE(ink.max.x, baseline.x + width);
    EXPECT_GT(ink.dx(), width - font.advance());
    EXPECT_EQ(ink.max.y, baseline.y);  // H stands on the baseline
}

// A monospaced mark would move the server's pen, but not the text's; "X" with an accent needs it higher than "x".
TEST_F(Text, MarksStandOverTheirLetters)
{
    expect_golden(*drawn("mono", 16, "X\u0301b\u0301g\u0323q\u0308\u0301|", {80, 28}), "marks_mono");
    expect_golden(*drawn("sans", 16, "X\u0301b\u0301g\u0323q\u0308\u0301|", {80, 28}), "marks_sans");
    auto bare = drawn("mono", 16, "X", {40, 28}), accented = drawn("mono", 16, "X\u0301", {40, 28});
    EXPECT_EQ(accented->inked().min.x, bare->inked().min.x);
    EXPECT_EQ(accented->inked().max, bare->inked().max);
    EXPECT_LT(accented->inked().min.y, bare->inked().min.y - 1);
}

TEST_F(Text, DrawnPieceByPieceIsTheSame)
{
    for (std::string_view face : {"mono", "sans"}) {
        std::string_view text = "Pack my box, wörld \u0416\u05d0";
        auto whole = drawn(face, 15, text, {240, 30});
        Monitor pieces({240, 30});
        Font font = fonts.open(pieces, face, 15);
        Point pen = baseline;
        auto carets = font.carets(text);
        for (std::size_t i = 0; i + 1 < carets.size(); ++i) {
            std::size_t n = carets[i + 1].offset - carets[i].offset;
            pen = font.draw(pieces.window(), pen, pieces.display().color(black), text.substr(carets[i].offset, n));
        }
        ASSERT_TRUE(pieces.display().flush());
        expect_same(whole->pixels(), pieces.pixels());
    }
}

TEST_F(Text, PlainMonospacedTextIsMeasuredWithoutAsking)
{
    Monitor screen({300, 40});
    Font font = fonts.open(screen, "mono", 14);
    fonts.asked.clear();
    EXPECT_EQ(font.measure("int main()"), 10 * font.advance());
    EXPECT_EQ(font.carets("ab"), (std::vector<Caret>{{0, 0}, {1, font.advance()}, {2, 2 * font.advance()}}));
    EXPECT_EQ(font.offset_at("abc", font.advance() * 2 - 1), 2u);
    EXPECT_EQ(fonts.asked, "");
    font.draw(screen.window(), baseline, screen.display().color(black), "int main()");
    EXPECT_EQ(fonts.asked, "p");
    font.draw(screen.window(), baseline, screen.display().color(black), "main() int");
    EXPECT_EQ(fonts.asked, "p");
}

TEST_F(Text, AGlyphGoesToTheDisplayOnceAndIsThenTwoBytes)
{
    Monitor screen({300, 40});
    Font font = fonts.open(screen, "mono", 14);
    const auto& ink = screen.display().color(black);
    font.draw(screen.window(), baseline, ink, "hello");
    ASSERT_TRUE(screen.display().flush());
    // the colour, a scratch image, the sheet as a font; h e l o; one string
    EXPECT_EQ(screen.letters, "bbbiylylylylsv");
    screen.letters.clear();
    screen.writes.clear();
    font.draw(screen.window(), baseline, ink, "hello, hell");
    font.draw(screen.window(), baseline, ink, "hell");
    ASSERT_TRUE(screen.display().flush());
    EXPECT_EQ(screen.letters, "lylssv");  // a space has no ink to load
}

TEST_F(Text, ShapedTextIsAskedForOnce)
{
    Monitor screen({300, 40});
    Font font = fonts.open(screen, "sans", 14);
    fonts.asked.clear();
    int width = font.measure("wörld");
    EXPECT_EQ(font.draw(screen.window(), baseline, screen.display().color(black), "wörld").x, baseline.x + width);
    font.carets("wörld");
    EXPECT_EQ(fonts.asked, "rp");
}

TEST_F(Text, CaretsStandBetweenClustersAndRiseToTheRight)
{
    Monitor screen({300, 40});
    Font font = fonts.open(screen, "sans", 14);
    std::string_view text = "ae\u0301b\xff";
    auto carets = font.carets(text);
    ASSERT_EQ(carets.size(), 5u);
    const std::uint32_t offsets[] = {0, 1, 4, 5, 6};
    for (std::size_t i = 0; i < carets.size(); ++i) {
        EXPECT_EQ(carets[i].offset, offsets[i]);
        EXPECT_EQ(carets[i].x, font.measure(text.substr(0, carets[i].offset)));
        EXPECT_EQ(font.offset_at(text, carets[i].x), carets[i].offset);
    }
    EXPECT_EQ(font.offset_at(text, -100), 0u);
    EXPECT_EQ(font.offset_at(text, 100000), 6u);
    EXPECT_EQ(font.carets(""), (std::vector<Caret>{{0, 0}}));
}

TEST_F(Text, CaretsOfHebrewGoLeft)
{
    Monitor screen({300, 40});
    Font font = fonts.open(screen, "sans", 14);
    auto carets = font.carets("\u05d0\u05d1");
    ASSERT_EQ(carets.size(), 3u);
    EXPECT_EQ(carets[0].x, font.measure("\u05d0\u05d1"));
    EXPECT_EQ(carets[1].x, font.measure("\u05d1"));
    EXPECT_EQ(carets[2], (Caret{4, 0}));
}

TEST_F(Text, WhatIsCoveredIsInStretchesWhereDirectionsChange)
{
    Monitor screen({300, 40});
    Font font = fonts.open(screen, "sans", 14);
    using draw::client::covered, draw::client::Stretch;
    std::string_view text = "ab\u05d0\u05d1";
    auto stops = font.stops(text);
    EXPECT_EQ(covered(stops, 0, 6), (std::vector<Stretch>{{0, font.measure(text)}}));
    EXPECT_EQ(covered(stops, 1, 4), (std::vector<Stretch>{{stops[1].x, stops[1].end}, {stops[2].end, stops[2].x}}));
    EXPECT_EQ(covered(stops, 2, 2), std::vector<Stretch>{});
}

TEST_F(Text, EachHalfOfALetterIsItsOwnCaretPlace)
{
    Monitor screen({300, 40});
    Font font = fonts.open(screen, "sans", 20);
    for (std::string_view text : {"m\u05e9\u05dcm", "\u05e9\u05dc", "office", "\u0644\u0627"}) {
        auto carets = font.carets(text);
        auto stops = font.stops(text);
        for (std::size_t i = 0; i < stops.size(); ++i) {
            int quarter = (stops[i].end - stops[i].x) / 4;
            EXPECT_EQ(font.offset_at(text, stops[i].x + quarter), carets[i].offset) << text;
            EXPECT_EQ(font.offset_at(text, stops[i].end - quarter), carets[i + 1].offset) << text;
        }
    }
}

// A text too long to be shaped at once begins at the right all the same.
TEST_F(Text, LongHebrewRunsFromTheRight)
{
    std::string text;
    for (int i = 0; i < 2000; ++i) text += "\u05d0\u05d1 ";
    Monitor screen({100, 30});
    Font font = fonts.open(screen, "sans", 14);
    auto carets = font.carets(text);
    EXPECT_EQ(carets.size(), 6001u);
    EXPECT_EQ(carets[0].x, font.measure(text));
    for (std::size_t i = 1; i < carets.size(); ++i) ASSERT_LE(carets[i].x, carets[i - 1].x);
    EXPECT_EQ(carets.back().x, 0);
}

TEST_F(Text, EmojiAreSentOnceAndDrawnFromAPicture)
{
    Monitor screen({300, 40});
    Font font = fonts.open(screen, "sans", 20);
    const auto& ink = screen.display().color(black);
    font.draw(screen.window(), baseline, ink, "\U0001f600");
    ASSERT_TRUE(screen.display().flush());
    EXPECT_EQ(count(screen.letters, 'y'), 1);
    screen.letters.clear();
    screen.writes.clear();
    font.draw(screen.window(), baseline, ink, "\U0001f600");
    ASSERT_TRUE(screen.display().flush());
    EXPECT_EQ(screen.letters, "dv");
    // As it is, not in the ink: there is yellow.
    auto pixel = screen.pixels().argb(baseline + Point{12, -8});
    EXPECT_GT(pixel >> 16 & 0xff, 200u);
    EXPECT_LT(pixel & 0xff, 120u);
}

TEST_F(Text, MoreEmojiThanThereIsRoomForAreDrawnAllTheSame)
{
    Monitor screen({60, 60}), fresh({60, 60});
    Font font = fonts.open(screen, "sans", 40), other = fonts.open(fresh, "sans", 40);
    const auto& ink = screen.display().color(black);
    auto emoji = [](int i) {
        int rune = 0x1f600 + i;
        return std::string{char(0xf0), char(0x9f), char(0x98 + (rune - 0x1f600) / 64), char(0x80 | (rune & 0x3f))};
    };
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < 80; ++i) font.draw(screen.window(), {2, 45}, ink, emoji(i));
    for (int i = 0; i < 500; ++i) font.draw(screen.window(), {2, 45}, ink, emoji(i % 80));
    screen.window().draw(screen.window().r(), screen.display().color(draw::white));
    font.draw(screen.window(), {2, 45}, ink, emoji(3));
    other.draw(fresh.window(), {2, 45}, fresh.display().color(black), emoji(3));
    ASSERT_TRUE(screen.display().flush());
    ASSERT_TRUE(fresh.display().flush());
    expect_same(screen.pixels(), fresh.pixels());
}

// The machine a program wakes on may have another version of its face, or none by that name.
TEST_F(Text, AFaceThatIsGoneIsReplacedByWhatIsHere)
{
    Monitor screen({200, 40}), fresh({200, 40});
    std::string known = "f\u00fcr";
    auto answer_here = fonts.ask();
    std::string gone(64, 'a');
    bool is_elsewhere = true;
    // Where it was opened, the face of that name was another, whose hash nobody knows here.
    auto ask = [&](std::string_view request) -> Result<std::string> {
        if (!is_elsewhere) return answer_here(request);
        auto info = *draw::text::parse_face(*answer_here(draw::text::encode(draw::text::FaceRequest{"sans:bold", 20, draw::text::Hinting::light})));
        if (request[0] == 'f') {
            info.hash = gone;
            return draw::text::encode(info);
        }
        auto asked = *draw::text::parse_request(request);
        if (auto* shape = std::get_if<draw::text::ShapeRequest>(&asked)) {
            shape->face.face = info.hash;
            auto run = *draw::text::parse_run(*answer_here(draw::text::encode(*shape)));
            run.faces[0] = gone;
            return draw::text::encode(run);
        }
        auto glyphs = std::get<draw::text::GlyphRequest>(asked);
        if (glyphs.face.face == gone) glyphs.face.face = info.hash;
        return answer_here(draw::text::encode(glyphs));
    };
    auto font = *Font::open(screen.display(), ask, "sans", 20);
    const auto& ink = screen.display().color(black);
    font.measure(known + "x");  // remembered, but its glyphs were never asked for
    font.draw(screen.window(), baseline, ink, known);
    ASSERT_TRUE(screen.display().flush());
    is_elsewhere = false;
    screen.window().draw(screen.window().r(), screen.display().color(draw::white));
    font.draw(screen.window(), baseline, ink, known + "x");
    auto flushed = screen.display().flush();
    EXPECT_TRUE(flushed) << flushed.error().text;
    Font here = fonts.open(fresh, "sans", 20);
    here.draw(fresh.window(), baseline, fresh.display().color(black), known + "x");
    ASSERT_TRUE(fresh.display().flush());
    expect_same(screen.pixels(), fresh.pixels());
    EXPECT_EQ(font.face(), here.face());
    EXPECT_EQ(font.measure(known), here.measure(known));
}

TEST_F(Text, LongTextIsDrawnInPartsThatFit)
{
    std::string text;
    for (int i = 0; i < 3000; ++i) text += i % 7 ? "ö" : " ";
    Monitor screen({100, 30}, 1024);
    Font font = fonts.open(screen, "sans", 14);
    Point end = font.draw(screen.window(), baseline, screen.display().color(black), text);
    ASSERT_TRUE(screen.display().flush());
    EXPECT_EQ(end.x - baseline.x, font.measure(text));
    EXPECT_EQ(font.measure(text), 429 * font.measure(" ") + 2571 * font.measure("ö"));
    EXPECT_EQ(font.carets(text).size(), 3001u);
    for (std::size_t bytes : screen.writes) EXPECT_LE(bytes, 1024u);
}

TEST_F(Text, TextWithoutSpacesIsCutBetweenRunes)
{
    Monitor screen({100, 30});
    Font font = fonts.open(screen, "mono", 14);
    std::string text = "a";
    for (int i = 0; i < 4000; ++i) text += "€";
    EXPECT_EQ(font.measure(text), 4001 * font.advance());
    auto carets = font.carets(text);
    ASSERT_EQ(carets.size(), 4002u);
    for (int i = 1; i <= 4001; ++i)
        ASSERT_EQ(carets[std::size_t(i)], (Caret{std::uint32_t(3 * i - 2), i * font.advance()}));
}

TEST_F(Text, AFullSheetDropsGlyphsButNeverPixels)
{
    std::string_view words[] = {"abcdefgh", "ijklmnop", "qrstuvwx", "abqrijyz", "aibjckdl"};
    Monitor small({200, 120}), large({200, 120});
    for (Monitor* screen : {&small, &large}) {
        Font font = fonts.open(*screen, "mono", 14, screen == &small ? 5 : 2048);
        Point pen = baseline;
        for (std::string_view word : words) {
            font.draw(screen->window(), pen, screen->display().color(black), word);
            pen.y += font.height();
        }
        ASSERT_TRUE(screen->display().flush());
    }
    expect_same(small.pixels(), large.pixels());
    EXPECT_GT(count(small.letters, 'y'), count(large.letters, 'y'));
}

TEST_F(Text, AGrowingSheetKeepsItsGlyphs)
{
    Monitor screen({1200, 120}), fresh({1200, 120});
    Font font = fonts.open(screen, "sans", 14);
    std::string many;
    for (int rune = 0xc0; rune < 0x240; ++rune) many += {char(0xc0 | rune >> 6), char(0x80 | (rune & 0x3f))};
    const auto& ink = screen.display().color(black);
    font.draw(screen.window(), {4, 60}, ink, "first");
    font.draw(screen.window(), {4, 90}, ink, many);
    font.draw(screen.window(), baseline, ink, "first");
    ASSERT_TRUE(screen.display().flush());
    EXPECT_GT(count(screen.letters, 'i'), 1);
    Font again = fonts.open(fresh, "sans", 14);
    const auto& other = fresh.display().color(black);
    again.draw(fresh.window(), baseline, other, "first");
    again.draw(fresh.window(), {4, 60}, other, "first");
    for (const Caret& c : again.carets(many))
        if (c.offset < many.size()) again.draw(fresh.window(), {4 + c.x, 90}, other, many.substr(c.offset, 2));
    ASSERT_TRUE(fresh.display().flush());
    expect_same(screen.pixels(), fresh.pixels());
}

TEST_F(Text, LargeLettersAreDrawnThroughTheirOwnMask)
{
    Monitor screen({900, 600});
    Font font = fonts.open(screen, "sans", 512);
    Point end = font.draw(screen.window(), {20, 400}, screen.display().color(black), "Hg");
    ASSERT_TRUE(screen.display().flush());
    EXPECT_EQ(count(screen.letters, 's'), 0);
    EXPECT_EQ(count(screen.letters, 'd'), 2);
    Rect ink = screen.inked();
    EXPECT_GT(ink.dx(), 500);
    EXPECT_LT(ink.max.x, end.x);
    EXPECT_GT(ink.max.y, 400);  // the g
}

// The masks of a few large letters come in several answers.
TEST_F(Text, ManyLargeLettersAreAllDrawn)
{
    Monitor whole({2000, 600}), pieces({2000, 600});
    std::string_view text = "AGHMW";
    Font font = fonts.open(whole, "sans", 512), other = fonts.open(pieces, "sans", 512);
    font.draw(whole.window(), {0, 500}, whole.display().color(black), text);
    Point pen{0, 500};
    for (std::size_t i = 0; i < text.size(); ++i)
        pen = other.draw(pieces.window(), pen, pieces.display().color(black), text.substr(i, 1));
    ASSERT_TRUE(whole.display().flush());
    ASSERT_TRUE(pieces.display().flush());
    expect_same(whole.pixels(), pieces.pixels());
}

TEST_F(Text, StaysInsideTheClip)
{
    Monitor screen({120, 28});
    Font font = fonts.open(screen, "mono", 14);
    const Rect clip{{10, 12}, {40, 18}};
    screen.window().set_clip(clip);
    font.draw(screen.window(), baseline, screen.display().color(black), "HHHHHHHH");
    ASSERT_TRUE(screen.display().flush());
    EXPECT_TRUE(clip.contains(screen.inked()));
    EXPECT_FALSE(screen.inked().empty());
}

TEST_F(Text, AnAnswerThatCannotBeHadIsReported)
{
    Monitor screen({120, 28});
    Font font = fonts.open(screen, "sans", 14);
    auto broken = Font::open(
        screen.display(), [](std::string_view) { return fail("home is away"); }, "sans", 14);
    EXPECT_EQ(broken.error().text, "home is away");
    bool is_away = false;
    auto fickle = *Font::open(
        screen.display(),
        [&](std::string_view request) -> Result<std::string> {
            if (is_away) return fail("home is away");
            return fonts.service.answer(request);
        },
        "sans", 14);
    is_away = true;
    EXPECT_EQ(fickle.draw(screen.window(), baseline, screen.display().color(black), "hi"), baseline);
    EXPECT_EQ(screen.display().flush().error().text, "home is away");
    is_away = false;
    EXPECT_GT(fickle.measure("hi"), 0);
    EXPECT_TRUE(screen.display().flush());
}

TEST_F(Text, OpeningSaysWhatIsWrong)
{
    Monitor screen({10, 10});
    auto error = [&](std::string_view name, int size) {
        return Font::open(screen.display(), fonts.ask(), name, size).error().text;
    };
    EXPECT_EQ(error("fraktur", 14), "no font is called fraktur");
    EXPECT_EQ(error("mono", 2), "font size 2 is not from 4 to 512");
}
