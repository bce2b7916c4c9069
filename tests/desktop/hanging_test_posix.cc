// A part that neither answers nor dies; files that are none.
#include "desktop.h"

#include <csignal>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace tests {
namespace {

struct Hanging : testing::Test {
    Desktop d;
    std::string id;
    void SetUp() override
    {
        put(d.file("a.txt"), "text");
        ASSERT_EQ(d.start().status, 0);
        id = d.open("note a.txt");
    }
    struct Stopped {
        pid_t pid;
        Stopped(Desktop& of, const std::string& service) : pid(pid_t(of.pids()[service])) { ::kill(pid, SIGSTOP); }
        ~Stopped() { ::kill(pid, SIGCONT); }
    };
};

TEST_F(Hanging, a_host_keeps_a_program_for_some_seconds_and_no_longer)
{
    {
        Stopped host(d, "host");
        d.type(put_key);
        EXPECT_TRUE(within(8000, [&] { return d.said_by(id).find("home does not answer") != std::string::npos; })) << d.said_by(id);
        d.type("goes on ");
        EXPECT_TRUE(d.shows(id, "• a.txt", 3000)) << d.label_of(id);
    }
    d.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "goes on text"; })) << d.said_by(id);
}

TEST_F(Hanging, a_put_that_a_freeze_came_between_is_made_after_the_thaw)
{
    {
        Stopped host(d, "host");
        d.type(std::string("more ") + put_key);
        EXPECT_EQ(d.ninth("close note").text, "");
    }
    EXPECT_EQ(d.ninth("thaw note").text, "");
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "more text"; })) << d.said_by(id);
}

TEST_F(Hanging, a_display_does_not_keep_a_program_from_freezing)
{
    Stopped display(d, "display");
    EXPECT_EQ(d.write("session", "lives/" + id + "/ctl", "close"), "");
    EXPECT_TRUE(within(4000, [&] { return d.state_of(id) == "frozen"; })) << d.state_of(id);
}

TEST_F(Hanging, a_pipe_and_an_endless_file_are_refused_at_once)
{
    ASSERT_EQ(mkfifo(d.file("pipe").c_str(), 0600), 0);
    auto pipe = d.ninth("open note pipe");
    EXPECT_EQ(pipe.status, 1);
    EXPECT_EQ(pipe.text, "ninth open: " + d.file("pipe") + ": is a pipe or a device; note edits files\n");
    auto endless = d.ninth("open note /dev/zero");
    EXPECT_EQ(endless.status, 1);
    EXPECT_EQ(endless.text, "ninth open: /dev/zero: is larger than note takes (16 MB)\n");
}

}  // namespace
}  // namespace tests
