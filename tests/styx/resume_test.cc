// Links that break under a life: what goes on, what is cut, what is refused.
#include "small_tree.h"

#include "styx/client.h"
#include "styx/errors.h"
#include "styx/loop.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace {

using namespace styx;

// A link that loses everything from the packet on that it is told to break at.
class Link : public Channel {
  public:
    Link(std::unique_ptr<Channel> inner, int break_after) : inner_(std::move(inner)), left_(break_after)
    {
        inner_->received = [this](std::string_view p) {
            if (left_ == 0) return;
            if (left_ > 0) --left_;
            if (received) received(p);
        };
        inner_->hung_up = [this](const Error& why) {
            if (auto f = std::move(hung_up)) f(why);
        };
    }
    void send(std::string packet) override
    {
        if (left_ == 0) return;
        if (left_ > 0) --left_;
        inner_->send(std::move(packet));
    }
    void cut()
    {
        inner_.reset();
        if (auto f = std::move(hung_up)) f({"cut"});
    }
    bool is_spent() const { return left_ == 0; }

  private:
    std::unique_ptr<Channel> inner_;
    int left_;  // packets, both ways; -1: never breaks
};

struct Resume : testing::Test {
    Loop loop;
    tests::SmallTree tree;
    Server server;
    std::map<std::string, int> executed;  // how often each write of "count" came
    Hello hello{"-", "life", 1, 1};

    void SetUp() override
    {
        auto count = file("count", 0600, {}, [this](WriteRequest w) {
            ++executed[w.data];
            w.done();
        });
        std::static_pointer_cast<Directory>(tree.root)->add(count);
        server.attach = attach_to(tree.root);
    }

    // A life's mount, as the runtime has one.
    struct Mount {
        std::unique_ptr<Client> client;
        Link* link = nullptr;
        Fid root = Fid::none;
        std::string error;
        Welcome::Kind kind = Welcome::Kind::plain;
    };
    void connect(Mount& m, Hello h, int break_after = -1)
    {
        auto [a, b] = loop.pair();
        server.serve(std::move(a));
        auto link = std::make_unique<Link>(std::move(b), break_after);
        m.link = link.get();
        if (m.client) m.client->relink(std::move(link));
        else m.client = std::make_unique<Client>(std::move(link));
        m.client->keeps_in_flight = true;
        h.sent = m.client->sent(), h.received = m.client->received();
        m.error.clear();
        bool done = false;
        m.client->greet(h, [&](Result<Welcome> w) {
            done = true;
            if (!w) m.error = w.error().text;
            else m.kind = w->kind;
        });
        loop.run_until([&] { return done || m.link->is_spent(); }, 1000);
    }
    void attach(Mount& m)
    {
        m.client->attach("me", "", [&](Result<OpenFile> r) { m.root = r->fid; });
        ASSERT_TRUE(loop.run_until([&] { return m.root != Fid::none; }, 1000));
    }
    Fid open(Mount& m, const std::string& name, std::uint8_t mode)
    {
        auto fid = Fid::none;
        m.client->open(m.root, {name}, mode, [&](Result<OpenFile> r) { fid = r->fid; });
        EXPECT_TRUE(loop.run_until([&] { return fid != Fid::none; }, 1000));
        return fid;
    }
    void settle() { loop.run_until([] { return false; }, 1); }
};

TEST_F(Resume, a_first_hello_is_cut_from_nothing)
{
    Mount m;
    connect(m, hello);
    EXPECT_EQ(m.kind, Welcome::Kind::cut);
    attach(m);
}

