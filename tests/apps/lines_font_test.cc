// Lines of all kinds of text, measured by the real font.
#include "apps/kit/lines.h"
#include "tests/text/screen.h"

#include <gtest/gtest.h>
#include <random>

namespace kit {
namespace {

struct RealFont {
    Fonts fonts;
    Monitor screen{{100, 100}};
    draw::client::Font font = fonts.open(screen, "mono", 14);

    Ruler ruler()
    {
        return {[this](std::string_view shown, const draw::text::Setting& setting) { return font.stops(shown, setting); },
                [this](std::string_view text) { return font.direction_of(text); }};
    }
};

std::string random_text(std::mt19937& random, std::size_t parts)
{
    const std::string_view all[] = {"word ",   "a",        "\t",       "\n",     "12 ",        "\u05d0\u05d1 ", "\u05d0",           "\u0628\u0644\u0627 ",
                                    "\u0301",  "\u4e16",   "\u3002",   "\x80",   "\xe2\x82",   "\xff",          "\U0001f469\u200d", "\U0001f680",
                                    "\u200e",  "\ufeff",   "(", ") ",  "\u0e19\u0e49\u0e33",   "\u0915\u094d\u0937 ", "\ue123",    "\U0001f1e9\U0001f1ea"};
    std::string text;
    for (; parts > 0; --parts) text += all[random() % std::size(all)];
    return text;
}

// Pixels: a ligature that a line of no room is broken in may become as wide.
constexpr int widest = 40;

int width_of(const Lines& lines, const Line& line)
{
    int width = 0;
    for (auto& part : lines.covered(line, line.from, line.to)) width += part.end - part.begin;
    return width;
}

// Where directions meet, a place between two characters is two places of the text.
bool turns(const Lines& lines, const Line& line)
{
    for (auto at = line.from; at < line.to; at = lines.next(at))
        if (lines.x_of(line, lines.next(at)) < lines.x_of(line, at)) return true;
    return false;
}

// Every line from the top, each found again from anywhere in it, with every caret place in it.
void expect_sound(const Text& text, const Lines& lines, int width)
{
    std::size_t expected = 0;
    for (std::optional line = lines.at(0); line; line = lines.after(*line)) {
        ASSERT_EQ(line->from, expected);
        bool is_last = line->to == text.size();
        ASSERT_TRUE(is_last || line->to > line->from || text[line->to] == '\n') << line->from;
        ASSERT_EQ(lines.at(line->from), *line);
        auto second = lines.next(line->from);
        if (second < line->to) {
            ASSERT_EQ(lines.at(second), *line) << second;
            ASSERT_LE(width_of(lines, *line), std::max(width, widest)) << line->from;
        }
        expected = line->to + !lines.is_wrapped(*line);
    }
    ASSERT_EQ(expected, text.size() + 1);
    for (std::size_t at = 0; at < text.size();) {
        auto next = lines.next(at);
        ASSERT_GT(next, at);
        ASSERT_EQ(lines.previous(next), at);
        at = next;
    }
}

// A click where a caret stands finds a caret there.
void expect_clicks_to_be_right(const Lines& lines)
{
    for (std::optional line = lines.at(0); line; line = lines.after(*line)) {
        if (turns(lines, *line)) continue;
        for (int x = 0; x < width_of(lines, *line); x += 5) {
            int caret = lines.x_of(*line, lines.offset_in(*line, x));
            ASSERT_EQ(lines.x_of(*line, lines.offset_in(*line, caret)), caret) << line->from << " " << x;
        }
    }
}

TEST(LinesOfTheRealFont, are_sound_whatever_the_text_is)
{
    RealFont real;
    for (unsigned seed = 1; seed <= 24; ++seed) {
        std::mt19937 random(seed);
        Text text(random_text(random, random() % 80));
        Lines lines(text, real.ruler());
        int width = seed % 3 == 0 ? 5 : seed % 3 == 1 ? 120 : 500;
        lines.set_width(width);
        expect_sound(text, lines, width);
        expect_clicks_to_be_right(lines);
        if (testing::Test::HasFatalFailure()) FAIL() << "seed " << seed << ": " << testing::PrintToString(text.bytes());
    }
}

TEST(LinesOfTheRealFont, of_bytes_that_are_no_text_end)
{
    RealFont real;
    for (auto bytes : {"a" + std::string(300, '\x80') + "b\n", "x\n" + std::string(130, '\xbf') + "b", std::string(200, '\xf0')}) {
        Text text(bytes);
        Lines lines(text, real.ruler());
        lines.set_width(400);
        expect_sound(text, lines, 400);
        EXPECT_EQ(lines.next(1), 2u);
    }
}

// The bound at which an endless paragraph is broken is within a rune here; before it the text is from right to left.
TEST(LinesOfTheRealFont, of_an_endless_paragraph_have_one_direction_each)
{
    RealFont real;
    std::string bytes = "1";
    while (bytes.size() < Lines::longest_paragraph - 1) bytes += "\u05d0";
    while (bytes.size() < Lines::longest_paragraph + 600) bytes += "\u00e9\u00e8";
    Text text(bytes);
    Lines lines(text, real.ruler());
    lines.set_width(600);
    auto first = lines.at(Lines::longest_paragraph - 1);
    EXPECT_EQ(first.from, Lines::longest_paragraph - 1);
    EXPECT_EQ(first.direction, Direction::ltr);
    EXPECT_EQ(lines.at(first.from + 4), first);
    EXPECT_EQ(lines.at(first.from - 1).direction, Direction::rtl);
    EXPECT_EQ(lines.after(lines.at(first.from - 1)), first);
}

TEST(LinesOfTheRealFont, are_as_long_as_the_width_however_many_bytes_that_takes)
{
    RealFont real;
    std::string bytes;
    for (int i = 0; i < 300; ++i) bytes += "e\u0301\u0302\u0303\u0304";
    Text text(bytes);
    Lines lines(text, real.ruler());
    lines.set_width(250 * real.font.advance());
    EXPECT_EQ(lines.at(0).to, 250u * 9);
}

}  // namespace
}  // namespace kit
