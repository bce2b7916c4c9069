// Text to glyphs: whole pixels, nothing lost, the right order.
#include "draw/text/shape.h"

#include "screen.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace draw::text;

namespace {

// testing::Test has a Run of its own.
using GlyphRun = draw::text::Run;

struct Shaping : testing::Test {
    Faces faces = installed_faces();

    Face& face(std::string_view name)
    {
        auto found = faces.find(name);
        EXPECT_TRUE(found) << found.error().text;
        return **found;
    }
    GlyphRun run(std::string_view name, std::string_view text) { return shape(faces, face(name), 16, text); }
    // Where characters begin, in the order of the text.
    std::vector<std::uint32_t> offsets(std::string_view name, std::string_view text)
    {
        std::vector<std::uint32_t> out;
        for (const Stop& stop : run(name, text).stops) out.push_back(stop.offset);
        return out;
    }
    // From left to right.
    std::vector<std::uint32_t> order(std::string_view name, std::string_view text, const Setting& setting = Direction::ltr)
    {
        auto stops = shape(faces, face(name), 16, text, setting).stops;
        std::ranges::stable_sort(stops, {}, [](const Stop& stop) { return std::min(stop.x, stop.end); });
        std::vector<std::uint32_t> out;
        for (const Stop& stop : stops) out.push_back(stop.offset);
        return out;
    }
    std::string name_of(std::string_view family) { return face(family).name().text(); }
    // The family in which the first glyph is drawn.
    std::string drawn_in(std::string_view name, std::string_view text)
    {
        GlyphRun r = run(name, text);
        const std::string& face_name = r.faces.at(r.glyphs.at(0).face);
        for (auto family : {"mono", "sans", "emoji", "cjk-sc", "devanagari", "thai", "arabic", "hebrew", "symbols2"})
            if (face_name == name_of(std::string(family) == "emoji" ? "emoji:colour" : family)) return family;
        return face_name;
    }
    // The picture that name's face has for one rune.
    std::uint32_t glyph(std::string_view name, std::string_view rune) { return run(name, rune).glyphs.at(0).glyph; }
};

using Offsets = std::vector<std::uint32_t>;

}  // namespace

TEST_F(Shaping, FindsFacesByFamilyStyleAliasAndHash)
{
    Face& mono = face("mono");
    EXPECT_EQ(&face("monospace"), &mono);
    EXPECT_EQ(&face("mono:regular"), &mono);
    EXPECT_NE(&face("mono:bold"), &mono);
    EXPECT_EQ(&face(mono.name().text()), &mono);
    EXPECT_EQ(mono.name().text(), "0f5db4f1749979d961019838b160bec74abdf7f9eca69553fe1aa856bbff49a4");
}

TEST_F(Shaping, SaysWhatIsMissing)
{
    EXPECT_EQ(faces.find("fraktur").error().text, "no font is called fraktur");
    EXPECT_EQ(faces.find("mono:italic").error().text, "no font is called mono:italic");
    std::string hash(64, 'a');
    EXPECT_EQ(faces.find(hash).error().text, "font " + hash + " is not installed here");
    auto bare = *Faces::open(FONT_LIST, {"/nowhere"});
    EXPECT_EQ(bare.find("mono").error().text, "font mono needs DejaVuSansMono.ttf: install fonts-dejavu-core");
    EXPECT_EQ(bare.find(name_of("mono")).error().text,
              "font " + name_of("mono") +
                  " is not installed here: install DejaVuSansMono.ttf of fonts-dejavu-core");
    EXPECT_EQ(Faces::open("/nowhere/list", {}).error().text, "cannot read /nowhere/list");
}

TEST_F(Shaping, MonospacedFacesAreMeasuredByATable)
{
    FaceInfo mono = face("mono").info(16), sans = face("sans").info(16);
    EXPECT_EQ(mono.advance, 10);  // 1233 of 2048 units, 9.6 pixels
    EXPECT_EQ(mono.plain.size(), 95u);
    EXPECT_EQ(mono.plain['A' - ' '], glyph("mono", "A"));
    EXPECT_EQ(sans.advance, 0);
    EXPECT_TRUE(sans.plain.empty());
    EXPECT_EQ(sans.ascent, 15);  // 1901 of 2048 units, 14.9 pixels
    EXPECT_EQ(sans.descent, 4);  // 483 units, 3.8 pixels
    EXPECT_EQ(sans.height, 19);
}

