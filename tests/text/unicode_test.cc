// Unicode's own tests of the orders and divisions that text is drawn by.
#include "draw/text/unicode.h"

#include "draw/text/bidi.h"
#include "draw/text/shape.h"
#include "screen.h"
#include "unicode_data.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <set>

using namespace draw::text;

namespace {

struct UnicodeData : testing::Test {
    void SetUp() override
    {
        if (!has_unicode_data()) GTEST_SKIP() << "the package unicode-data is not installed";
    }
};

// A row of BidiCharacterTest.txt: runes; direction; level of the line; levels, x for what is not seen; visual order.
struct BidiRow {
    std::vector<std::uint32_t> runes;
    Direction direction;
    int line_level;
    std::vector<int> levels;  // below 0 for x
    std::vector<std::uint32_t> order;
};

BidiRow bidi_row(const std::vector<std::string>& fields)
{
    BidiRow row{runes_of(fields.at(0)), {}, std::stoi(fields.at(2)), {}, {}};
    constexpr Direction directions[] = {Direction::ltr, Direction::rtl, Direction::automatic};
    row.direction = directions[std::stoi(fields.at(1))];
    for (const std::string& level : words_of(fields.at(3))) row.levels.push_back(level == "x" ? -1 : std::stoi(level));
    for (const std::string& place : words_of(fields.at(4))) row.order.push_back(std::uint32_t(std::stoi(place)));
    return row;
}

// The places of the runes that are seen, from left to right.
std::vector<std::uint32_t> order_of(const BidiRow& row, const std::vector<std::int8_t>& levels)
{
    std::vector<std::uint32_t> places(row.runes.size());
    std::iota(places.begin(), places.end(), 0u);
    std::erase_if(places, [&](std::uint32_t i) { return row.levels[i] < 0; });
    reorder(places, [&](std::uint32_t i) { return levels[i]; });
    return places;
}

}  // namespace

TEST_F(UnicodeData, LinesAreOrderedAsUax9Says)
{
    int rows = 0, wrong = 0;
    for_rows("BidiCharacterTest.txt", [&](const std::vector<std::string>& fields) {
        BidiRow row = bidi_row(fields);
        Direction direction = row.direction;
        auto levels = bidi_levels(row.runes, 0, row.runes.size(), direction);
        bool is_right = (direction == Direction::rtl) == (row.line_level % 2 != 0) && order_of(row, levels) == row.order;
        for (std::size_t i = 0; i < levels.size(); ++i) is_right = is_right && (row.levels[i] < 0 || row.levels[i] == levels[i]);
        ++rows;
        if (!is_right && ++wrong < 10) ADD_FAILURE() << fields[0] << "; " << fields[1];
    });
    EXPECT_GT(rows, 90000);
    EXPECT_EQ(wrong, 0);
}

// What is not looked at closely has nothing in it that turns.
TEST_F(UnicodeData, EachRuneThatRunsRightToLeftTurnsALine)
{
    for_rows("extracted/DerivedBidiClass.txt", [](const std::vector<std::string>& fields) {
        std::string kind = words_of(fields.at(1)).at(0);
        if (kind != "R" && kind != "AL") return;
        auto [first, last] = range_of(fields[0]);
        for (; first <= last; ++first) {
            Direction direction = Direction::automatic;
            (void)bidi_levels(std::array<std::uint32_t, 1>{first}, 0, 1, direction);
            EXPECT_EQ(direction, Direction::rtl) << std::hex << first;
        }
    });
}

TEST_F(UnicodeData, CharactersAreDividedAsUax29Says)
{
    int rows = 0;
    for_rows("auxiliary/GraphemeBreakTest.txt", [&](const std::vector<std::string>& fields) {
        std::vector<std::uint32_t> runes, starts;
        for (const std::string& word : words_of(fields.at(0))) {
            if (word == "÷") starts.push_back(std::uint32_t(runes.size()));
            else if (word != "×") runes.push_back(std::uint32_t(std::stoul(word, nullptr, 16)));
        }
        starts.pop_back();  // the end
        EXPECT_EQ(grapheme_starts(runes), starts) << fields[0];
        ++rows;
    });
    EXPECT_GT(rows, 500);
}

TEST_F(UnicodeData, EmojiAreWhatUnicodeSays)
{
    std::set<std::uint32_t> emoji;
    for_rows("emoji/emoji-data.txt", [&](const std::vector<std::string>& fields) {
        if (words_of(fields.at(1)).at(0) != "Emoji_Presentation") return;
        auto [first, last] = range_of(fields[0]);
        for (; first <= last; ++first) emoji.insert(first);
    });
    EXPECT_GT(emoji.size(), 1000u);
    for (std::uint32_t rune = 0; rune <= 0x10ffff; ++rune)
        EXPECT_EQ(is_emoji(std::span(&rune, 1)), emoji.contains(rune)) << std::hex << rune;
}

TEST_F(UnicodeData, WhatIsIgnorableIsWhatUnicodeSays)
{
    for_rows("DerivedCoreProperties.txt", [&](const std::vector<std::string>& fields) {
        if (words_of(fields.at(1)).at(0) != "Default_Ignorable_Code_Point") return;
        auto [first, last] = range_of(fields[0]);
        for (; first <= last; ++first) EXPECT_TRUE(is_ignorable(first) || (first >= 0xfff0 && first <= 0xfff8)) << std::hex << first;
    });
}

// Each of the sequences is one character, and one picture where the installed face is as new as the list.
TEST_F(UnicodeData, EmojiSequencesAreOneCharacter)
{
    Faces faces = installed_faces();
    Face& sans = **faces.find("sans");
    int rows = 0, pictures = 0;
    for (const char* file : {"emoji/emoji-sequences.txt", "emoji/emoji-zwj-sequences.txt"})
        for_rows(file, [&](const std::vector<std::string>& fields) {
            if (fields.at(0).find("..") != fields[0].npos) return;
            std::string text = utf8_of(runes_of(fields[0]));
            auto run = shape(faces, sans, 16, text);
            EXPECT_EQ(run.stops.size(), 1u) << fields[0];
            ++rows;
            pictures += run.glyphs.size() == 1;
        });
    EXPECT_GT(rows, 2000);
    EXPECT_EQ(pictures, rows);
}
