// Channels over sockets: whole packets whatever the pieces, and no harm from a peer that misbehaves.
#include "tests/scratch.h"
#include "small_tree.h"

#include "styx/client.h"
#include "styx/errors.h"
#include "styx/loop.h"
#include "styx/post.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <thread>

namespace {

using namespace styx;

std::string packet_of(std::size_t size, char fill = 'x')
{
    return encode(Message{Tag(1), Twrite{Fid(1), 0, {std::string(size - 23, fill)}}});
}

// A plain blocking socket, for a peer that does as the test says.
struct RawPeer {
    int fd = -1;
    explicit RawPeer(const std::string& address)
    {
        if (address.starts_with("unix!")) {
            sockaddr_un at{};
            at.sun_family = AF_UNIX;
            address.copy(at.sun_path, sizeof at.sun_path - 1, 5);
            connect_to(AF_UNIX, reinterpret_cast<sockaddr*>(&at), sizeof at);
        } else {
            sockaddr_in at{};
            at.sin_family = AF_INET;
            at.sin_port = htons(std::uint16_t(std::stoi(address.substr(address.rfind('!') + 1))));
            at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            connect_to(AF_INET, reinterpret_cast<sockaddr*>(&at), sizeof at);
        }
    }
    ~RawPeer() { close(fd); }
    void connect_to(int family, sockaddr* at, socklen_t size)
    {
        fd = socket(family, SOCK_STREAM, 0);
        EXPECT_EQ(connect(fd, at, size), 0);
        fcntl(fd, F_SETFL, O_NONBLOCK);
    }
    std::size_t put(std::string_view bytes)
    {
        auto n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        return n < 0 ? 0 : std::size_t(n);
    }
    std::string get()
    {
        std::string bytes(256 << 10, '\0');
        auto n = ::recv(fd, bytes.data(), bytes.size(), 0);
        bytes.resize(n < 0 ? 0 : std::size_t(n));
        return bytes;
    }
};

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
    EXPECT_EQ(far->unsent(), 0u);
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
            if (n == 0) ++quiet, usleep(1000);
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

TEST(UnixPost, a_stale_socket_is_replaced_and_a_post_goes_with_its_listener)
{
    tests::Scratch scratch;
    auto path = scratch.path + "/post";
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    path.copy(at.sun_path, sizeof at.sun_path - 1);
    ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at), 0);
    close(fd);  // as kill -9 leaves it
    ASSERT_TRUE(std::filesystem::exists(path));

    Loop loop;
    auto l = loop.listen("unix!" + path, [](auto) {});
    ASSERT_TRUE(l) << l.error().text;
    struct stat st{};
    ASSERT_EQ(::stat(path.c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 077u, 0u) << "only its owner may enter";
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(scratch.path), {}), 1) << "nothing else is left there";
    l->reset();
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(UnixPost, someone_who_listens_is_not_replaced)
{
    tests::Scratch scratch;
    Loop loop;
    auto first = loop.listen(scratch.unix("post"), [](auto) {});
    ASSERT_TRUE(first);
    EXPECT_EQ(loop.listen(scratch.unix("post"), [](auto) {}).error().text, scratch.unix("post") + ": someone is listening there already");
}

Result<> bind_and_listen(const std::string& path)
{
    return bind_post(path, [](const std::string& temporary) {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        temporary.copy(at.sun_path, sizeof at.sun_path - 1);
        int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        return bind(fd, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0 && listen(fd, 1) == 0 ? 0 : -errno;
    });
}

// Both find nobody there; then one is faster.
TEST(UnixPost, of_two_that_start_at_once_one_listens)
{
    tests::Scratch scratch;
    auto path = scratch.path + "/post";
    int to_child[2], to_parent[2];
    ASSERT_EQ(pipe(to_child), 0);
    ASSERT_EQ(pipe(to_parent), 0);
    char c = 0;
    auto child = fork();
    if (child == 0) {
        bool bound = bind_and_listen(path).has_value();
        (void)!::write(to_parent[1], &c, 1);
        (void)!::read(to_child[0], &c, 1);
        auto r = publish_post(path);
        _exit(bound && !r && r.error().text.ends_with("someone is listening there already") ? 7 : 1);
    }
    EXPECT_TRUE(bind_and_listen(path));
    EXPECT_EQ(::read(to_parent[0], &c, 1), 1);
    EXPECT_TRUE(publish_post(path));
    EXPECT_EQ(::write(to_child[1], &c, 1), 1);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 7);
    RawPeer peer("unix!" + path);  // the first is still there
}

TEST(UnixPost, a_file_in_the_way_stays)
{
    tests::Scratch scratch;
    auto path = scratch.path + "/post";
    close(open(path.c_str(), O_CREAT | O_WRONLY, 0600));
    Loop loop;
    EXPECT_EQ(loop.listen("unix!" + path, [](auto) {}).error().text, "unix!" + path + ": a file is in the way");
    EXPECT_TRUE(std::filesystem::is_regular_file(path));
}

TEST(UnixPost, a_name_too_long_is_refused_not_cut)
{
    tests::Scratch scratch;
    Loop loop;
    auto address = scratch.unix(std::string(120, 'x'));
    EXPECT_NE(loop.listen(address, [](auto) {}).error().text.find("the name is too long"), std::string::npos);
    std::string error;
    loop.dial(address, [&](auto c) { error = c.error().text; });
    EXPECT_TRUE(loop.run_until([&] { return !error.empty(); }, 1000));
    EXPECT_NE(error.find("the name is too long"), std::string::npos);
}

TEST(UnixPost, a_directory_that_is_not_there_is_named)
{
    Loop loop;
    auto l = loop.listen("unix!/nowhere/at/all", [](auto) {});
    EXPECT_TRUE(l.error().text.starts_with("unix!/nowhere/at/all: ")) << l.error().text;
}

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
