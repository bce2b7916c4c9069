// The bytes of /dev/font, both ways.
#include "draw/text/protocol.h"
#include "draw/text/utf8.h"

#include <gtest/gtest.h>

using namespace draw::text;
using namespace std::literals;

namespace {

// testing::Test has a Run of its own.
using GlyphRun = draw::text::Run;

}  // namespace

TEST(FontProtocol, RequestsAreALetterAndTheirFields)
{
    EXPECT_EQ(encode(FaceRequest{"mono", 14, Hinting::light}), "f\4\0mono\16\0\1"s);
    EXPECT_EQ(encode(ShapeRequest{{"ab", 258, Hinting::none}, {Direction::rtl, "b", "af"}, "hi"}), "r\2\0ab\2\1\0\2\1\0b\2\0af\2\0\0\0hi"s);
    EXPECT_EQ(encode(GlyphRequest{{"ab", 14, Hinting::light}, {7, 513}}), "p\2\0ab\16\0\1\2\0\7\0\0\0\1\2\0\0"s);
}

TEST(FontProtocol, RequestsComeBackAsTheyWere)
{
    auto face = std::get<FaceRequest>(*parse_request(encode(FaceRequest{"sans:bold", 512, Hinting::none})));
    EXPECT_EQ(face.name, "sans:bold");
    EXPECT_EQ(face.size, 512);
    EXPECT_EQ(face.hinting, Hinting::none);
    std::string bytes = encode(ShapeRequest{{"ab", 9, Hinting::light}, {Direction::ltr, "before", "after"}, "a\0b"sv});
    auto shape = std::get<ShapeRequest>(*parse_request(bytes));
    EXPECT_EQ(shape.face, (FaceSize{"ab", 9, Hinting::light}));
    EXPECT_EQ(shape.setting.direction, Direction::ltr);
    EXPECT_EQ(shape.setting.before, "before");
    EXPECT_EQ(shape.setting.after, "after");
    EXPECT_EQ(shape.text, "a\0b"sv);
    auto glyphs =
        std::get<GlyphRequest>(*parse_request(encode(GlyphRequest{{"ab", 9, Hinting::light}, {1, 1u << 31}})));
    EXPECT_EQ(glyphs.glyphs, (std::vector<std::uint32_t>{1, 1u << 31}));
}

TEST(FontProtocol, AnswersComeBackAsTheyWere)
{
    FaceInfo info{"ab", 12, 4, 17, 8, std::vector<std::uint32_t>(95, 3)};
    EXPECT_EQ(*parse_face(encode(info)), info);
    GlyphRun run{-3, Direction::rtl, {"ab", "cd"}, {{1, 70000, -8, -7, 6}}, {{0, 9, -1}, {70000, -1, -1}}};
    EXPECT_EQ(*parse_run(encode(run)), run);
    std::vector<draw::text::Glyph> glyphs{{Ink::mask, -1, 9, 2, 3, 8, "abcdef"}, {Ink::colour, 0, 1, 1, 1, 4, "bgra"}, {Ink::mask, 0, 0, 0, 0, 4, ""}};
    EXPECT_EQ(*parse_glyphs(encode(glyphs)), glyphs);
}

TEST(FontProtocol, AnErrorAnswersAnyRequest)
{
    std::string answer = encode(Error{"no font is called x"});
    EXPECT_EQ(parse_face(answer).error().text, "no font is called x");
    EXPECT_EQ(parse_run(answer).error().text, "no font is called x");
    EXPECT_EQ(parse_glyphs(answer).error().text, "no font is called x");
}

TEST(FontProtocol, RequestsOutOfBoundsAreRefusedByName)
{
    auto error = [](std::string_view request) { return parse_request(request).error().text; };
    const std::string longest(1025, 'a');
    EXPECT_EQ(error(""), "bad font request");
    EXPECT_EQ(error("x"), "bad font request");
    EXPECT_EQ(error("f\4\0mono\16\0\2"sv), "bad font request");
    EXPECT_EQ(error("f\4\0mono\16\0\1?"sv), "bad font request");
    EXPECT_EQ(error("r\2\0ab\2\1\0\3\0\0\0\0\0\0\0\0"sv), "bad font request");
    EXPECT_EQ(error(encode(FaceRequest{"mono", 3, Hinting::light})), "font size 3 is not from 4 to 512");
    EXPECT_EQ(error(encode(ShapeRequest{{"ab", 513, Hinting::light}, Direction::automatic, "a"})), "font size 513 is not from 4 to 512");
    EXPECT_EQ(error(encode(ShapeRequest{{"ab", 9, Hinting::light}, Direction::automatic, std::string(65537, 'a')})),
              "text is longer than 65536 bytes");
    EXPECT_EQ(error(encode(ShapeRequest{{"ab", 9, Hinting::light}, {Direction::ltr, "", std::string_view(longest.data(), 1025)}, "a"})),
              "more than 1024 bytes around a line");
    EXPECT_EQ(error(encode(GlyphRequest{{"ab", 9, Hinting::light}, std::vector<std::uint32_t>(257)})),
              "more than 256 glyphs asked for at once");
}

