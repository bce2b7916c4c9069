#include "session/words.h"

#include "styx/handlers.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace session;

TEST(Words, what_is_written_is_what_tokens_reads)
{
    styx::Names words{"plain", "", "two words", "it's", "''", "a\nb", "\t", "ü", "a'b c"};
    EXPECT_EQ(styx::tokens(line_of(words)), words);
    EXPECT_EQ(line_of({"it's", "plain"}), "'it''s' plain");
}

TEST(Words, a_newline_in_quotes_ends_no_line)
{
    auto text = line_of({"a", "b\nc"}) + "\n" + line_of({"d"}) + "\n";
    auto lines = lines_of(text);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(styx::tokens(lines[0]), (styx::Names{"a", "b\nc"}));
    EXPECT_EQ(lines[1], "d");
}

TEST(Words, names_of_files_and_ids)
{
    for (auto good : {"note", "a.b", "3f", "ü x"}) EXPECT_TRUE(is_file_name(good)) << good;
    for (auto bad : {"", ".", "..", "a/b", "a\nb", "/"}) EXPECT_FALSE(is_file_name(bad)) << bad;
    EXPECT_FALSE(is_file_name(std::string(65, 'a')));
    EXPECT_TRUE(is_id("3f2a91c0"));
    for (auto bad : {"", "3f2a91c", "3f2a91c00", "3F2A91C0", "3f2a91cg", "../../.."}) EXPECT_FALSE(is_id(bad)) << bad;
}

}  // namespace
}  // namespace tests
