// The asking side: many requests in flight, each answered once, whatever happens meanwhile.
#include "small_tree.h"

#include "styx/client.h"
#include "styx/errors.h"
#include "styx/loop.h"

#include <gtest/gtest.h>

namespace {

using namespace styx;

// A client whose server is the test itself.
struct ByHand : testing::Test {
    Loop loop;
    std::unique_ptr<Channel> far;
    std::unique_ptr<Client> client;
    std::vector<Message> asked;  // and not answered
    std::string log;

    void SetUp() override
    {
        auto [a, b] = loop.pair();
        far = std::move(a);
        far->received = [this](std::string_view p) { asked.push_back(*decode(p)); };
        client = std::make_unique<Client>(std::move(b));
    }
    void settle() { loop.run_until([] { return false; }, 1); }
    Tag read(const std::string& name)
    {
        return client->ask(Tread{Fid(1), 0, 10}, [this, name](Result<Rread> r) { log += name + ":" + (r ? r->data.bytes : r.error().text) + " "; });
    }
    void answer(Tag tag, Body body) { far->send(encode(Message{tag, std::move(body)})), settle(); }
};

TEST_F(ByHand, answers_find_their_requests_in_any_order)
{
    auto a = read("a"), b = read("b"), c = read("c");
    settle();
    EXPECT_EQ(asked.size(), 3u);
    EXPECT_EQ(client->in_flight(), 3u);
    answer(c, Rread{{"3"}});
    answer(a, Rread{{"1"}});
    answer(b, Rerror{"no"});
    EXPECT_EQ(log, "c:3 a:1 b:no ");
    EXPECT_EQ(client->in_flight(), 0u);
}

TEST_F(ByHand, low_tags_are_used_again)
{
    auto a = read("a"), b = read("b");
    EXPECT_EQ(a, Tag(0));
    EXPECT_EQ(b, Tag(1));
    answer(a, Rread{});
    EXPECT_EQ(read("c"), a);
    EXPECT_EQ(read("d"), Tag(2));
}

TEST_F(ByHand, an_answer_of_another_type_is_an_error)
{
    answer(read("a"), Rwrite{3});
    EXPECT_EQ(log, "a:the server gave an answer of another type ");
}

TEST_F(ByHand, an_answer_that_nobody_asked_for_is_nothing)
{
    answer(Tag(77), Rread{{"x"}});
    EXPECT_TRUE(client->alive());
    EXPECT_EQ(log, "");
}

TEST_F(ByHand, a_request_from_the_server_hangs_it_up)
{
    read("a");
    answer(Tag(0), Tclunk{Fid(1)});
    EXPECT_FALSE(client->alive());
    EXPECT_EQ(log, "a:the server sent a bad message ");
}

TEST_F(ByHand, flushed_before_its_answer_it_is_taken_back)
{
    auto a = read("a");
    client->flush(a, [&] { log += "flushed "; });
    settle();
    ASSERT_EQ(asked.size(), 2u);
    EXPECT_EQ(std::get<Tflush>(asked[1].body).oldtag, a);
    EXPECT_EQ(log, "");
    answer(asked[1].tag, Rflush{});
    EXPECT_EQ(log, "a:taken back flushed ");
    EXPECT_EQ(client->in_flight(), 0u);
}

TEST_F(ByHand, an_answer_that_beats_the_flush_is_the_result)
{
    auto a = read("a");
    client->flush(a, [&] { log += "flushed "; });
    settle();
    answer(a, Rread{{"1"}});
    EXPECT_EQ(log, "a:1 ");
    answer(asked[1].tag, Rflush{});
    EXPECT_EQ(log, "a:1 flushed ");
}

// flush(5): "oldtag must not be reused until the Rflush is received".
TEST_F(ByHand, a_flushed_tag_is_not_used_again_before_its_rflush)
{
    auto a = read("a");
    client->flush(a);
    settle();
    auto flush = asked[1].tag;
    answer(a, Rread{{"1"}});
    auto b = read("b");
    EXPECT_NE(b, a);
    answer(flush, Rflush{});
    EXPECT_EQ(log, "a:1 ");
    EXPECT_EQ(read("c"), a);
    answer(b, Rread{{"2"}});
    EXPECT_EQ(log, "a:1 b:2 ");
}

TEST_F(ByHand, flushed_twice_it_is_taken_back_once)
{
    auto a = read("a");
    client->flush(a, [&] { log += "first "; });
    client->flush(a, [&] { log += "second "; });
    settle();
    answer(asked[1].tag, Rflush{});
    EXPECT_NE(read("b"), a);
    answer(asked[2].tag, Rflush{});
    EXPECT_EQ(log, "a:taken back first second ");
    EXPECT_EQ(read("c"), a);
}

TEST_F(ByHand, flushing_what_does_not_wait_is_done_at_once)
{
    client->flush(Tag(5), [&] { log += "flushed "; });
    EXPECT_EQ(log, "flushed ");
    settle();
    EXPECT_TRUE(asked.empty());
}

TEST_F(ByHand, flush_all_takes_back_each_request_once)
{
    read("a"), read("b");
    client->flush_all();
    client->flush_all();
    settle();
    EXPECT_EQ(asked.size(), 4u);
}

TEST_F(ByHand, a_hang_up_fails_all_and_what_comes_after)
{
    read("a"), read("b");
    client->hung_up = [&](const Error& why) { log += "(" + why.text + ") "; };
    settle();
    far.reset();
    settle();
    read("c");
    EXPECT_EQ(log, "a:i/o on hungup channel b:i/o on hungup channel (i/o on hungup channel) c:i/o on hungup channel ");
    EXPECT_EQ(client->in_flight(), 0u);
}

TEST_F(ByHand, abandoned_it_fails_with_the_reason_given)
{
    read("a");
    client->abandon({"home is away"});
    EXPECT_EQ(log, "a:home is away ");
    EXPECT_FALSE(client->alive());
}

TEST_F(ByHand, it_may_be_destroyed_by_an_answer)
{
    auto a = client->ask(Tread{Fid(1), 0, 1}, [this](Result<Rread>) { client.reset(); });
    read("b");
    settle();
    answer(a, Rread{});
    EXPECT_EQ(client, nullptr);
    EXPECT_EQ(log, "");
}

TEST_F(ByHand, it_may_be_destroyed_by_a_failure)
{
    client->ask(Tread{Fid(1), 0, 1}, [this](Result<Rread>) { client.reset(); });
    read("b");
    far.reset();
    settle();
    EXPECT_EQ(client, nullptr);
    EXPECT_EQ(log, "");
}

TEST_F(ByHand, it_may_be_destroyed_by_a_flush_and_by_its_hang_up)
{
    auto a = client->ask(Tread{Fid(1), 0, 1}, [this](Result<Rread>) { client.reset(); });
    client->flush(a, [] { FAIL(); });
    settle();
    answer(asked[1].tag, Rflush{});
    EXPECT_EQ(client, nullptr);

    SetUp();
    client->hung_up = [this](const Error&) { client.reset(); };
    far.reset();
    settle();
    EXPECT_EQ(client, nullptr);
}

TEST_F(ByHand, a_callback_may_ask_again)
{
    client->ask(Tread{Fid(1), 0, 1}, [this](Result<Rread>) { read("again"); });
    answer(Tag(0), Rread{});
    EXPECT_EQ(client->in_flight(), 1u);
    far.reset();
    settle();
    EXPECT_EQ(log, "again:i/o on hungup channel ");
}

TEST_F(ByHand, too_many_in_flight_are_refused)
{
    for (int i = 0; i < 0xff00; ++i) client->ask(Tclunk{Fid(1)}, [](Result<Rclunk>) {});
    read("a");
    EXPECT_EQ(log, std::string("a:") + err::many_calls + " ");
}

TEST_F(ByHand, a_walk_that_got_only_part_of_the_way_fails)
{
    Result<OpenFile> got = fail("nothing");
    client->walk(Fid(1), {"a", "b"}, [&](Result<OpenFile> r) { got = r; });
    answer(Tag(0), Rwalk{{Qid{}}});
    EXPECT_EQ(got.error().text, err::nonexist);
}

// A client and a Server over a tree, in one loop.
struct ToServer : testing::Test {
    Loop loop;
    tests::SmallTree tree;
    Server server;
    std::unique_ptr<Client> client;
    Fid root = Fid::none;