TEST_F(Shaping, AdvancesAreWholePixelsOfTheUnhintedWidth)
{
    GlyphRun r = run("sans", "Wi");
    ASSERT_EQ(r.glyphs.size(), 2u);
    EXPECT_EQ(r.glyphs[0].advance, 16);  // 2025 of 2048 units
    EXPECT_EQ(r.glyphs[1].advance, 4);   // 569 units, 4.4 pixels
    EXPECT_EQ(r.width, 20);
}

TEST_F(Shaping, LettersAreNotKernedInPlainScripts)
{
    int apart = run("sans", "A").width + run("sans", "V").width;
    EXPECT_EQ(run("sans", "AV").width, apart);
}

// DejaVu Sans has one glyph for "ffi", and says where its letters end.
TEST_F(Shaping, ALigatureHasACaretPlaceForEachLetter)
{
    GlyphRun r = run("sans", "office");
    EXPECT_EQ(r.glyphs.size(), 4u);
    EXPECT_EQ(offsets("sans", "office"), (Offsets{0, 1, 2, 3, 4, 5}));
    for (std::size_t i = 0; i + 1 < r.stops.size(); ++i) {
        EXPECT_EQ(r.stops[i].end, r.stops[i + 1].x);
        EXPECT_LT(r.stops[i].x, r.stops[i].end);
    }
    EXPECT_EQ(r.stops.back().end, r.width);
}

TEST_F(Shaping, AMarkIsOneCharacterWithItsBase)
{
    EXPECT_EQ(offsets("sans", "ae\u0301b"), (Offsets{0, 1, 4}));
    GlyphRun dot = run("sans", "x\u0323b");  // there is no such letter, so the dot is set below the x
    ASSERT_EQ(dot.glyphs.size(), 3u);
    EXPECT_EQ(dot.glyphs[1].advance, 0);
    EXPECT_EQ(dot.width, run("sans", "xb").width);
    EXPECT_EQ(dot.stops.size(), 2u);
}

TEST_F(Shaping, MalformedBytesAndControlsAreReplacedOneByOne)
{
    std::uint32_t box = glyph("mono", "\ufffd");
    GlyphRun r = run("mono", "a\xff\xc3\t\x7f!");
    ASSERT_EQ(r.glyphs.size(), 6u);
    EXPECT_EQ(r.glyphs[0].glyph, glyph("mono", "a"));
    for (std::uint32_t i = 1; i < 5; ++i) EXPECT_EQ(r.glyphs[i].glyph, box);
    EXPECT_EQ(r.glyphs[5].glyph, glyph("mono", "!"));
    EXPECT_EQ(offsets("mono", "a\xff\xc3\t\x7f!"), (Offsets{0, 1, 2, 3, 4, 5}));
}

TEST_F(Shaping, AnotherFaceStandsInForARuneThatIsMissing)
{
    const char* hebrew = "\u05d0";
    ASSERT_FALSE(face("mono").has(0x5d0));
    ASSERT_TRUE(face("sans").has(0x5d0));
    GlyphRun r = run("mono", std::string("a") + hebrew);
    ASSERT_EQ(r.faces.size(), 2u);
    EXPECT_EQ(r.faces[0], name_of("mono"));
    EXPECT_EQ(r.faces[1], name_of("sans"));
    EXPECT_EQ(r.glyphs.at(1).face, 1);
    EXPECT_NE(r.glyphs.at(1).glyph, 0u);
}

TEST_F(Shaping, EveryScriptHasAFace)
{
    EXPECT_EQ(drawn_in("sans", "\u6c34"), "cjk-sc");
    EXPECT_EQ(drawn_in("sans", "\u3002"), "cjk-sc") << "and not one of those that have it, too";
    EXPECT_EQ(drawn_in("sans", "\u0915"), "devanagari");
    EXPECT_EQ(drawn_in("sans", "\u0e01"), "thai");
    EXPECT_EQ(drawn_in("sans:bold", "\u0e01"), name_of("thai:bold"));
}

