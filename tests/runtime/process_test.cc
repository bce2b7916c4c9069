// What a program finds around it: files, names, devices; and what it is told when it is thawed.
#include "tests/runtime/running.h"

#include "session/host/names.h"
#include "tests/shell.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

// Runs a probe to its end and gives what it said.
std::string probe(std::vector<std::string> words)
{
    Running run("probe", std::move(words));
    run.serve_files();
    run.start();
    within(10'000, [&] { return !run.is_running(); });
    return run.said();
}

using session::host_name;  // of a file, inside a program

TEST(Process, reads_and_writes_the_machines_files_by_their_names)
{
    Scratch files;
    put(files.path + "/a", "text");
    auto a = host_name(files.path + "/a");
    EXPECT_EQ(probe({"read", a, "write", a, "other", "stat", a}),
              "read: text\nwrite: done\nstat: a 5\n");
    EXPECT_EQ(contents(files.path + "/a"), "other");
}

TEST(Process, libc_works_on_the_same_files)
{
    Scratch files;
    auto made = host_name(files.path + "/new");
    EXPECT_EQ(probe({"libc", made, "hello", "read", made, "list", host_name(files.path)}),
              "libc: hello\nread: hello\nlist: new\n");
}

TEST(Process, errors_name_the_file)
{
    EXPECT_EQ(probe({"read", "/no/such/file"}), "read: error /no/such/file: file does not exist\n");
}

TEST(Process, binds_and_unions_are_its_own)
{
    Scratch a, b;
    put(a.path + "/one", "1");
    put(b.path + "/two", "2");
    EXPECT_EQ(probe({"bind", host_name(a.path), "/n/u", "after", host_name(b.path), "/n/u", "list", "/n/u", "read", "/n/u/two", "unmount", "/n/u", "read", "/n/u/one"}),
              "bind: done\nafter: done\nlist: one two\nread: 2\nunmount: done\nread: error /n/u/one: file does not exist\n");
}

TEST(Process, its_tmp_and_env_are_in_its_image)
{
    Running run("probe", {"create", "/tmp/x", "kept", "create", "/env/who", "me", "wait", "read", "/tmp/x", "read", "/env/who"});
    run.serve_files();
    run.start();
    ASSERT_TRUE(within(3000, [&] { return run.said().find("who") == std::string::npos && run.said().find("create: done\ncreate: done") == 0; })) << run.said();
    ASSERT_TRUE(run.freeze()) << run.said();
    EXPECT_FALSE(std::filesystem::exists("/tmp/x"));
    run.start();
    EXPECT_TRUE(within(3000, [&] { return run.said().ends_with("wait: thawed 0\nread: kept\nread: me\n"); })) << run.said();
}

TEST(Process, is_told_how_it_was_thawed)
{
    Running run("probe", {"wait", "wait", "wait", "wait"});
    run.start();
    ASSERT_TRUE(run.ctl("checkpoint"));
    run.kill();
    run.start();
    EXPECT_TRUE(within(3000, [&] { return run.said().ends_with("wait: thawed 4\n"); })) << run.said();  // crashed
    ASSERT_TRUE(run.freeze());
    run.start();
    EXPECT_TRUE(within(3000, [&] { return run.said().ends_with("wait: thawed 0\n"); })) << run.said();
    ASSERT_TRUE(run.freeze());
    run.start({"--upto", "1"});
    EXPECT_TRUE(within(3000, [&] { return run.said().ends_with("wait: thawed 8\n"); })) << run.said();  // restored
}

TEST(Process, says_of_itself_what_it_is)
{
    auto said = probe({"list", "/prog", "read", "/prog/1ife0001/status", "read", "/prog/1ife0001/ns", "read", "/prog/1ife0001/fd"});
    EXPECT_NE(said.find("list: 1ife0001\nread: running 1 0 "), std::string::npos) << said;
    EXPECT_NE(said.find("mount -f $home /"), std::string::npos) << said;
    EXPECT_NE(said.find("/dev/cons"), std::string::npos) << said;
}

// An answer that comes while the program goes on after a checkpoint, before it waits again.
TEST(Process, each_answer_is_to_what_was_asked_however_often_it_is_stopped)
{
    Running run("juggler", {});
    run.start();
    ASSERT_TRUE(within(5000, [&] { return run.said() == "begun\n"; })) << run.said();
    for (int i = 0; i < 400 && run.said() == "begun\n"; ++i) EXPECT_TRUE(run.ctl("checkpoint"));
    EXPECT_EQ(run.said(), "begun\n");
    run.kill();
    run.start();
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(run.ctl("checkpoint"));
    EXPECT_EQ(run.said(), "begun\n");
}

TEST(Process, cannot_mount_what_does_not_answer)
{
    EXPECT_EQ(probe({"mount", "unix!/nowhere/post", "/n/x"}), "mount: error /n/x: unix!/nowhere/post does not answer\n");
}

TEST(Process, an_image_that_cannot_be_read_is_named)
{
    Running run("probe", {"wait"});
    run.start();
    ASSERT_TRUE(run.ctl("checkpoint"));
    run.kill();
    for (auto& e : std::filesystem::directory_iterator(run.directory()))
        if (e.path().extension() == ".log") put(e.path().string(), "not a log at all");
    run.start_and_fail();
    EXPECT_TRUE(within(2000, [&] { return run.said().find("life 1ife0001 has no whole image") != std::string::npos; })) << run.said();
}

TEST(Process, a_life_runs_once)
{
    Running run("probe", {"wait"});
    run.start();
    Running other("probe", {"wait"});
    auto said = run_command(NINTH " run " + run.directory(), run.directory(), {{"NINTH_RUN", other.scratch().path}, {"NINTH_STATE", other.scratch().path}});
    EXPECT_NE(said.text.find("life 1ife0001 is already running"), std::string::npos) << said.text;
    EXPECT_TRUE(run.is_running());
}

}  // namespace
}  // namespace tests
