// Lines are found from anywhere; here they are held against those that are found from the top.
#include "apps/kit/breaks.h"
#include "apps/kit/lines.h"

#include <gtest/gtest.h>
#include <random>

namespace kit {
namespace {

using draw::text::Direction;
using draw::text::Stop;

constexpr int width = 20;  // a byte is a pixel wide

// Runes are characters; '~' goes on with the one before it. A line that begins with a capital is from right to left.
std::vector<Stop> stops(std::string_view shown, const draw::text::Setting& setting)
{
    std::vector<Stop> out;
    for (std::uint32_t at = 0; at < shown.size(); ++at) {
        int x = int(at);
        if (!out.empty() && ((shown[at] & 0xc0) == 0x80 || shown[at] == '~')) ++out.back().end;
        else out.push_back({at, x, x + 1});
    }
    if (setting.direction == Direction::rtl)
        for (Stop& stop : out) stop = {stop.offset, int(shown.size()) - stop.x, int(shown.size()) - stop.end};
    return out;
}
Direction direction(std::string_view text) { return !text.empty() && text[0] >= 'A' && text[0] <= 'Z' ? Direction::rtl : Direction::ltr; }

// Of each paragraph and each piece of it that is at most longest_paragraph: as much as fits, to the last blank there.
std::vector<Line> from_the_top(const std::string& text)
{
    std::vector<Line> all;
    for (std::size_t at = 0;;) {
        auto end = std::min({text.find('\n', at), text.size(), (at / Lines::longest_paragraph + 1) * Lines::longest_paragraph});
        auto to = end;
        if (end - at > width) {
            auto blank = text.rfind(' ', at + width - 1);
            to = blank == text.npos || blank < at ? at + width : blank + 1;
        }
        all.push_back({at, to});
        if (to == text.size()) return all;
        at = text[to] == '\n' ? to + 1 : to;
    }
}

struct Found {
    Text text;
    Lines lines{text, {stops, direction}};
    explicit Found(const std::string& bytes) : text(bytes) { lines.set_width(width); }
};

void expect_the_same(const std::string& bytes, std::size_t step = 1)  // looks at each step-th line
{
    Found f(bytes);
    auto all = from_the_top(bytes);
    for (std::size_t i = 0; i < all.size(); i += step) {
        auto where = std::to_string(i) + " of " + std::to_string(all.size());
        ASSERT_EQ(f.lines.at(all[i].from), all[i]) << where;
        ASSERT_EQ(f.lines.after(all[i]), i + 1 < all.size() ? std::optional(all[i + 1]) : std::nullopt) << where;
        ASSERT_EQ(f.lines.before(all[i]), i > 0 ? std::optional(all[i - 1]) : std::nullopt) << where;
    }
    ASSERT_EQ(f.lines.at(bytes.size()), all.back());
}

TEST(Lines, are_the_same_from_anywhere_as_from_the_top)
{
    for (unsigned seed = 1; seed <= 50; ++seed) {
        std::mt19937 random(seed);
        std::string text;
        for (auto n = random() % 600; text.size() < n;) text += "abcdefgh  \n"[random() % 11];
        expect_the_same(text);
        if (HasFailure()) FAIL() << "seed " << seed;
    }
}

TEST(Lines, of_a_paragraph_without_end_are_the_same_too)
{
    for (auto size : {Lines::longest_paragraph - 1, Lines::longest_paragraph, Lines::longest_paragraph * 2 + 7})
        expect_the_same(std::string(size, 'x'), 31);
}

TEST(Lines, an_empty_text_has_one)
{
    Found f("");
    EXPECT_EQ(f.lines.at(0), (Line{0, 0}));
    EXPECT_FALSE(f.lines.after({0, 0}));
    EXPECT_FALSE(f.lines.before({0, 0}));
}

TEST(Lines, a_place_after_the_last_newline_is_a_line_of_its_own)
{
    Found f("one\n");
    EXPECT_EQ(f.lines.at(3), (Line{0, 3}));
    EXPECT_EQ(f.lines.at(4), (Line{4, 4}));
}

TEST(Lines, where_a_line_is_wrapped_the_place_is_the_next_lines)
{
    Found f("words that go on and on");
    auto first = f.lines.at(0);
    EXPECT_EQ(f.text.piece(0, first.to), "words that go on ");
}

TEST(Lines, down_and_up_stop_at_the_ends)
{
    Found f("a\nb\nc");
    EXPECT_EQ(f.lines.down({0, 1}, 9), (Line{4, 5}));
    EXPECT_EQ(f.lines.down({4, 5}, -9), (Line{0, 1}));
    EXPECT_EQ(f.lines.down({0, 1}, 1), (Line{2, 3}));
}

// What a key costs must not grow with the text: with 8 MB before and behind it, no more is measured than with none.
TEST(Lines, one_line_is_measured_and_not_the_text)
{
    std::size_t measured = 0;
    std::string line(60, 'y'), text;
    while (text.size() < 8u << 20) text += line + "\n";
    Text t(text);
    Lines lines(t, {[&](std::string_view shown, const draw::text::Setting& setting) { return measured += shown.size(), stops(shown, setting); }, direction});
    lines.set_width(80);
    t.move_to(text.size() / 2);
    t.replace("x");
    lines.down(lines.at(t.caret()), 10);
    EXPECT_LT(measured, 3000u);
}

TEST(Lines, the_places_beside_one_are_a_character_away)
{
    Found f("ab~~c\u20ac\n\td");
    const std::size_t places[] = {0, 1, 4, 5, 8, 9, 10, 11};
    for (std::size_t i = 0; i < std::size(places); ++i) {
        EXPECT_EQ(f.lines.next(places[i]), places[std::min(i + 1, std::size(places) - 1)]);
        EXPECT_EQ(f.lines.previous(places[i]), places[std::max<std::size_t>(i, 1) - 1]);
    }
}

TEST(Lines, a_step_over_where_a_line_is_wrapped_is_a_character_too)
{
    Found f(std::string(width - 1, 'x') + "yz");
    EXPECT_EQ(f.lines.at(0).to, std::size_t(width));
    EXPECT_EQ(f.lines.next(width - 1), std::size_t(width));
    EXPECT_EQ(f.lines.next(width), std::size_t(width + 1));
    EXPECT_EQ(f.lines.previous(width), std::size_t(width - 1));
}

TEST(Lines, no_character_is_cut)
{
    Found f(std::string(width - 2, 'x') + "y~~z");
    EXPECT_EQ(f.lines.at(0).to, std::size_t(width - 2));
    Found wide("x" + std::string(50, '~') + "y");  // wider than the line, which has it all the same
    EXPECT_EQ(wide.lines.at(0).to, 51u);
}

TEST(Lines, a_tab_is_one_character)
{
    Found f("a\tb");
    auto line = f.lines.at(0);
    EXPECT_EQ(f.lines.x_of(line, 1), 1);
    EXPECT_EQ(f.lines.x_of(line, 2), 5);
    EXPECT_EQ(f.lines.offset_in(line, 2), 1u);
    EXPECT_EQ(f.lines.offset_in(line, 4), 2u);
    EXPECT_EQ(f.lines.covered(line, 1, 2), (std::vector<Lines::Stretch>{{1, 5}}));
}

TEST(Lines, a_line_from_right_to_left_begins_at_the_right)
{
    Found f("Abc def\nghi");
    auto line = f.lines.at(0);
    EXPECT_EQ(line.direction, Direction::rtl);
    EXPECT_EQ(f.lines.begin_x(line), width - 7);
    EXPECT_EQ(f.lines.x_of(line, 0), width);
    EXPECT_EQ(f.lines.x_of(line, 7), width - 7);
    EXPECT_EQ(f.lines.offset_in(line, width), 0u);
    EXPECT_EQ(f.lines.offset_in(line, 0), 7u);
    EXPECT_EQ(f.lines.covered(line, 1, 3), (std::vector<Lines::Stretch>{{width - 3, width - 1}}));
    EXPECT_EQ(f.lines.after(line)->direction, Direction::ltr);
    Found wrapped("Abc def ghi jkl mno pqr");
    EXPECT_EQ(wrapped.lines.at(22).direction, Direction::rtl) << "of the paragraph";
    Found empty("A\n");
    EXPECT_EQ(empty.lines.x_of(empty.lines.at(0), 0), width);
}

TEST(Breaks, are_after_blanks_and_within_writing_that_has_none)
{
    EXPECT_TRUE(may_break("a b", 2));
    EXPECT_FALSE(may_break("a b", 1));
    EXPECT_FALSE(may_break("ab", 1));
    EXPECT_TRUE(may_break("\u4e16\u754c", 3));
    EXPECT_TRUE(may_break("a\u754c", 1));
    EXPECT_FALSE(may_break("\u754c\u3002", 3));  // a full stop begins no line
    EXPECT_FALSE(may_break("\u300c\u754c", 3));  // an opening bracket ends none
    EXPECT_TRUE(may_break("\xac\u754c", 1));     // malformed bytes are characters
}

TEST(Lines, no_rune_is_cut_where_an_endless_paragraph_is_broken)
{
    std::string text(Lines::longest_paragraph - 1, 'x');
    for (int i = 0; i < 40; ++i) text += "\u20ac";
    Found f(text);
    for (std::optional line = f.lines.at(0); line; line = f.lines.after(*line)) {
        if (line->from + 400 < Lines::longest_paragraph) continue;
        EXPECT_TRUE(line->to == text.size() || (text[line->to] & 0xc0) != 0x80) << line->to;
        EXPECT_EQ(f.lines.at(line->from), *line);
    }
}

}  // namespace
}  // namespace kit