// The link breaks at every packet there is, in turn.
TEST_F(Resume, each_request_is_done_once_and_answered_once_wherever_the_link_breaks)
{
    for (int at = 2; at < 40; ++at) {
        executed.clear();
        Mount m;
        hello.life = "life" + std::to_string(at);
        connect(m, hello);
        attach(m);
        auto fid = open(m, "count", OWRITE);
        m.link->cut();
        connect(m, hello, at);  // 2 of them are the greeting
        std::map<std::string, int> answered;
        int failed = 0;
        for (int i = 0; i < 10; ++i) {
            auto text = std::to_string(i);
            m.client->ask(Twrite{fid, 0, {text}}, [&, text](Result<Rwrite> r) { ++answered[text], failed += !r; });
            if (i % 3 == 0) settle();
        }
        settle();
        m.link->cut();
        auto late = std::string("asked while there was no link");
        m.client->ask(Twrite{fid, 0, {late}}, [&](Result<Rwrite> r) { ++answered[late], failed += !r; });
        connect(m, hello);
        EXPECT_EQ(m.kind, Welcome::Kind::resume);
        loop.run_until([&] { return m.client->in_flight() == 0; }, 1000);
        EXPECT_EQ(failed, 0) << "broke at " << at;
        EXPECT_EQ(executed.size(), 11u);
        EXPECT_EQ(answered.size(), 11u);
        for (auto& [text, n] : executed) EXPECT_EQ(n, 1) << text << ", broke at " << at;
        for (auto& [text, n] : answered) EXPECT_EQ(n, 1) << text << ", broke at " << at;
    }
}

TEST_F(Resume, what_is_asked_before_the_welcome_is_done_once)
{
    Mount m;
    connect(m, hello);
    attach(m);
    auto fid = open(m, "count", OWRITE);
    m.link->cut();
    auto [a, b] = loop.pair();
    server.serve(std::move(a));
    m.client->relink(std::move(b));
    auto h = hello;
    h.sent = m.client->sent(), h.received = m.client->received();
    int answered = 0;
    m.client->ask(Twrite{fid, 0, {"before the greeting"}}, [&](Result<Rwrite> r) { answered += r.has_value(); });
    m.client->greet(h, [&](Result<Welcome> w) { EXPECT_EQ(w->kind, Welcome::Kind::resume); });
    m.client->ask(Twrite{fid, 0, {"after it"}}, [&](Result<Rwrite> r) { answered += r.has_value(); });
    EXPECT_TRUE(loop.run_until([&] { return m.client->in_flight() == 0; }, 1000));
    EXPECT_EQ(answered, 2);
    EXPECT_EQ(executed, (std::map<std::string, int>{{"before the greeting", 1}, {"after it", 1}}));
}

TEST_F(Resume, a_blocked_read_goes_on_and_loses_no_event)
{
    Mount m;
    connect(m, hello);
    attach(m);
    auto fid = open(m, "mouse", OREAD);
    std::string got;
    m.client->ask(Tread{fid, 0, 100}, [&](Result<Rread> r) { got = r ? r->data.bytes : r.error().text; });
    settle();
    m.link->cut();
    EXPECT_EQ(server.links(), 1u);
    settle();
    EXPECT_EQ(server.links(), 0u);
    tree.mouse.post("while away");
    connect(m, hello);
    EXPECT_EQ(m.kind, Welcome::Kind::resume);
    EXPECT_TRUE(loop.run_until([&] { return !got.empty(); }, 1000));
    EXPECT_EQ(got, "while away");
}

TEST_F(Resume, a_flush_that_was_lost_is_sent_again)
{
    Mount m;
    connect(m, hello);
    attach(m);
    auto fid = open(m, "never", OREAD);
    m.link->cut();
    connect(m, hello, 3);  // the greeting and the read
    std::string got;
    auto tag = m.client->ask(Tread{fid, 0, 100}, [&](Result<Rread> r) { got = r ? "data" : r.error().text; });
    settle();
    m.client->flush(tag);
    settle();
    m.link->cut();
    connect(m, hello);
    EXPECT_TRUE(loop.run_until([&] { return !got.empty(); }, 1000));
    EXPECT_EQ(got, err::taken_back);
    EXPECT_TRUE(tree.kept_reads[0].flushed());
}

