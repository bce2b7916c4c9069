// A post that names a pipe.
#include "tests/scratch.h"

#include "styx/loop.h"
#include "styx/post.h"
#include "styx/user_win32.h"

#include <gtest/gtest.h>
#include <windows.h>

namespace {

using namespace styx;

// As kill -9 leaves it.
TEST(Post, one_that_nobody_serves_is_replaced)
{
    tests::Scratch scratch;
    Loop loop;
    auto address = scratch.unix("post");
    auto first = loop.listen(address, [](auto) {});
    ASSERT_TRUE(first) << first.error().text;
    std::filesystem::copy(scratch.path + "/post", scratch.path + "/kept");
    first->reset();
    std::filesystem::rename(scratch.path + "/kept", scratch.path + "/post");
    auto second = loop.listen(address, [](auto) {});
    ASSERT_TRUE(second) << second.error().text;
    second->reset();
    EXPECT_FALSE(std::filesystem::exists(scratch.path + "/post"));
}

TEST(Post, names_a_pipe_that_nobody_can_foretell)
{
    tests::Scratch scratch;
    Loop loop;
    std::string names[2];
    for (auto& name : names) {
        auto listener = loop.listen(scratch.unix("post"), [](auto) {});
        ASSERT_TRUE(listener) << listener.error().text;
        name = dial_name(scratch.path + "/post").value_or("");
        EXPECT_TRUE(name.starts_with("\\\\.\\pipe\\ninth-")) << name;
        EXPECT_GE(name.size(), 9 + 6 + 32u);
    }
    EXPECT_NE(names[0], names[1]);
}

TEST(Post, tells_whose_process_one_is)
{
    EXPECT_TRUE(is_own_process(GetCurrentProcessId()));
    EXPECT_FALSE(is_own_process(0xfffffff0));
    EXPECT_TRUE(own_sid().starts_with(L"S-1-"));
}

}  // namespace