// A word of Arabic would fall apart if some of its letters came from another face.
TEST_F(Shaping, LettersThatJoinAreOfOneFace)
{
    ASSERT_TRUE(face("mono").has(0x628));
    ASSERT_FALSE(face("mono").has(0x8a1));
    GlyphRun r = run("mono", "\u0628\u08a1\u0628");
    ASSERT_EQ(r.glyphs.size(), 3u);
    for (const RunGlyph& g : r.glyphs) EXPECT_EQ(g.face, r.glyphs[0].face);
    EXPECT_NE(r.glyphs[0].glyph, r.glyphs[2].glyph);
}

TEST_F(Shaping, ARuneNoFaceHasIsABoxWithItsNumber)
{
    GlyphRun r = run("sans", "\ue123\U0010fffd");
    ASSERT_EQ(r.glyphs.size(), 2u);
    EXPECT_EQ(r.faces.at(r.glyphs[0].face), missing_face);
    EXPECT_EQ(r.glyphs[0].glyph, 0xe123u);
    EXPECT_EQ(r.glyphs[1].glyph, 0x10fffdu);
    EXPECT_EQ(r.stops, (std::vector<Stop>{{0, 0, r.glyphs[0].advance}, {3, r.glyphs[0].advance, r.width}}));
    EXPECT_GT(r.glyphs[1].advance, r.glyphs[0].advance);  // six digits
    EXPECT_EQ((*faces.glyph(missing_face, 16, Hinting::light, 0xe123))->advance, r.glyphs[0].advance);
    EXPECT_EQ(run("mono", "\ue123").width, 2 * face("mono").cell(16));
}

TEST_F(Shaping, WhatIsNotSeenHasNoGlyph)
{
    EXPECT_EQ(run("sans", "a\U000e0041b").glyphs.size(), 2u);
    EXPECT_EQ(offsets("sans", "a\U000e0041b"), (Offsets{0, 5}));
    GlyphRun r = run("sans", "\u200e");
    EXPECT_TRUE(r.glyphs.empty());
    EXPECT_EQ(r.stops, (std::vector<Stop>{{0, 0, 0}}));
}

TEST_F(Shaping, HebrewRunsRightToLeftAmongLatin)
{
    // a space, alef at 2, bet at 4, a space at 6, gimel at 7, a comma at 9 that belongs to the Latin again
    EXPECT_EQ(order("sans", "a \u05d0\u05d1 \u05d2, b"), (Offsets{0, 1, 7, 6, 4, 2, 9, 10, 11}));
    GlyphRun r = run("sans", "a\u05d0");
    EXPECT_EQ(r.direction, Direction::ltr);
    EXPECT_LT(r.stops.at(0).x, r.stops.at(0).end);
    EXPECT_GT(r.stops.at(1).x, r.stops.at(1).end);
}

TEST_F(Shaping, ALineIsOfItsFirstStrongLettersDirection)
{
    EXPECT_EQ(run("sans", "1. \u05d0b").direction, Direction::rtl);
    EXPECT_EQ(run("sans", "1. b\u05d0").direction, Direction::ltr);
    EXPECT_EQ(order("sans", "\u05d0.", Direction::automatic), (Offsets{2, 0}));
    EXPECT_EQ(order("sans", "\u05d0.", Direction::ltr), (Offsets{0, 2}));
    EXPECT_EQ(order("sans", "ab", Direction::rtl), (Offsets{0, 1}));
    EXPECT_EQ(order("sans", "a.", Direction::rtl), (Offsets{1, 0}));
}

// A line that is wrapped is ordered as the paragraph it is of.
TEST_F(Shaping, WhatIsAroundALineDecidesWhereItsNumbersStand)
{
    std::string_view before = "\u05d0 English ", line = "12 words", after = " \u05d0";
    EXPECT_EQ(order("sans", line, {Direction::rtl, before, after}), (Offsets{0, 1, 2, 3, 4, 5, 6, 7}));
    EXPECT_EQ(order("sans", line, Direction::rtl), (Offsets{3, 4, 5, 6, 7, 2, 0, 1}));
    EXPECT_EQ(order("sans", "b!", {Direction::rtl, "", " b"}), (Offsets{0, 1}));
    EXPECT_EQ(order("sans", "b!", Direction::rtl), (Offsets{1, 0}));
    EXPECT_EQ(shape(faces, face("sans"), 16, "1", {Direction::automatic, "\u05d0 ", ""}).direction, Direction::rtl);
}

