// Channels over sockets: whole packets whatever the pieces, and no harm from a peer that misbehaves.
#include "tests/scratch.h"
#include "raw_peer.h"
#include "small_tree.h"

#include "styx/client.h"
#include "styx/errors.h"
#include "styx/loop.h"

#include <gtest/gtest.h>
#include <thread>

namespace {

using namespace styx;
using tests::RawPeer;

std::string packet_of(std::size_t size, char fill = 'x')
{
    return encode(Message{Tag(1), Twrite{Fid(1), 0, {std::string(size - 23, fill)}}});
}

// Each test over a Unix socket and over TCP.
struct Transport : testing::TestWithParam<const char*> {
    tests::Scratch scratch;
    Loop loop;
    std::unique_ptr<Listener> listener;
    std::unique_ptr<Channel> channel;
    std::vector<std::string> got;
    std::string hung_up;

    void SetUp() override
    {
        bool is_tcp = std::string(GetParam()) == "tcp";
        auto l = loop.listen(is_tcp ? "tcp!127.0.0.1!0" : scratch.unix("post"), [this](std::unique_ptr<Channel> c) { accept(std::move(c)); });
        ASSERT_TRUE(l) << l.error().text;
        listener = std::move(*l);
    }
    virtual void accept(std::unique_ptr<Channel> c)
    {
        channel = std::move(c);
        channel->received = [this](std::string_view p) { got.emplace_back(p); };
        channel->hung_up = [this](const Error& why) { hung_up = why.text, channel.reset(); };
    }
    bool run(const std::function<bool()>& done, std::uint64_t msec = 5000) { return loop.run_until(done, msec); }
    void settle() { run([] { return false; }, 20); }
};

TEST_P(Transport, packets_in_pieces_arrive_whole)
{
    RawPeer peer(listener->address());
    auto bytes = packet_of(100, 'a') + packet_of(23) + packet_of(300, 'b');
    for (char c : bytes) {
        peer.put({&c, 1});
        run([] { return true; }), loop.run_until([] { return false; }, 0);
    }
    ASSERT_TRUE(run([&] { return got.size() == 3; }));
    EXPECT_EQ(got[0] + got[1] + got[2], bytes);
}

TEST_P(Transport, many_packets_in_one_piece_arrive_one_by_one)
{
    RawPeer peer(listener->address());
    std::string bytes;
    for (int i = 0; i < 1000; ++i) bytes += packet_of(std::size_t(23 + i % 50));
    EXPECT_EQ(peer.put(bytes), bytes.size());
    ASSERT_TRUE(run([&] { return got.size() == 1000; }));
    EXPECT_EQ(got[999], packet_of(23 + 999 % 50));
}

TEST_P(Transport, the_largest_packets_arrive)
{
    auto big = packet_of(most_msize, 'q');
    std::unique_ptr<Channel> far;
    loop.dial(listener->address(), [&](auto c) { far = std::move(*c); });
    ASSERT_TRUE(run([&] { return far && channel; }));
    for (int i = 0; i < 20; ++i) far->send(big);
    ASSERT_TRUE(run([&] { return got.size() == 20; }));
    for (auto& p : got) EXPECT_EQ(p, big);
    EXPECT_TRUE(run([&] { return far->unsent() == 0; }));
}

TEST_P(Transport, who_sends_much_does_not_keep_others_waiting)
{
    std::string order;
    RawPeer flood(listener->address());
    ASSERT_TRUE(run([&] { return channel != nullptr; }));
    auto first = std::move(channel);
    first->received = [&](std::string_view) { order += 'f'; };
    RawPeer other(listener->address());
    ASSERT_TRUE(run([&] { return channel != nullptr; }));
    channel->received = [&](std::string_view) { order += 'o'; };
    std::string piece;
    while (piece.size() < 16 * 1024) piece += packet_of(23);
    std::size_t taken = 0;
    for (auto n = piece.size(); n == piece.size() && taken < 150 * 1024; taken += n) n = flood.put(piece);
    ASSERT_GT(taken, 32 * 1024u);  // a pipe of Windows has room for little
    ASSERT_EQ(other.put(packet_of(23)), 23u);
    ASSERT_TRUE(run([&] { return order.find('o') != order.npos; }));
    EXPECT_LE(order.find('o'), 64 * 1024u / 23 + 1);
}

TEST_P(Transport, what_is_no_packet_hangs_up)
{
    for (std::string garbage : {std::string("GET / HTTP/1.0\r\n\r\n"), std::string("\6\0\0\0\0\0\0", 7), std::string("\xff\xff\xff\xff", 4), std::string(8, '\0')}) {
        hung_up.clear();
        RawPeer peer(listener->address());
        peer.put(garbage);
        EXPECT_TRUE(run([&] { return !hung_up.empty(); }));
        EXPECT_EQ(hung_up, "the other side does not speak 9P");
    }
}

TEST_P(Transport, good_packets_before_the_garbage_are_received)
{
    RawPeer peer(listener->address());
    peer.put(packet_of(50) + std::string(8, '\0'));
    EXPECT_TRUE(run([&] { return !hung_up.empty(); }));
    EXPECT_EQ(got.size(), 1u);
}

TEST_P(Transport, a_packet_cut_short_by_a_hang_up_is_none)
{
    {
        RawPeer peer(listener->address());
        peer.put(packet_of(100).substr(0, 60));
    }
    EXPECT_TRUE(run([&] { return !hung_up.empty(); }));
    EXPECT_EQ(hung_up, err::hungup);
    EXPECT_TRUE(got.empty());
}

TEST_P(Transport, what_was_sent_before_going_arrives)
{
    RawPeer peer(listener->address());
    ASSERT_TRUE(run([&] { return channel != nullptr; }));
    channel->send(packet_of(100));
    channel.reset();
    std::string bytes;
    EXPECT_TRUE(run([&] { return (bytes += peer.get()).size() == 100; }, 2000));
}

TEST_P(Transport, a_channel_may_go_while_it_receives)
{
    RawPeer peer(listener->address());
    ASSERT_TRUE(run([&] { return channel != nullptr; }));
    int n = 0;
    channel->received = [&](std::string_view) { ++n, channel.reset(); };
    peer.put(packet_of(30) + packet_of(30));
    EXPECT_TRUE(run([&] { return n > 0; }));
    settle();
    EXPECT_EQ(n, 1);
}

TEST_P(Transport, paused_it_receives_nothing_until_resumed)
{
    RawPeer peer(listener->address());
    ASSERT_TRUE(run([&] { return channel != nullptr; }));
    channel->received = [&](std::string_view p) {
        got.emplace_back(p);
        if (got.size() == 2) channel->pause();
    };
    peer.put(packet_of(30) + packet_of(31) + packet_of(32));
    settle();
    EXPECT_EQ(got.size(), 2u);
    peer.put(packet_of(33));
    settle();
    EXPECT_EQ(got.size(), 2u);
    channel->resume();
    EXPECT_TRUE(run([&] { return got.size() == 4; }));
}

TEST_P(Transport, dialling_where_nobody_listens_says_so)
{
    auto address = listener->address();
    listener.reset();
    std::string error;
    loop.dial(address, [&](auto c) { error = c ? "no error" : c.error().text; });
    ASSERT_TRUE(run([&] { return !error.empty(); }));
    EXPECT_TRUE(error.starts_with("cannot dial " + address + ": ")) << error;
}

TEST_P(Transport, an_address_in_use_is_refused)
{
    auto second = loop.listen(listener->address(), [](auto) {});
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().text.find(listener->address()), std::string::npos) << second.error().text;
    RawPeer peer(listener->address());
    EXPECT_TRUE(run([&] { return channel != nullptr; })) << "the first still listens";
}

