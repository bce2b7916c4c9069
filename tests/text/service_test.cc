// /dev/font as a program meets it.
#include "screen.h"

#include <gtest/gtest.h>

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
                                 encode(ShapeRequest{face, Direction::automatic, "a\u05d0b"}), encode(GlyphRequest{face, {1, 2, 3}})};
    std::mt19937 random(1);
    for (int round = 0; round < 3000; ++round) {
        std::string request = whole[random() % 3];
        for (unsigned n = random() % 4; n > 0; --n) request[random() % request.size()] = char(random());
        request.resize(random() % 8 ? request.size() : random() % request.size());
        std::string answer = fonts.service.answer(request);
        ASSERT_FALSE(answer.empty());
        EXPECT_NE(std::string_view("fsge").find(answer[0]), std::string_view::npos);
    }
}