// Each has a place of its own, which takes no room.
TEST_F(Shaping, WhatIsNotSeenTakesNothingOfItsNeighbours)
{
    int w = run("sans", "W").width;
    EXPECT_EQ(run("sans", "\ufeffWW").stops, (std::vector<Stop>{{0, 0, 0}, {3, 0, w}, {4, w, 2 * w}}));
    EXPECT_EQ(run("sans", "W\u200eW").stops, (std::vector<Stop>{{0, 0, w}, {1, w, w}, {4, w, 2 * w}}));
    EXPECT_EQ(run("sans", "\u2067\u05d0\u2069").stops.size(), 3u);
    auto hebrew = run("sans", "\u05d0\u200f\u05d1");
    ASSERT_EQ(hebrew.stops.size(), 3u);
    EXPECT_EQ(hebrew.stops[1].x, hebrew.stops[1].end);
    EXPECT_EQ(hebrew.stops[1].x, hebrew.stops[2].x);
}

// A sign at the end of a line is no reason for its words to change.
TEST_F(Shaping, FacesAreChosenWordByWord)
{
    GlyphRun alone = run("mono", "\u0679\u06c1\u06d2"), beside = run("mono", "\u0679\u06c1\u06d2 \u2605");
    EXPECT_EQ(beside.stops.size(), alone.stops.size() + 2);
    EXPECT_EQ(beside.width, alone.width + 2 * face("mono").cell(16));
    GlyphRun blanks = run("mono", "\u0915 1");
    EXPECT_EQ(blanks.faces.at(blanks.glyphs.at(1).face), name_of("mono"));
    EXPECT_EQ(blanks.glyphs.at(1).advance, face("mono").cell(16));
}

TEST_F(Shaping, BracketsAreMirroredFromRightToLeft)
{
    GlyphRun r = run("sans", "(\u05d0)");
    ASSERT_EQ(r.glyphs.size(), 3u);
    EXPECT_EQ(r.glyphs[0].glyph, glyph("sans", "("));
    EXPECT_EQ(r.glyphs[2].glyph, glyph("sans", ")"));
}

TEST_F(Shaping, NumbersAmongHebrewKeepTheirOrder)
{
    // alef at 0, a space at 2, "12" at 3, a space at 5, bet at 6
    EXPECT_EQ(order("sans", "\u05d0 12 \u05d1"), (Offsets{6, 5, 3, 4, 2, 0}));
}

TEST_F(Shaping, AMarkIsOfTheFaceOfItsBase)
{
    GlyphRun r = run("mono", "a\u05d0\u05b0");
    ASSERT_EQ(r.glyphs.size(), 3u);
    for (std::size_t i : {1, 2}) {
        EXPECT_EQ(r.glyphs[i].face, 1);
        EXPECT_NE(r.glyphs[i].glyph, 0u);
    }
    EXPECT_EQ(r.stops.size(), 2u);
}

TEST_F(Shaping, FacesThatStandInKeepHebrewWordsInOrder)
{
    // mono has the space but not the letters
    EXPECT_EQ(order("mono", "\u05d0 \u05d1"), (Offsets{3, 2, 0}));
}

TEST_F(Shaping, ArabicLettersJoin)
{
    GlyphRun joined = run("sans", "\u0628\u0628\u0628");
    ASSERT_EQ(joined.glyphs.size(), 3u);
    EXPECT_NE(joined.glyphs[0].glyph, joined.glyphs[1].glyph);
    EXPECT_NE(joined.glyphs[1].glyph, joined.glyphs[2].glyph);
}

TEST_F(Shaping, LamAndAlefAreOneGlyphAndTwoCaretPlaces)
{
    GlyphRun r = run("sans", "\u0644\u0627");
    ASSERT_EQ(r.glyphs.size(), 1u);
    ASSERT_EQ(r.stops.size(), 2u);
    EXPECT_EQ(r.stops[0].x, r.width);  // from the right
    EXPECT_EQ(r.stops[0].end, r.stops[1].x);
    EXPECT_EQ(r.stops[1].end, 0);
    EXPECT_GT(r.stops[1].x, 0);
    EXPECT_LT(r.stops[1].x, r.width);
}

