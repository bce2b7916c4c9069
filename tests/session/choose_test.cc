// Which life a user means.
#include "session/choose.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace session;

const std::vector<Listed> lives{
    {"3f2a91c0", "note", "running", "12582912", "800", ""},
    {"3f51ce0a", "note", "frozen", "-", "60000", ""},
    {"c10cc000", "clock", "dead", "-", "-", "it trapped: it's over"},
};

std::string chosen(std::string_view word)
{
    auto life = choose(lives, word);
    return life ? life->id : life.error().text;
}

TEST(Choosing, by_id_the_beginning_of_one_or_the_name_of_the_only_one)
{
    EXPECT_EQ(chosen("3f2a91c0"), "3f2a91c0");
    EXPECT_EQ(chosen("3f2"), "3f2a91c0");
    EXPECT_EQ(chosen("clock"), "c10cc000");
    EXPECT_EQ(chosen("c"), "c10cc000");
}

TEST(Choosing, what_may_be_several_is_asked_back)
{
    EXPECT_EQ(chosen("3f"), "3f may be 3f2a91c0 note or 3f51ce0a note");
    EXPECT_EQ(chosen("note"), "note may be 3f2a91c0 note or 3f51ce0a note");
    EXPECT_EQ(chosen("calc"), "no life is called calc; there are: 3f2a91c0 note, 3f51ce0a note, c10cc000 clock");
    EXPECT_EQ(chosen(""), "no life is called ; there are: 3f2a91c0 note, 3f51ce0a note, c10cc000 clock");
    EXPECT_EQ(choose({}, "note").error().text, "nothing is open");
}

TEST(TheList, is_read_as_it_is_printed)
{
    EXPECT_EQ(parse_list(print(lives)), lives);
    EXPECT_EQ(print({lives[2]}), "c10cc000 clock dead - - 'it trapped: it''s over'\n");
    EXPECT_EQ(parse_list("a b c\n").error().text, "bad list of lives");
}

}  // namespace
}  // namespace tests