INSTANTIATE_TEST_SUITE_P(styx, Transport, testing::Values("unix", "tcp"), [](auto& kind) { return std::string(kind.param); });

// A server over sockets.
struct Serving : Transport {
    tests::SmallTree tree;
    Server server;
    Channel* served = nullptr;
    void accept(std::unique_ptr<Channel> c) override
    {
        if (!served) served = c.get();  // the first
        server.serve(std::move(c));
    }
    void SetUp() override
    {
        server.attach = attach_to(tree.root);
        Transport::SetUp();
    }
};

// It asks for 256 MB and reads nothing: what the server holds for it stays small, and others are served.
TEST_P(Serving, a_reader_that_never_reads_is_held_back)
{
    tree.root = dir("/", {file("big", 0444, [](ReadRequest r) { r.reply(std::string(r.count, 'x')); })});
    server.attach = attach_to(tree.root);
    RawPeer peer(listener->address());
    peer.put(encode({Tag::none, Tversion{most_msize, "9P2000"}}) + encode({Tag(0), Tattach{Fid(1), Fid::none, "", ""}}) +
             encode({Tag(0), Twalk{Fid(1), Fid(2), {"big"}}}) + encode({Tag(0), Topen{Fid(2), OREAD}}));
    settle();
    std::string all;
    for (int i = 0; i < 1000; ++i) all += encode({Tag(1), Tread{Fid(2), 0, most_msize}});
    std::size_t sent = 0;
    for (int i = 0; i < 50; ++i) {
        sent += peer.put(std::string_view(all).substr(sent));
        loop.run_until([] { return false; }, 1);
    }
    ASSERT_EQ(server.links(), 1u);
    EXPECT_LT(served->unsent(), 5u << 20);

    auto client = std::unique_ptr<Client>();
    bool attached = false;
    loop.dial(listener->address(), [&](auto c) {
        client = std::make_unique<Client>(std::move(*c));
        client->greet({}, [&](auto) { client->attach("", "", [&](auto r) { attached = r.has_value(); }); });
    });
    EXPECT_TRUE(run([&] { return attached; }));

    // Once it reads, it gets all it asked for.
    std::size_t want = 1000 * std::size_t(most_msize - io_header + 11), bytes = 0;
    std::atomic<bool> done = false;
    std::thread reader([&] {
        for (int quiet = 0; bytes < want && quiet < 2000;) {
            sent += peer.put(std::string_view(all).substr(sent));
            auto n = peer.get().size();
            bytes += n;
            if (n == 0) ++quiet, std::this_thread::sleep_for(std::chrono::milliseconds(1));
            else quiet = 0;
        }
        loop.post([&] { done = true; });
    });
    EXPECT_TRUE(run([&] { return done.load(); }, 60'000));
    reader.join();
    EXPECT_GE(bytes, want) << sent << " of " << all.size() << " bytes of requests were taken";
}

TEST_P(Serving, a_client_that_hangs_up_is_forgotten)
{
    {
        RawPeer peer(listener->address());
        peer.put(encode({Tag::none, Tversion{8192, "9P2000"}}) + encode({Tag(0), Tattach{Fid(1), Fid::none, "", ""}}) +
                 encode({Tag(0), Twalk{Fid(1), Fid(2), {"clone"}}}) + encode({Tag(0), Topen{Fid(2), OREAD}}));
        ASSERT_TRUE(run([&] { return tree.opens == 1; }));
    }
    EXPECT_TRUE(run([&] { return server.links() == 0; }));
    EXPECT_EQ(tree.opens, 0);
}

INSTANTIATE_TEST_SUITE_P(styx, Serving, testing::Values("unix", "tcp"), [](auto& kind) { return std::string(kind.param); });

TEST(Address, what_is_none_says_what_it_should_be)
{
    Loop loop;
    for (auto bad : {"", "unix!", "/tmp/x", "tcp!host", "tcp!!80", "tcp!host!99999", "tcp!host!-1", "tcp!host!8x", "il!host!1"}) {
        auto l = loop.listen(bad, [](auto) {});
        ASSERT_FALSE(l) << bad;
        EXPECT_EQ(l.error().text, std::string("bad address: ") + bad + " (want unix!path or tcp!host!port)");
    }
}

}  // namespace