TEST_F(Shaping, DevanagariVowelsChangePlaces)
{
    // The vowel i stands before the letter it is spoken after.
    GlyphRun r = run("sans", "\u0915\u093f");
    ASSERT_EQ(r.glyphs.size(), 2u);
    EXPECT_EQ(r.glyphs[1].glyph, glyph("sans", "\u0915"));
    EXPECT_EQ(r.stops, (std::vector<Stop>{{0, 0, r.width}}));
    // ka, virama and ssa are one glyph.
    EXPECT_EQ(run("sans", "\u0915\u094d\u0937").glyphs.size(), 1u);
}

TEST_F(Shaping, ThaiMarksTakeNoRoom)
{
    GlyphRun r = run("sans", "\u0e17\u0e35\u0e48");
    EXPECT_EQ(r.width, run("sans", "\u0e17").width);
    EXPECT_EQ(r.stops.size(), 1u);
    EXPECT_EQ(offsets("sans", "\u0e01\u0e33\u0e01"), (Offsets{0, 6}));  // sara am belongs to its letter
}

TEST_F(Shaping, WideLettersTakeTwoColumns)
{
    int cell = face("mono").cell(16);
    EXPECT_EQ(cell, 10);
    GlyphRun r = run("mono", "a\u6c34\uff21\uac00\u3042\u30a2|");
    EXPECT_EQ(r.width, (1 + 5 * 2 + 1) * cell);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(r.stops.at(1 + i).x, (1 + 2 * int(i)) * cell);
    EXPECT_EQ(run("mono", "\U0001f600").width, 2 * cell);
    EXPECT_EQ(run("mono", "\uff71").width, cell);  // half as wide by its name
    EXPECT_EQ(run("sans", "\u6c34\u6c34").width, 32);
}

TEST_F(Shaping, EmojiAreInColourWhereTheyAreNotSaidToBeText)
{
    ASSERT_TRUE(face("sans").has(0x1f600));  // an outline
    EXPECT_EQ(drawn_in("sans", "\U0001f600"), "emoji");
    EXPECT_EQ(drawn_in("sans", "\U0001f600\ufe0e"), "sans");
    EXPECT_EQ(drawn_in("sans", "\u2764"), "sans");
    EXPECT_EQ(drawn_in("sans", "\u2764\ufe0f"), "emoji");
    EXPECT_EQ(drawn_in("sans", "1"), "sans");
    EXPECT_EQ(drawn_in("sans", "1\ufe0f\u20e3"), "emoji");
    EXPECT_EQ(drawn_in("mono", "\U0001f1e9\U0001f1ea"), "emoji");
}

TEST_F(Shaping, EmojiThatBelongTogetherAreOneGlyphAndOneCharacter)
{
    for (std::string_view text : {"\U0001f469\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea", "\U0001f44d\U0001f3fd", "1\ufe0f\u20e3",
                                  "\u2764\ufe0f\u200d\U0001f525", "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"}) {
        GlyphRun r = run("sans", text);
        EXPECT_EQ(r.glyphs.size(), 1u) << text;
        EXPECT_EQ(r.stops, (std::vector<Stop>{{0, 0, r.width}})) << text;
    }
    EXPECT_EQ(offsets("sans", "\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7"), (Offsets{0, 8}));
    // What no face has as one is drawn as several, and is one character all the same.
    EXPECT_EQ(run("sans", "\U0001f600\u200d\U0001f525").stops.size(), 1u);
}

TEST_F(Shaping, APictureInColourIsAsLargeAsItsFont)
{
    auto r = run("sans", "\U0001f600");
    for (int size : {9, 16, 32, 109, 200}) {
        auto glyph = faces.glyph(r.faces.at(1), size, Hinting::light, r.glyphs.at(0).glyph);
        ASSERT_TRUE(glyph);
        EXPECT_EQ((*glyph)->ink, Ink::colour);
        EXPECT_NEAR((*glyph)->width, 136 * size / 109, 1);
        EXPECT_NEAR((*glyph)->advance, (*glyph)->width, 1);
        EXPECT_EQ((*glyph)->pixels.size(), std::size_t(4 * (*glyph)->width * (*glyph)->height));
        for (std::size_t i = 0; i < (*glyph)->pixels.size(); i += 4)  // premultiplied
            for (std::size_t c = 0; c < 3; ++c) ASSERT_LE(std::uint8_t((*glyph)->pixels[i + c]), std::uint8_t((*glyph)->pixels[i + 3]));
    }
}