TEST(FontProtocol, ATruncatedMessageIsNeverAccepted)
{
    std::string shape = encode(ShapeRequest{{"ab", 9, Hinting::light}, Direction::automatic, "text"});
    std::string glyph = encode(GlyphRequest{{"ab", 9, Hinting::light}, {1, 2}});
    for (const std::string& request : {shape, glyph})
        for (std::size_t n = 0; n < request.size(); ++n) EXPECT_FALSE(parse_request(request.substr(0, n))) << n;
    std::string run = encode(GlyphRun{8, Direction::ltr, {"ab"}, {{.glyph = 1, .advance = 8}}, {{0, 0, 8}}}),
                masks = encode(std::vector<draw::text::Glyph>{{Ink::mask, 0, 2, 2, 2, 4, "abcd"}});
    for (std::size_t n = 0; n < run.size(); ++n) EXPECT_EQ(parse_run(run.substr(0, n)).error().text, "bad font answer");
    for (std::size_t n = 0; n < masks.size(); ++n) EXPECT_FALSE(parse_glyphs(masks.substr(0, n)));
}

TEST(FontProtocol, WhatIsBehindAnAnswerIsLeft)
{
    GlyphRun run{8, Direction::ltr, {"ab"}, {{.glyph = 1, .advance = 8}}, {{0, 0, 8}}};
    EXPECT_EQ(*parse_run(encode(run) + "new"), run);
    FaceInfo info{"ab", 12, 4, 17, 0, {}};
    EXPECT_EQ(*parse_face(encode(info) + "new"), info);
    EXPECT_EQ(parse_glyphs(encode(std::vector<draw::text::Glyph>{}) + "new")->size(), 0u);
}

TEST(FontProtocol, ARunNamesOnlyFacesItListsAndItsStopsRise)
{
    auto error = [](const GlyphRun& run) { return parse_run(encode(run)).error().text; };
    EXPECT_EQ(error({8, Direction::ltr, {"ab"}, {{.face = 1}}, {}}), "bad font answer");
    EXPECT_EQ(error({8, Direction::automatic, {"ab"}, {}, {}}), "bad font answer");
    EXPECT_EQ(error({8, Direction::ltr, {"ab"}, {}, {{1, 0, 8}}}), "bad font answer");
    EXPECT_EQ(error({8, Direction::ltr, {"ab"}, {}, {{0, 0, 4}, {2, 4, 6}, {2, 6, 8}}}), "bad font answer");
}

TEST(Utf8, ReadsRunesOfEverySize)
{
    auto read = [](std::string_view s) { return std::pair(first_rune(s).value, first_rune(s).size); };
    EXPECT_EQ(read("a"), std::pair(0x61u, 1u));
    EXPECT_EQ(read("ö"), std::pair(0xf6u, 2u));
    EXPECT_EQ(read("€"), std::pair(0x20acu, 3u));
    EXPECT_EQ(read("😀"), std::pair(0x1f600u, 4u));
    EXPECT_EQ(read("\xf4\x8f\xbf\xbf"), std::pair(0x10ffffu, 4u));
}

TEST(Utf8, LooksAtNoByteBeyondTheText)
{
    EXPECT_EQ(first_rune("€"sv.substr(0, 2)).size, 1u);
    EXPECT_EQ(first_rune("ö"sv.substr(0, 1)).value, replacement);
}

TEST(Utf8, TakesAMalformedByteAlone)
{
    for (std::string_view s : {"\x80", "\xff", "\xc3", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                               "\xf0\x8f\xbf\xbf", "\xe2\x82", "\xc3(", "\xf8\x88\x80\x80\x80"}) {
        EXPECT_EQ(first_rune(s).value, replacement);
        EXPECT_EQ(first_rune(s).size, 1u);
    }
}
