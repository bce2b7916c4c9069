// One process runs a life, and everyone can see whether one does.
#include "model.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace runtime::image;

struct LockTest : testing::Test {
    Scratch scratch{in_memory()};
    std::string directory = scratch.path + "/12";

    // A process that runs the life until it is killed; back when it has the lock.
    std::unique_ptr<Child> run()
    {
        auto ready = scratch.path + "/ready";
        std::filesystem::remove(ready);
        auto child = std::make_unique<Child>(IMAGE_LIFE, std::vector<std::string>{"hold", directory, ready});
        EXPECT_TRUE(within(5000, [&] { return std::filesystem::exists(ready); }));
        return child;
    }
    std::string running(std::uint64_t pid) { return "life 12 is already running (process " + std::to_string(pid) + ")"; }
};

TEST_F(LockTest, a_second_opener_is_told_who_runs_it)
{
    EXPECT_FALSE(is_locked(directory));
    auto child = run();
    EXPECT_TRUE(is_locked(directory));
    EXPECT_EQ(Log::open(directory).error().text, running(child->pid()));
    EXPECT_EQ(Log::open(directory + "/").error().text, running(child->pid()));
}

TEST_F(LockTest, kill_9_of_the_first_lets_the_second_in)
{
    run()->kill();
    EXPECT_FALSE(is_locked(directory));
    auto log = Log::open(directory);
    ASSERT_TRUE(log) << log.error().text;
    EXPECT_TRUE(is_locked(directory));
}

TEST_F(LockTest, is_let_go_with_the_log_and_not_by_looking_at_it)
{
    {
        auto log = Log::open(directory).value();
        EXPECT_TRUE(is_locked(directory));
        EXPECT_TRUE(is_locked(directory));
        EXPECT_FALSE(Log::open(directory));
        EXPECT_TRUE(is_locked(directory));
        auto text = Log::open(directory).error().text;
        EXPECT_TRUE(text.starts_with("life 12 is already running (process ")) << text;
    }
    EXPECT_FALSE(is_locked(directory));
}

TEST_F(LockTest, a_program_that_the_owner_starts_does_not_keep_it)
{
    std::unique_ptr<Child> child;
    {
        auto log = Log::open(directory).value();
        auto ready = scratch.path + "/ready";
        child = std::make_unique<Child>(IMAGE_LIFE, std::vector<std::string>{"hold", scratch.path + "/13", ready});
        ASSERT_TRUE(within(5000, [&] { return std::filesystem::exists(ready); }));
    }
    EXPECT_FALSE(is_locked(directory));
    EXPECT_TRUE(child->is_running());
}

TEST_F(LockTest, looking_never_keeps_an_opener_out)
{
    Child child(IMAGE_LIFE, {"look", directory});
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(Log::open(directory));
}

}  // namespace
}  // namespace tests
