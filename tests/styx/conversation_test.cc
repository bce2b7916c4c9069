// The protocol, as conversations: every file of conversations/ is a test.
#include "conversation.h"
#include "small_tree.h"

#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>

namespace {

std::vector<std::string> files()
{
    std::vector<std::string> found;
    for (auto& entry : std::filesystem::directory_iterator(CONVERSATIONS)) found.push_back(entry.path().stem().string());
    std::sort(found.begin(), found.end());
    return found;
}

class Conversations : public testing::TestWithParam<std::string> {};

TEST_P(Conversations, goes_as_written)
{
    tests::SmallTree tree;
    styx::Server server;
    server.attach = [&](styx::AttachRequest r) {
        if (r.aname == "nothing") r.fail("no such tree: nothing");
        else r.reply(tree.root);
    };
    auto failures = tests::play(server, std::string(CONVERSATIONS) + "/" + GetParam() + ".9p",
                                [&](const styx::Names& words) { return tree.happen(words); });
    for (auto& failure : failures) ADD_FAILURE() << failure;
}

INSTANTIATE_TEST_SUITE_P(styx, Conversations, testing::ValuesIn(files()), [](auto& file) { return file.param; });

std::vector<std::string> played(std::string_view text)
{
    tests::SmallTree tree;
    styx::Server server;
    server.attach = styx::attach_to(tree.root);
    return tests::play_text(server, "x", "Tversion msize 8192 version 9P2000\nTattach fid 1\n" + std::string(text),
                            [&](const styx::Names& words) { return tree.happen(words); });
}

TEST(ConversationFile, says_what_differs)
{
    EXPECT_EQ(played("Tstat fid 1\nRstat name wrong\n").size(), 1u);
    EXPECT_EQ(played("Tstat fid 1\nRstat name /\n").size(), 0u);
    EXPECT_EQ(played("Tstat fid 1\nRstat name / length 0 mode *\n").size(), 0u);
    EXPECT_EQ(played("Tstat fid 1\nRstat nothing 0\n").size(), 1u);
}

TEST(ConversationFile, an_error_that_no_line_mentions_is_a_failure)
{
    EXPECT_EQ(played("Tstat fid 9\n").size(), 1u);
    EXPECT_EQ(played("Tstat fid 9\nRerror ename 'unknown fid'\n").size(), 0u);
}

TEST(ConversationFile, sees_answers_that_should_not_be_there)
{
    EXPECT_EQ(played("Tstat tag 3 fid 1\nRnone tag 3\n").size(), 1u);
    EXPECT_EQ(played("Twalk fid 1 newfid 2 wname never\nTopen fid 2\nTread tag 3 fid 2 count 10\nRnone tag 3\n").size(), 0u);
    EXPECT_EQ(played("Twalk fid 1 newfid 2 wname never\nTopen fid 2\nTread tag 3 fid 2 count 10\nRread tag 3\n").size(), 1u);
}

}  // namespace