// The face is one for Chinese; it has other pictures of some ideographs for Japanese.
TEST_F(Shaping, IdeographsBesideKanaAreJapanese)
{
    auto alone = run("sans", "\u76f4"), beside = run("sans", "\u76f4\u3059");
    EXPECT_EQ(alone.faces, beside.faces);
    EXPECT_NE(alone.glyphs.at(0).glyph, beside.glyphs.at(0).glyph);
}

TEST_F(Shaping, EveryByteOfAnyTextIsInSomeCharacter)
{
    unsigned seed = 1;
    auto random = [&] { return (seed = seed * 1103515245 + 12345) >> 16; };
    const std::string_view parts[] = {"a",  "\u0301", "\u05d0", "1",      " ",      "\u0628",     "\xff",         "\u200d",     "\U0001f600",
                                      "fi", "\u0915", "\u094d", "\n",     "\ufe0f", "\xe2\x82",   "\u202e",       "\u2067",     "\u2069",
                                      "(",  "\ue123", "\u0e33", "\u0644", "\u0627", "\U0001f1e9", "\U000e0067",   "\u6c34",     "\u200f"};
    for (int round = 0; round < 1000; ++round) {
        std::string text;
        for (unsigned n = random() % 12; n > 0; --n) text += parts[random() % std::size(parts)];
        GlyphRun r = run(round % 2 ? "mono" : "sans", text);
        int sum = 0, covered = 0;
        for (const RunGlyph& g : r.glyphs) sum += g.advance;
        EXPECT_EQ(sum, r.width);
        EXPECT_EQ(r.stops.empty(), text.empty());
        for (std::size_t i = 0; i < r.stops.size(); ++i) {
            const Stop& stop = r.stops[i];
            EXPECT_EQ(stop.offset == 0, i == 0);
            EXPECT_LT(stop.offset, text.size());
            EXPECT_GE(std::min(stop.x, stop.end), 0);
            EXPECT_LE(std::max(stop.x, stop.end), r.width);
            covered += std::abs(stop.end - stop.x);
        }
        EXPECT_GE(covered, r.width) << testing::PrintToString(text);
        EXPECT_EQ(r, run(round % 2 ? "mono" : "sans", text));
    }
}

TEST_F(Shaping, AMaskIsTheInkOfAGlyph)
{
    auto mask = faces.glyph(name_of("mono"), 32, Hinting::light, glyph("mono", "H"));
    ASSERT_TRUE(mask);
    const draw::text::Glyph& g = **mask;
    EXPECT_EQ(g.advance, 19);  // 1233 of 2048 units
    EXPECT_EQ(g.top, 23);      // 1493 units
    EXPECT_EQ(g.height, 23);   // down to the baseline
    EXPECT_LE(g.left + g.width, g.advance);
    EXPECT_EQ(g.pixels.size(), std::size_t(g.width * g.height));
    EXPECT_NE(g.pixels.find('\xff'), g.pixels.npos);
    EXPECT_EQ((*faces.glyph(name_of("mono"), 16, Hinting::light, glyph("mono", " ")))->pixels, "");
    EXPECT_EQ(faces.glyph(name_of("mono"), 16, Hinting::light, 1u << 30).error().text,
              "font " + name_of("mono") + " has no glyph 1073741824");
}

TEST_F(Shaping, LightHintingFitsRowsAndKeepsAdvances)
{
    std::uint32_t e = glyph("sans", "e");
    draw::text::Glyph light = **faces.glyph(name_of("sans"), 16, Hinting::light, e);
    draw::text::Glyph none = **faces.glyph(name_of("sans"), 16, Hinting::none, e);
    EXPECT_NE(light.pixels, none.pixels);
    EXPECT_EQ(light.advance, none.advance);
}

TEST_F(Shaping, TheCacheOfGlyphsForgetsButIsNeverWrong)
{
    std::string sans = name_of("sans");
    draw::text::Glyph before = **faces.glyph(sans, 400, Hinting::light, 40);
    for (std::uint32_t id = 3; id < 200; ++id) ASSERT_TRUE(faces.glyph(sans, 400, Hinting::light, id));
    EXPECT_LT(faces.kept_glyphs(), 150u);  // of 197 of about 50 KB
    EXPECT_EQ(**faces.glyph(sans, 400, Hinting::light, 40), before);
}
