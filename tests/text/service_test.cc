// /dev/font as a program meets it.
#include "screen.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <random>

using namespace draw::text;

namespace {

struct Service : testing::Test {
    Fonts fonts;
    std::string ask(const auto& request) { return fonts.service.answer(encode(request)); }
};

}  // namespace

TEST_F(Service, AFaceIsNamedByItsContent)
{
    auto info = parse_face(ask(FaceRequest{"mono", 14, Hinting::light}));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->hash, "0f5db4f1749979d961019838b160bec74abdf7f9eca69553fe1aa856bbff49a4");
    EXPECT_EQ(*parse_face(ask(FaceRequest{info->hash, 14, Hinting::light})), *info);
    EXPECT_EQ(parse_face(ask(FaceRequest{"fraktur", 14, Hinting::light})).error().text, "no font is called fraktur");
}

TEST_F(Service, ShapesAndGivesGlyphsByHash)
{
    auto info = *parse_face(ask(FaceRequest{"sans", 14, Hinting::light}));
    FaceSize face{info.hash, 14, Hinting::light};
    auto run = parse_run(ask(ShapeRequest{face, Direction::automatic, "ab"}));
    ASSERT_TRUE(run);
    ASSERT_EQ(run->glyphs.size(), 2u);
    auto masks = parse_glyphs(ask(GlyphRequest{face, {run->glyphs[0].glyph, run->glyphs[1].glyph}}));
    ASSERT_TRUE(masks);
    ASSERT_EQ(masks->size(), 2u);
    EXPECT_EQ((*masks)[0].advance, run->glyphs[0].advance);
    EXPECT_EQ(parse_run(ask(ShapeRequest{{"x", 14, Hinting::light}, Direction::automatic, "ab"})).error().text, "no font is called x");
    EXPECT_FALSE(parse_glyphs(ask(GlyphRequest{face, {~0u}})));
}

// A program that is thawed may ask for pictures only; and what it is given of a copy it must find again, too.
TEST_F(Service, WhatAProgramIsGivenIsKept)
{
    std::map<std::string, std::string> kept;  // files by hash
    auto keeping = [&kept](std::map<std::string, std::string> copies) {
        KeptFonts fonts;
        fonts.keep = [&kept](const std::string& hash, std::string_view bytes) { kept[hash] = bytes; };
        fonts.path = [copies](const std::string& hash) {
            auto at = copies.find(hash);
            return at == copies.end() ? std::nullopt : std::optional(at->second);
        };
        return fonts;
    };
    std::string mono = "0f5db4f1749979d961019838b160bec74abdf7f9eca69553fe1aa856bbff49a4";
    auto installed = *Faces::open(FONT_LIST, {"/usr/share/fonts"}, keeping({}));
    auto answer = FontService(installed).answer(encode(GlyphRequest{{mono, 14, Hinting::light}, {40}}));
    EXPECT_TRUE(parse_glyphs(answer));
    ASSERT_TRUE(kept.contains(mono));

    std::string copy = testing::TempDir() + "/" + mono;
    std::ofstream(copy, std::ios::binary) << kept[mono];
    kept.clear();
    auto bare = *Faces::open(FONT_LIST, {"/nowhere"}, keeping({{mono, copy}}));
    auto run = parse_run(FontService(bare).answer(encode(ShapeRequest{{mono, 14, Hinting::light}, {}, "\u00e4"})));
    ASSERT_TRUE(run) << run.error().text;
    EXPECT_EQ(run->glyphs.size(), 1u);
    EXPECT_TRUE(kept.contains(mono));
    std::filesystem::remove(copy);
}

// As they were asked and answered before lines had directions and glyphs colours.
TEST_F(Service, ProgramsOfTheFirstFormAreAnsweredInIt)
{
    auto info = *parse_face(ask(FaceRequest{"sans", 14, Hinting::light}));
    std::string text = "a\u05d0\U0001f600";
    styx::Writer shape;
    shape.u8('s');
    shape.text16(info.hash);
    shape.u16(14);
    shape.u8(1);
    shape.text32(text);
    std::string answer = fonts.service.answer(shape.out);
    styx::Reader in{answer};
    EXPECT_EQ(in.u8(), 's');
    int width = in.i32();
    std::vector<std::string> faces(in.u8());
    for (std::string& face : faces) face = in.text16();
    ASSERT_EQ(in.u32(), 3u);
    struct Row {
        int flags;
        std::uint32_t cluster;
    };
    const Row rows[] = {{0, 0}, {1, 1}, {0, 3}};
    int sum = 0;
    std::uint32_t emoji = 0;
    for (const Row& row : rows) {
        EXPECT_LT(in.u8(), faces.size());
        EXPECT_EQ(in.u8(), row.flags);
        emoji = in.u32();
        EXPECT_EQ(in.u32(), row.cluster);
        sum += in.u16();
        in.u32();
    }
    EXPECT_TRUE(in.ended());
    EXPECT_EQ(sum, width);

    styx::Writer glyphs;
    glyphs.u8('g');
    glyphs.text16(faces.at(1));
    glyphs.u16(14);
    glyphs.u8(1);
    glyphs.u16(1);
    glyphs.u32(emoji);
    answer = fonts.service.answer(glyphs.out);
    in = styx::Reader{answer};
    EXPECT_EQ(in.u8(), 'g');
    EXPECT_EQ(in.u16(), 1);
    in.u32();
    std::size_t columns = in.u16(), lines = in.u16();
    in.u16();
    auto mask = in.bytes(columns * lines);
    EXPECT_TRUE(in.ended());
    EXPECT_NE(mask.find_first_not_of('\0'), mask.npos);
    EXPECT_EQ(fonts.service.answer("s"), encode(Error{"bad font request"}));
    EXPECT_EQ(fonts.service.answer(shape.out.substr(0, 70)), encode(Error{"bad font request"}));
}

TEST_F(Service, ManyLargeGlyphsComeInParts)
{
    auto info = *parse_face(ask(FaceRequest{"sans", 512, Hinting::light}));
    GlyphRequest request{{info.hash, 512, Hinting::light}, {}};
    for (std::uint32_t id = 36; id < 60; ++id) request.glyphs.push_back(id);
    std::string answer = ask(request);
    EXPECT_LT(answer.size(), FontService::answer_bytes + 1000);
    auto masks = parse_glyphs(answer);
    ASSERT_TRUE(masks);
    EXPECT_GE(masks->size(), 1u);
    EXPECT_LT(masks->size(), request.glyphs.size());
}

TEST_F(Service, AnyBytesGetAnAnswer)
{
    auto info = *parse_face(ask(FaceRequest{"sans", 14, Hinting::light}));
    FaceSize face{info.hash, 14, Hinting::light};
    const std::string whole[] = {encode(FaceRequest{"mono", 14, Hinting::light}),
                                 encode(ShapeRequest{face, Direction::automatic, "a\u05d0b"}), encode(GlyphRequest{face, {1, 2, 3}}),
                                 "s" + encode(ShapeRequest{face, Direction::automatic, "a"}).substr(1),
                                 "g" + encode(GlyphRequest{face, {1, 2, 3}}).substr(1)};
    std::mt19937 random(1);
    for (int round = 0; round < 3000; ++round) {
        std::string request = whole[random() % std::size(whole)];
        for (unsigned n = random() % 4; n > 0; --n) request[random() % request.size()] = char(random());
        request.resize(random() % 8 ? request.size() : random() % request.size());
        std::string answer = fonts.service.answer(request);
        ASSERT_FALSE(answer.empty());
        EXPECT_NE(std::string_view("frpsge").find(answer[0]), std::string_view::npos);
    }
}
