// A post appears whole or not at all, and replaces nobody who lives.
#include "tests/scratch.h"

#include "styx/loop.h"

#include <gtest/gtest.h>

namespace {

using namespace styx;

TEST(Post, someone_who_listens_is_not_replaced)
{
    tests::Scratch scratch;
    Loop loop;
    auto first = loop.listen(scratch.unix("post"), [](auto) {});
    ASSERT_TRUE(first);
    EXPECT_EQ(loop.listen(scratch.unix("post"), [](auto) {}).error().text, scratch.unix("post") + ": someone is listening there already");
}

TEST(Post, a_file_in_the_way_stays)
{
    tests::Scratch scratch;
    auto path = scratch.path + "/post";
    tests::put(path, "text");
    Loop loop;
    EXPECT_EQ(loop.listen("unix!" + path, [](auto) {}).error().text, "unix!" + path + ": a file is in the way");
    EXPECT_TRUE(std::filesystem::is_regular_file(path));
}

TEST(Post, a_directory_that_is_not_there_is_named)
{
    Loop loop;
    auto l = loop.listen("unix!/nowhere/at/all", [](auto) {});
    EXPECT_TRUE(l.error().text.starts_with("unix!/nowhere/at/all: ")) << l.error().text;
}

}  // namespace
