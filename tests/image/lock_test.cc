// One process runs a life, and everyone can see whether one does.
#include "model.h"

#include <csignal>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tests {
namespace {

using namespace runtime::image;

struct LockTest : testing::Test {
    Scratch scratch{in_memory()};
    std::string directory = scratch.path + "/12";

    // A process that runs the life until it is killed; back when it has the lock.
    pid_t run()
    {
        int ready[2];
        if (pipe(ready) != 0) std::abort();
        auto child = fork();
        if (child == 0) {
            auto log = Log::open(directory);
            if (!log || write(ready[1], "r", 1) != 1) _exit(1);
            for (;;) pause();
        }
        close(ready[1]);
        char c;
        EXPECT_EQ(read(ready[0], &c, 1), 1);
        close(ready[0]);
        return child;
    }
    void kill_9(pid_t child)
    {
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
    }
};

TEST_F(LockTest, a_second_opener_is_told_who_runs_it)
{
    EXPECT_FALSE(is_locked(directory));
    auto child = run();
    EXPECT_TRUE(is_locked(directory));
    EXPECT_EQ(Log::open(directory).error().text, "life 12 is already running (process " + std::to_string(child) + ")");
    EXPECT_EQ(Log::open(directory + "/").error().text,
              "life 12 is already running (process " + std::to_string(child) + ")");
    kill_9(child);
}

TEST_F(LockTest, kill_9_of_the_first_lets_the_second_in)
{
    kill_9(run());
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
        EXPECT_EQ(Log::open(directory).error().text,
                  "life 12 is already running (process " + std::to_string(getpid()) + ")");
    }
    EXPECT_FALSE(is_locked(directory));
}

TEST_F(LockTest, a_program_that_the_owner_starts_does_not_keep_it)
{
    pid_t child = 0;
    {
        auto log = Log::open(directory).value();
        child = fork();
        if (child == 0) execlp("sleep", "sleep", "100", nullptr);
        auto exe = "/proc/" + std::to_string(child) + "/comm";
        while (read_all(exe) != "sleep\n") usleep(1000);
    }
    EXPECT_FALSE(is_locked(directory));
    kill_9(child);
}

TEST_F(LockTest, looking_never_keeps_an_opener_out)
{
    auto child = fork();
    if (child == 0)
        for (;;) is_locked(directory);
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(Log::open(directory));
    kill_9(child);
}

}  // namespace
}  // namespace tests
