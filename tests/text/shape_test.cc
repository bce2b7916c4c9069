// Text to glyphs: whole pixels, nothing lost, the right order.
#include "draw/text/shape.h"

#include "screen.h"

#include <gtest/gtest.h>

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
    std::vector<std::uint32_t> clusters(std::string_view name, std::string_view text)
    {
        std::vector<std::uint32_t> out;
        for (const RunGlyph& g : run(name, text).glyphs) out.push_back(g.cluster);
        return out;
    }
    // The picture that name's face has for one rune.
    std::uint32_t glyph(std::string_view name, std::string_view rune) { return run(name, rune).glyphs.at(0).glyph; }
};

using Clusters = std::vector<std::uint32_t>;

}  // namespace

TEST_F(Shaping, FindsFacesByFamilyStyleAliasAndHash)
{
    Face& mono = face("mono");
    EXPECT_EQ(&face("monospace"), &mono);
    EXPECT_EQ(&face("mono:regular"), &mono);
    EXPECT_NE(&face("mono:bold"), &mono);
    EXPECT_EQ(&face(mono.hash()), &mono);
    EXPECT_EQ(mono.hash(), "0f5db4f1749979d961019838b160bec74abdf7f9eca69553fe1aa856bbff49a4");
}

TEST_F(Shaping, SaysWhatIsMissing)
{
    EXPECT_EQ(faces.find("gothic").error().text, "no font is called gothic");
    EXPECT_EQ(faces.find("mono:italic").error().text, "no font is called mono:italic");
    std::string hash(64, 'a');
    EXPECT_EQ(faces.find(hash).error().text, "font " + hash + " is not installed here");
    auto bare = *Faces::open(FONT_LIST, {"/nowhere"});
    EXPECT_EQ(bare.find("mono").error().text, "font mono needs DejaVuSansMono.ttf: install fonts-dejavu-core");
    EXPECT_EQ(bare.find(face("mono").hash()).error().text,
              "font " + face("mono").hash() +
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

TEST_F(Shaping, LettersStandAloneInPlainScripts)
{
    EXPECT_EQ(clusters("sans", "office"), (Clusters{0, 1, 2, 3, 4, 5}));
    int apart = run("sans", "A").width + run("sans", "V").width;
    EXPECT_EQ(run("sans", "AV").width, apart);
}

TEST_F(Shaping, AMarkJoinsTheClusterOfItsBase)
{
    EXPECT_EQ(clusters("sans", "ae\u0301b"), (Clusters{0, 1, 4}));
    GlyphRun dot = run("sans", "x\u0323b");  // there is no such letter, so the dot is set below the x
    ASSERT_EQ(dot.glyphs.size(), 3u);
    EXPECT_EQ(dot.glyphs[1].advance, 0);
    EXPECT_EQ(dot.glyphs[1].cluster, 0u);
    EXPECT_EQ(dot.width, run("sans", "xb").width);
}

TEST_F(Shaping, MalformedBytesAndControlsAreReplacedOneByOne)
{
    std::uint32_t box = glyph("mono", "\ufffd");
    GlyphRun r = run("mono", "a\xff\xc3\t\x7f!");
    ASSERT_EQ(r.glyphs.size(), 6u);
    EXPECT_EQ(r.glyphs[0].glyph, glyph("mono", "a"));
    for (std::uint32_t i = 1; i < 5; ++i) {
        EXPECT_EQ(r.glyphs[i].glyph, box);
        EXPECT_EQ(r.glyphs[i].cluster, i);
    }
    EXPECT_EQ(r.glyphs[5].glyph, glyph("mono", "!"));
}

TEST_F(Shaping, AnotherFaceStandsInForARuneThatIsMissing)
{
    const char* hebrew = "\u05d0";
    ASSERT_FALSE(face("mono").has(0x5d0));
    ASSERT_TRUE(face("sans").has(0x5d0));
    GlyphRun r = run("mono", std::string("a") + hebrew);
    ASSERT_EQ(r.faces.size(), 2u);
    EXPECT_EQ(r.faces[0], face("mono").hash());
    EXPECT_EQ(r.faces[1], face("sans").hash());
    EXPECT_EQ(r.glyphs.at(1).face, 1);
    EXPECT_NE(r.glyphs.at(1).glyph, 0u);
}

TEST_F(Shaping, ARuneNoFaceHasIsTheMissingGlyphOfTheFirst)
{
    GlyphRun r = run("sans", "\u6c34");
    ASSERT_EQ(r.glyphs.size(), 1u);
    EXPECT_EQ(r.glyphs[0].glyph, 0u);
    EXPECT_EQ(r.glyphs[0].face, 0);
    EXPECT_GT(r.width, 0);
}

TEST_F(Shaping, HebrewRunsRightToLeftAmongLatin)
{
    // a space, alef at 2, bet at 4, a space at 6, gimel at 7, a comma at 9 that belongs to the Latin again
    EXPECT_EQ(clusters("sans", "a \u05d0\u05d1 \u05d2, b"), (Clusters{0, 1, 7, 6, 4, 2, 9, 10, 11}));
    GlyphRun r = run("sans", "a\u05d0");
    EXPECT_FALSE(r.glyphs.at(0).is_rtl);
    EXPECT_TRUE(r.glyphs.at(1).is_rtl);
}

TEST_F(Shaping, NumbersAmongHebrewKeepTheirOrder)
{
    // alef at 0, a space at 2, "12" at 3, a space at 5, bet at 6
    EXPECT_EQ(clusters("sans", "\u05d0 12 \u05d1"), (Clusters{6, 5, 3, 4, 2, 0}));
}

TEST_F(Shaping, NumbersInDigitsOfTwoScriptsKeepTheirOrder)
{
    // alef at 0, a space at 2, "1" at 3, a Devanagari 1 at 4, a space at 7, bet at 8
    EXPECT_EQ(clusters("sans", "\u05d0 1\u0967 \u05d1"), (Clusters{8, 7, 3, 4, 2, 0}));
}

TEST_F(Shaping, AMarkIsOfTheFaceOfItsBase)
{
    GlyphRun r = run("mono", "a\u05d0\u05b0");
    ASSERT_EQ(r.glyphs.size(), 3u);
    for (std::size_t i : {1, 2}) {
        EXPECT_EQ(r.glyphs[i].face, 1);
        EXPECT_EQ(r.glyphs[i].cluster, 1u);
        EXPECT_NE(r.glyphs[i].glyph, 0u);
    }
}

TEST_F(Shaping, FacesThatStandInKeepHebrewWordsInOrder)
{
    // mono has the space but not the letters
    EXPECT_EQ(clusters("mono", "\u05d0 \u05d1"), (Clusters{3, 2, 0}));
}

TEST_F(Shaping, ArabicLettersJoin)
{
    GlyphRun joined = run("sans", "\u0628\u0628\u0628");
    ASSERT_EQ(joined.glyphs.size(), 3u);
    EXPECT_NE(joined.glyphs[0].glyph, joined.glyphs[1].glyph);
    EXPECT_NE(joined.glyphs[1].glyph, joined.glyphs[2].glyph);
}

TEST_F(Shaping, EveryByteOfAnyTextIsInSomeCluster)
{
    unsigned seed = 1;
    auto random = [&] { return (seed = seed * 1103515245 + 12345) >> 16; };
    const std::string_view parts[] = {"a",      "\u0301",     "\u05d0", "1",      " ",  "\u0628", "\xff",
                                      "\u200d", "\U0001f600", "\u0915", "\u094d", "\n", "\ufe0f", "\xe2\x82"};
    for (int round = 0; round < 300; ++round) {
        std::string text;
        for (unsigned n = random() % 12; n > 0; --n) text += parts[random() % std::size(parts)];
        GlyphRun r = run("mono", text);
        int sum = 0;
        bool begins = text.empty();
        for (const RunGlyph& g : r.glyphs) {
            EXPECT_LT(g.cluster, text.size());
            begins = begins || g.cluster == 0;
            sum += g.advance;
        }
        EXPECT_TRUE(begins);
        EXPECT_EQ(sum, r.width);
        EXPECT_EQ(r, run("mono", text));
    }
}

TEST_F(Shaping, AMaskIsTheInkOfAGlyph)
{
    auto mask = faces.mask(face("mono"), 32, Hinting::light, glyph("mono", "H"));
    ASSERT_TRUE(mask);
    const GlyphMask& g = **mask;
    EXPECT_EQ(g.advance, 19);  // 1233 of 2048 units
    EXPECT_EQ(g.top, 23);      // 1493 units
    EXPECT_EQ(g.height, 23);   // down to the baseline
    EXPECT_LE(g.left + g.width, g.advance);
    EXPECT_EQ(g.mask.size(), std::size_t(g.width * g.height));
    EXPECT_NE(g.mask.find('\xff'), g.mask.npos);
    EXPECT_EQ((*faces.mask(face("mono"), 16, Hinting::light, glyph("mono", " ")))->mask, "");
    EXPECT_EQ(faces.mask(face("mono"), 16, Hinting::light, 1u << 30).error().text,
              "font " + face("mono").hash() + " has no glyph 1073741824");
}

TEST_F(Shaping, LightHintingFitsRowsAndKeepsAdvances)
{
    std::uint32_t e = glyph("sans", "e");
    GlyphMask light = **faces.mask(face("sans"), 16, Hinting::light, e);
    GlyphMask none = **faces.mask(face("sans"), 16, Hinting::none, e);
    EXPECT_NE(light.mask, none.mask);
    EXPECT_EQ(light.advance, none.advance);
}

TEST_F(Shaping, TheCacheOfMasksForgetsButIsNeverWrong)
{
    Face& sans = face("sans");
    GlyphMask before = **faces.mask(sans, 400, Hinting::light, 40);
    for (std::uint32_t id = 3; id < 200; ++id) ASSERT_TRUE(faces.mask(sans, 400, Hinting::light, id));
    EXPECT_LT(faces.kept_masks(), 150u);  // of 197 of about 50 KB
    EXPECT_EQ(**faces.mask(sans, 400, Hinting::light, 40), before);
}
