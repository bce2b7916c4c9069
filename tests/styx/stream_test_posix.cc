// A stream on what the system opened.
#include "styx/loop.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using styx::Loop;

TEST(Stream, carries_bytes_both_ways_and_tells_the_end)
{
    styx::ignore_broken_pipes();
    Loop loop;
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    auto stream = loop.stream(ends[0]);
    ASSERT_TRUE(stream) << stream.error().text;
    std::string got;
    bool ended = false;
    (*stream)->bytes = [&](std::string_view b) { got += b; };
    (*stream)->ended = [&] { ended = true; };
    (*stream)->pause();
    ASSERT_EQ(::write(ends[1], "hello", 5), 5);
    loop.run_until([] { return false; }, 10);
    EXPECT_EQ(got, "");
    (*stream)->resume();
    EXPECT_TRUE(loop.run_until([&] { return got == "hello"; }, 1000));
    (*stream)->write("back");
    loop.run_until([] { return false; }, 10);
    char in[8];
    EXPECT_EQ(::read(ends[1], in, sizeof in), 4);
    close(ends[1]);
    EXPECT_TRUE(loop.run_until([&] { return ended; }, 1000));
    (*stream)->write("into the void");
    loop.run_until([] { return false; }, 10);
}

TEST(Stream, of_what_is_none_says_so)
{
    Loop loop;
    EXPECT_EQ(loop.stream(9999).error().text, "cannot open stream: bad file descriptor");
}

}  // namespace