TEST_F(Resume, an_older_image_is_cut_and_nothing_of_before_stays)
{
    Mount m;
    connect(m, hello);
    attach(m);
    open(m, "clone", OREAD);
    EXPECT_EQ(tree.opens, 1);
    Mount older;  // has sent nothing
    auto next = hello;
    next.generation = 2;
    connect(older, next);
    EXPECT_EQ(older.kind, Welcome::Kind::cut);
    EXPECT_EQ(tree.opens, 0);
    settle();
    EXPECT_FALSE(m.client->alive());
    EXPECT_EQ(server.links(), 1u);
}

TEST_F(Resume, what_was_in_flight_at_a_cut_is_interrupted)
{
    Mount m;
    connect(m, hello);
    attach(m);
    auto fid = open(m, "never", OREAD);
    std::string got;
    m.client->ask(Tread{fid, 0, 100}, [&](Result<Rread> r) { got = r.error().text; });
    settle();
    m.link->cut();
    settle();
    server.forget("life");  // as if it were another server
    connect(m, hello);
    EXPECT_EQ(m.kind, Welcome::Kind::cut);
    EXPECT_EQ(got, err::interrupted);
    m.root = Fid::none;
    attach(m);
}

TEST_F(Resume, an_older_generation_is_refused)
{
    Mount newer, older;
    auto next = hello;
    next.generation = 2;
    connect(newer, next);
    connect(older, hello);
    EXPECT_EQ(older.error, err::moved);
    attach(newer);
}

TEST_F(Resume, a_newer_generation_takes_over_and_hangs_the_older_one_up)
{
    Mount m;
    connect(m, hello);
    attach(m);
    auto fid = open(m, "clone", OREAD);
    // The thawed copy of it, elsewhere: the same positions.
    Mount thawed;
    auto next = hello;
    next.generation = 2;
    auto [a, b] = loop.pair();
    server.serve(std::move(a));
    std::vector<Message> got;
    b->received = [&](std::string_view p) { got.push_back(*decode(p)); };
    next.sent = m.client->sent(), next.received = m.client->received();
    b->send(encode({Tag::none, Tversion{8192, print(next)}}));
    b->send(encode({Tag(9), Tread{fid, 0, 10}}));
    ASSERT_TRUE(loop.run_until([&] { return got.size() == 2; }, 1000));
    EXPECT_EQ(parse_welcome(std::get<Rversion>(got[0].body).version).kind, Welcome::Kind::resume);
    EXPECT_EQ(std::get<Rread>(got[1].body).data.bytes, "0") << "its fids are intact";
    EXPECT_FALSE(m.client->alive());
    EXPECT_EQ(tree.opens, 1);
}

TEST_F(Resume, each_mount_of_a_life_goes_on_by_itself)
{
    Mount one, two;
    auto second = hello;
    second.mount = 2;
    connect(one, hello);
    attach(one);
    connect(two, second);
    attach(two);
    open(two, "clone", OREAD);
    one.link->cut();
    two.link->cut();
    settle();
    // Thawed: both come back with a newer generation, one after the other.
    auto again = hello, second_again = second;
    again.generation = second_again.generation = 2;
    connect(one, again);
    EXPECT_EQ(one.kind, Welcome::Kind::resume);
    EXPECT_EQ(tree.opens, 1);
    connect(two, second_again);
    EXPECT_EQ(two.kind, Welcome::Kind::resume);
    EXPECT_EQ(tree.opens, 1);
}

// "No ghost window": an older image does not know of the mounts that came after it.
TEST_F(Resume, an_older_image_takes_mounts_it_does_not_know_along)
{
    Mount one, two;
    auto second = hello;
    second.mount = 2;
    connect(one, hello);
    attach(one);
    connect(two, second);
    attach(two);
    open(two, "clone", OREAD);
    Mount older;
    auto next = hello;
    next.generation = 2;
    connect(older, next);
    EXPECT_EQ(older.kind, Welcome::Kind::cut);
    EXPECT_EQ(tree.opens, 0);
}