    void SetUp() override
    {
        server.attach = attach_to(tree.root);
        auto [a, b] = loop.pair();
        server.serve(std::move(a));
        client = std::make_unique<Client>(std::move(b));
        client->greet({}, [](Result<Welcome> w) { EXPECT_TRUE(w); });  // and does not wait for the answer
        client->attach("me", "", [this](Result<OpenFile> r) { root = r->fid; });
        run([this] { return root != Fid::none; });
    }
    void run(const std::function<bool()>& done) { ASSERT_TRUE(loop.run_until(done, 5000)); }
    OpenFile open(const std::string& path, std::uint8_t mode)
    {
        OpenFile f;
        client->open(root, split_path(path), mode, [&](Result<OpenFile> r) {
            ASSERT_TRUE(r) << r.error().text;
            f = *r;
        });
        run([&] { return f.fid != Fid::none; });
        return f;
    }
};

TEST_F(ToServer, a_thousand_reads_in_flight_are_each_answered_once)
{
    auto f = open("hello", OREAD);
    std::vector<int> answers(1000);
    int n = 0;
    for (int i = 0; i < 1000; ++i)
        client->ask(Tread{f.fid, std::uint64_t(i % 13), 1}, [&, i](Result<Rread> r) {
            EXPECT_EQ(r->data.bytes[0], "hello, world\n"[i % 13]);
            ++answers[i], ++n;
        });
    EXPECT_EQ(client->in_flight(), 1000u);
    run([&] { return n == 1000; });
    EXPECT_EQ(answers, std::vector<int>(1000, 1));
}

TEST_F(ToServer, a_failed_open_leaves_no_fid_behind)
{
    Result<OpenFile> got = OpenFile{};
    client->open(root, {"ctl"}, OREAD, [&](Result<OpenFile> r) { got = r; });
    run([&] { return !got; });
    EXPECT_EQ(got.error().text, err::perm);
    run([&] { return client->in_flight() == 0; });
}

TEST_F(ToServer, walks_of_more_than_sixteen_names)
{
    Names names;
    for (int i = 0; i < 20; ++i) names.push_back("many"), names.push_back("..");
    names.push_back("hello");
    Result<OpenFile> got = fail("nothing");
    client->walk(root, names, [&](Result<OpenFile> r) { got = r; });
    run([&] { return client->in_flight() == 0; });
    ASSERT_TRUE(got) << got.error().text;
    EXPECT_FALSE(got->qid.is_dir());
    names.back() = "nobody";
    client->walk(root, names, [&](Result<OpenFile> r) { got = r; });
    run([&] { return client->in_flight() == 0; });
    EXPECT_EQ(got.error().text, err::nonexist);
}

TEST_F(ToServer, a_blocked_read_is_flushed_and_no_event_is_lost)
{
    auto f = open("mouse", OREAD);
    std::string log;
    auto tag = client->ask(Tread{f.fid, 0, 100}, [&](Result<Rread> r) { log += r ? r->data.bytes : r.error().text; });
    bool flushed = false;
    client->flush(tag, [&] { flushed = true; });
    run([&] { return flushed; });
    EXPECT_EQ(log, err::taken_back);
    tree.mouse.post("m 1");
    client->ask(Tread{f.fid, 0, 100}, [&](Result<Rread> r) { log = r->data.bytes; });
    run([&] { return log == "m 1"; });
}

TEST(SplitPath, drops_empty_names_and_dots)
{
    EXPECT_EQ(split_path("/a//b/./c/"), (Names{"a", "b", "c"}));
    EXPECT_EQ(split_path(""), Names{});
    EXPECT_EQ(split_path("../x"), (Names{"..", "x"}));
}

}  // namespace
