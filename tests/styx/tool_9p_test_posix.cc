// `ninth 9p`, as a user types it.
#include "conversation.h"
#include "serving.h"

#include "styx/remote.h"
#include "styx/tool_9p.h"

#include <csignal>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

namespace {

using namespace styx;

struct Outcome {
    int code = 0;
    std::string out, err;
};

Outcome run(std::vector<std::string> words)
{
    std::vector<std::string_view> arguments(words.begin(), words.end());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    Outcome o;
    o.code = tool_9p(arguments);
    o.out = testing::internal::GetCapturedStdout();
    o.err = testing::internal::GetCapturedStderr();
    return o;
}

// Standard input is this, until destroyed.
class Input {
  public:
    explicit Input(int fd) : before_(dup(0)) { dup2(fd, 0), close(fd); }
    ~Input() { dup2(before_, 0), close(before_); }
    static int of(const std::string& bytes)
    {
        int ends[2];
        EXPECT_EQ(pipe(ends), 0);
        EXPECT_EQ(::write(ends[1], bytes.data(), bytes.size()), ssize_t(bytes.size()));
        close(ends[1]);
        return ends[0];
    }

  private:
    int before_;
};

struct Tool : testing::Test {
    tests::Scratch scratch;
    std::string address = scratch.unix("post");
    tests::ServingThread serving{address};
};

TEST_F(Tool, lists)
{
    EXPECT_EQ(run({"ls", address}).out, "clone\nctl\nhello\nlabel\nlater\nmany\nmouse\nnever\ntmp\n");
    EXPECT_EQ(run({"ls", address, "hello"}).out, "hello\n");
    auto o = run({"ls", "-l", address, "/"});
    EXPECT_NE(o.out.find("--r--r--r-- ninth    ninth             0 1970-01-01 00:00 hello\n"), std::string::npos) << o.out;
    EXPECT_NE(o.out.find("d-rwxrwxrwx ninth"), std::string::npos) << o.out;
}

TEST_F(Tool, reads)
{
    auto o = run({"read", address, "hello"});
    EXPECT_EQ(o.out, "hello, world\n");
    EXPECT_EQ(o.code, 0);
    EXPECT_EQ(o.err, "");
}

TEST_F(Tool, writes_exactly_the_bytes)
{
    EXPECT_EQ(run({"create", address, "tmp/f"}).code, 0);
    std::string bytes("a\0b\n\xff no newline at the end", 26);
    {
        Input input(Input::of(bytes));
        EXPECT_EQ(run({"write", address, "tmp/f"}).code, 0);
    }
    EXPECT_EQ(run({"read", address, "tmp/f"}).out, bytes);
}

TEST_F(Tool, writes_each_piece_as_it_comes)
{
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    auto remote = Remote::dial(address);
    std::string first;
    std::thread hand([&] {
        (void)!::write(ends[1], "one\n", 4);
        for (int i = 0; i < 500 && first != "one"; ++i) first = *(*remote)->read("label"), usleep(1000);
        (void)!::write(ends[1], "two\n", 4);
        close(ends[1]);
    });
    {
        Input input(ends[0]);
        EXPECT_EQ(run({"write", address, "label"}).code, 0);
    }
    hand.join();
    EXPECT_EQ(first, "one");
    EXPECT_EQ(run({"read", address, "label"}).out, "two");
}

TEST_F(Tool, makes_and_removes)
{
    EXPECT_EQ(run({"create", "-d", address, "tmp/d"}).code, 0);
    EXPECT_EQ(run({"create", address, "tmp/d/f"}).code, 0);
    EXPECT_EQ(run({"ls", address, "tmp/d"}).out, "f\n");
    EXPECT_EQ(run({"rm", address, "tmp/d/f"}).code, 0);
    EXPECT_EQ(run({"ls", address, "tmp/d"}).out, "");
}

TEST_F(Tool, describes_field_by_field)
{
    auto o = run({"stat", address, "hello"});
    EXPECT_TRUE(o.out.starts_with("type 0 dev 0 qid ")) << o.out;
    EXPECT_TRUE(parse("Rstat " + o.out.substr(0, o.out.size() - 1)));
    EXPECT_NE(o.out.find(" name 'hello' "), std::string::npos);
}

TEST_F(Tool, an_error_is_one_line_that_names_address_and_path)
{
    auto o = run({"read", address, "nobody"});
    EXPECT_EQ(o.code, 1);
    EXPECT_EQ(o.out, "");
    EXPECT_EQ(o.err, "ninth 9p: " + address + " nobody: file does not exist\n");
    EXPECT_EQ(run({"read", address, "many"}).err, "ninth 9p: " + address + " many: file is a directory\n");
    EXPECT_EQ(run({"ls", "-a", "x", address}).err, "ninth 9p: " + address + " : no such tree: x\n");
    Input input(Input::of("explode"));
    EXPECT_EQ(run({"write", address, "ctl"}).err, "ninth 9p: " + address + " ctl: unknown control request: explode\n");
}

TEST_F(Tool, gives_up_when_told_to)
{
    auto o = run({"read", "-t", "1", address, "mouse"});
    EXPECT_EQ(o.code, 1);
    EXPECT_EQ(o.err, "ninth 9p: " + address + " mouse: connection timed out\n");
}

TEST_F(Tool, shows_the_conversation)
{
    auto o = run({"read", "-D", address, "hello"});
    EXPECT_EQ(o.out, "hello, world\n");
    EXPECT_TRUE(o.err.starts_with("Tversion tag 65535")) << o.err;
    tests::SmallTree tree;
    Server server;
    server.attach = attach_to(tree.root);
    EXPECT_EQ(tests::play_text(server, "-D", o.err, {}), std::vector<std::string>{});
}

TEST_F(Tool, a_bare_word_is_a_service_of_this_desktop)
{
    setenv("NINTH_RUN", scratch.path.c_str(), 1);
    EXPECT_EQ(run({"read", "post", "hello"}).out, "hello, world\n");
    setenv("NINTH_DISPLAY", address.c_str(), 1);
    EXPECT_EQ(run({"read", "display", "hello"}).out, "hello, world\n");
    unsetenv("NINTH_DISPLAY");
    unsetenv("NINTH_RUN");
}

TEST_F(Tool, says_how_it_is_used)
{
    EXPECT_EQ(run({}).code, 2);
    EXPECT_EQ(run({"look"}).err, "ninth 9p: no verb look; try ninth 9p --help\n");
    EXPECT_EQ(run({"read", address}).err, "ninth 9p: usage: ninth 9p read ADDR PATH\n");
    EXPECT_EQ(run({"ls", "-z", address}).err, "ninth 9p: no option -z\n");
    EXPECT_EQ(run({"ls", "-t"}).err, "ninth 9p: -t wants a value\n");
    EXPECT_EQ(run({"ls", "-t", "x", address}).code, 2);
    auto help = run({"--help"});
    EXPECT_EQ(help.code, 0);
    for (auto verb : {"ls", "read", "write", "stat", "create", "rm", "trace"})
        EXPECT_NE(help.out.find(std::string("\n  ") + verb + " "), std::string::npos) << verb;
}

// The proxy runs until it is killed, so it gets a process of its own.
TEST_F(Tool, trace_stands_between_and_prints_what_plays_again)
{
    auto there = scratch.unix("traced");
    auto output = scratch.path + "/output";
    auto child = fork();
    if (child == 0) {
        dup2(open(output.c_str(), O_CREAT | O_WRONLY, 0600), 1);
        std::string_view words[] = {"trace", there, address};
        _exit(tool_9p(words));
    }
    for (int i = 0; i < 1000 && !std::filesystem::exists(scratch.path + "/traced"); ++i) usleep(1000);
    EXPECT_EQ(run({"read", there, "hello"}).out, "hello, world\n");
    EXPECT_EQ(run({"ls", there, "nobody"}).code, 1);
    usleep(20'000);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);

    tests::SmallTree tree;
    Server server;
    server.attach = attach_to(tree.root);
    EXPECT_EQ(tests::play(server, output, {}), std::vector<std::string>{});
    auto text = std::string(1 << 16, '\0');
    int fd = open(output.c_str(), O_RDONLY);
    text.resize(std::size_t(::read(fd, text.data(), text.size())));
    close(fd);
    EXPECT_NE(text.find("Rread tag 0 data 'hello, world\\x0a'"), std::string::npos) << text;
    EXPECT_NE(text.find("# client 2"), std::string::npos) << text;
}

}  // namespace
