#include "runtime/image/known_fonts.h"

#include "styx/digest.h"
#include "tests/scratch.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace tests {
namespace {

using runtime::image::forget_fonts_but;
using runtime::image::KnownFonts;
namespace fs = std::filesystem;

struct KnownFontsTest : testing::Test {
    Scratch scratch;
    std::string kept = scratch.path + "/fonts", one = styx::sha256("one"), two = styx::sha256("two");

    std::string life(const std::string& id)
    {
        fs::create_directory(scratch.path + "/" + id);
        return scratch.path + "/" + id;
    }
};

TEST_F(KnownFontsTest, a_font_is_there_from_when_it_is_known)
{
    KnownFonts fonts(life("a"), kept);
    EXPECT_FALSE(fonts.path(one));
    EXPECT_TRUE(fonts.keep(one, "one"));
    ASSERT_TRUE(fonts.path(one));
    EXPECT_EQ(contents(*fonts.path(one)), "one");
    EXPECT_TRUE(fonts.keep(one, "one"));
    EXPECT_TRUE(fonts.keep(two, "two"));
    EXPECT_EQ(*KnownFonts::of(scratch.path + "/a"), (std::set{one, two}));
    EXPECT_EQ(fs::file_size(scratch.path + "/a/fonts"), 130u);
}

TEST_F(KnownFontsTest, a_copy_is_for_all_lives_and_goes_with_the_last)
{
    KnownFonts a(life("a"), kept), b(life("b"), kept);
    ASSERT_TRUE(a.keep(one, "one"));
    ASSERT_TRUE(b.keep(one, "one"));
    ASSERT_TRUE(b.keep(two, "two"));
    EXPECT_EQ(contents(*b.path(one)), "one");
    put(kept + "/" + two + ".12", "what a power cut left");
    put(kept + "/" + styx::sha256("x") + ".12", "what another left");
    forget_fonts_but(kept, *KnownFonts::of(scratch.path + "/a"));
    EXPECT_TRUE(a.path(one));
    EXPECT_FALSE(a.path(two));
    EXPECT_EQ(std::distance(fs::directory_iterator(kept), fs::directory_iterator()), 1);
    forget_fonts_but(scratch.path + "/nowhere", {});
}

TEST_F(KnownFontsTest, a_copy_that_is_cut_short_is_made_again)
{
    KnownFonts fonts(life("a"), kept);
    ASSERT_TRUE(fonts.keep(one, "one"));
    put(*fonts.path(one), "o");
    ASSERT_TRUE(fonts.keep(one, "one"));
    EXPECT_EQ(contents(*fonts.path(one)), "one");
}

TEST_F(KnownFontsTest, half_a_line_is_written_over)
{
    KnownFonts fonts(life("a"), kept);
    ASSERT_TRUE(fonts.keep(one, "one"));
    put(scratch.path + "/a/fonts", one + "\n" + two.substr(0, 20));
    EXPECT_EQ(*KnownFonts::of(scratch.path + "/a"), std::set{one});
    ASSERT_TRUE(fonts.keep(two, "two"));
    EXPECT_EQ(*KnownFonts::of(scratch.path + "/a"), (std::set{one, two}));
}

TEST_F(KnownFontsTest, what_cannot_be_kept_is_said)
{
    KnownFonts fonts(scratch.path + "/gone", kept);
    auto error = fonts.keep(one, "one").error().text;
    EXPECT_TRUE(error.starts_with("cannot keep font " + one + ": cannot make " + scratch.path + "/gone/fonts")) << error;
    EXPECT_TRUE(KnownFonts::of(scratch.path + "/gone")->empty());
}

}  // namespace
}  // namespace tests
