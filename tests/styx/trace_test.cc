// Traces: what passes can be printed, and what was printed can be played.
#include "tests/scratch.h"
#include "conversation.h"
#include "small_tree.h"

#include "styx/client.h"
#include "styx/loop.h"
#include "styx/trace.h"

#include <gtest/gtest.h>

namespace {

using namespace styx;

TEST(Trace, a_line_is_the_message_or_the_bytes)
{
    EXPECT_EQ(trace_line(encode({Tag(1), Tclunk{Fid(2)}})), "Tclunk tag 1 fid 2");
    EXPECT_EQ(trace_line(std::string("\x07\0\0\0\x62\x05\0", 7)), "raw '\\x07\\x00\\x00\\x00b\\x05\\x00'");
}

TEST(Trace, goes_to_a_file_a_line_each)
{
    tests::Scratch scratch;
    auto path = scratch.path + "/trace";
    auto* file = std::fopen(path.c_str(), "wb");
    auto trace = trace_to(file);
    trace("one");
    trace("two");
    EXPECT_EQ(tests::contents(path), "one\ntwo\n") << "a line is there once it was said";
    std::fclose(file);
}

TEST(Trace, of_a_server_is_a_conversation_that_plays_again)
{
    std::string text;
    {
        Loop loop;
        tests::SmallTree tree;
        Server server;
        server.attach = attach_to(tree.root);
        server.trace = [&](std::string_view line) { text += std::string(line) + "\n"; };
        auto [a, b] = loop.pair();
        server.serve(std::move(a));
        Client client(std::move(b));
        int done = 0;
        client.greet({}, [](auto) {});
        client.attach("me", "", [&](Result<OpenFile> root) {
            client.open(root->fid, {"hello"}, OREAD, [&](Result<OpenFile> f) {
                client.ask(Tread{f->fid, 0, 100}, [&](auto) { ++done; });
                client.ask(Tread{f->fid, 7, 100}, [&](auto) { ++done; });
            });
            client.open(root->fid, {"nobody"}, OREAD, [&](auto) { ++done; });
            client.ask(Tstat{root->fid}, [&](auto) { ++done; });
        });
        ASSERT_TRUE(loop.run_until([&] { return done == 4; }, 1000));
        loop.run_until([] { return false; }, 1);
    }
    EXPECT_NE(text.find("Rerror"), std::string::npos);
    tests::SmallTree tree;
    Server server;
    server.attach = attach_to(tree.root);
    auto nothing_happens = [](const Names&) { return Result<>(); };
    EXPECT_EQ(tests::play_text(server, "trace", text, nothing_happens), std::vector<std::string>{}) << text;
    text.replace(text.find("hello, world"), 5, "jello");
    EXPECT_EQ(tests::play_text(server, "trace", text, nothing_happens).size(), 1u);
}

}  // namespace