TEST_F(Resume, greeting_again_on_the_same_link_is_good)
{
    Mount m;
    connect(m, hello);
    attach(m);
    auto h = hello;
    h.sent = m.client->sent(), h.received = m.client->received();
    Welcome::Kind kind = Welcome::Kind::plain;
    m.client->greet(h, [&](Result<Welcome> w) { kind = w->kind; });
    settle();
    EXPECT_EQ(kind, Welcome::Kind::resume);
    open(m, "hello", OREAD);
    m.client->greet({}, [&](Result<Welcome> w) { kind = w->kind; });
    settle();
    EXPECT_EQ(kind, Welcome::Kind::plain);
    EXPECT_EQ(server.links(), 1u);
}

TEST_F(Resume, a_life_that_is_forgotten_holds_nothing)
{
    Mount m;
    connect(m, hello);
    attach(m);
    open(m, "clone", OREAD);
    m.link->cut();
    settle();
    EXPECT_EQ(tree.opens, 1);
    server.forget("life");
    EXPECT_EQ(tree.opens, 0);
    server.forget("nobody");
}

// 64 answers of 128 KB wait for a client that went; 8 MB are kept, so it is cut when it comes back.
TEST_F(Resume, answers_that_are_kept_take_bounded_memory)
{
    auto big = file("big", 0444, [](ReadRequest r) { r.reply(std::string(r.count, 'x')); });
    std::static_pointer_cast<Directory>(tree.root)->add(big);
    for (int answers : {20, 100}) {
        Mount m;
        hello.life = "big" + std::to_string(answers);
        connect(m, hello);
        attach(m);
        auto fid = open(m, "big", OREAD);
        m.link->cut();
        connect(m, hello, 2 + answers);  // the greeting and the requests, but no answer
        int good = 0, bad = 0;
        for (int i = 0; i < answers; ++i)
            m.client->ask(Tread{fid, 0, 128 * 1024}, [&](Result<Rread> r) { ++(r ? good : bad); });
        settle();
        m.link->cut();
        connect(m, hello);
        loop.run_until([&] { return good + bad == answers; }, 5000);
        EXPECT_EQ(m.kind, answers == 20 ? Welcome::Kind::resume : Welcome::Kind::cut);
        EXPECT_EQ(good, answers == 20 ? 20 : 0);
    }
}

TEST_F(Resume, lives_are_remembered_in_bounded_number)
{
    for (int i = 0; i < 1100; ++i) {
        Mount m;
        auto h = hello;
        h.life = "l" + std::to_string(i);
        h.generation = 5;
        connect(m, h);
        attach(m);
        open(m, "clone", OREAD);
        m.link->cut();
        settle();
    }
    EXPECT_LE(tree.opens, 1025);
    Mount m;
    auto h = hello;
    h.life = "l1099";
    h.generation = 4;
    connect(m, h);
    EXPECT_EQ(m.error, err::moved);
}

TEST_F(Resume, nobodys_conversation_ends_with_its_link)
{
    Mount m;
    connect(m, {"host", "-", 0, 0});
    EXPECT_EQ(m.kind, Welcome::Kind::plain);
    attach(m);
    open(m, "clone", OREAD);
    m.link->cut();
    settle();
    EXPECT_EQ(tree.opens, 0);
}

TEST_F(Resume, who_attaches_is_told)
{
    Hello seen;
    server.attach = [&](AttachRequest r) {
        seen = *r.hello;
        r.reply(tree.root);
    };
    Mount m;
    hello.service = "host";
    connect(m, hello);
    attach(m);
    EXPECT_EQ(seen.life, "life");
    EXPECT_EQ(seen.service, "host");
}

}  // namespace
