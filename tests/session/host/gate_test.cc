// The gate, on real sockets, before real services.
#include "running.h"

#include "session/gate/gate.h"
#include "session/relay.h"
#include "styx/handlers.h"
#include "styx/serve.h"

using namespace tests;
using namespace styx;

namespace {

Hello hello_to(const std::string& service)
{
    Hello h;
    h.service = service;
    return h;
}

// A service that says its name, at that post.
const Role says_its_name("says-its-name", [](Words words) {
    Loop loop;
    Server server;
    Events never;
    server.attach = attach_to(dir("/", {file("name", 0444, text([&] { return std::string(words[1]); })),
                                        file("never", 0444, [&](ReadRequest r) { never.read(std::move(r)); }),
                                        file("big", 0444, [](ReadRequest r) { r.reply(std::string(r.count, 'b')); })}));
    auto listener = loop.listen(std::string(words[0]), [&](auto c) { server.serve(std::move(c)); });
    loop.run();
    return 0;
});

struct Gate : testing::Test {
    Place place;
    std::string out = place.file("out");
    Running gate{place, {"gate", "--listen", "tcp!127.0.0.1!0"}, out};
    Running session{place, {"says-its-name", place.post("session"), "session"}},
        app{place, {"says-its-name", place.post("display-app"), "display-app"}};
    std::string tcp()
    {
        eventually([&] { return contents(out).find('\n') != std::string::npos; });
        auto text = contents(out);
        return text.substr(0, text.find_first_of("\r\n"));
    }
    void SetUp() override
    {
        dial(place.post("session"));
        dial(place.post("display-app"));
        dial(place.post("gate"));
    }
};

TEST_F(Gate, passes_on_to_the_service_of_the_hello)
{
    EXPECT_EQ(dial(tcp(), hello_to("session"))->read("name").value(), "session");
    EXPECT_EQ(dial(tcp(), hello_to("display-app"))->read("name").value(), "display-app");
    EXPECT_EQ(dial(place.post("gate"), hello_to("session"))->read("name").value(), "session");
}

TEST_F(Gate, files_of_the_host_come_through)
{
    Running host(place, {"host"});
    dial(place.post("host"));
    put(place.file("x"), std::string(3 << 20, 'x'));
    auto client = dial(tcp(), hello_to("host"));
    EXPECT_EQ(client->read(place.name("x")).value().size(), 3u << 20);
    ASSERT_TRUE(client->write(place.name("x"), std::string(3 << 20, 'y')));
    EXPECT_EQ(contents(place.file("x")), std::string(3 << 20, 'y'));
}

TEST_F(Gate, who_names_nothing_sees_what_there_is)
{
    EXPECT_EQ(dial(tcp())->read("services").value(), "display\ndisplay-app\nsession\nhost\nhold-*\n");
}

TEST_F(Gate, refuses_what_is_not_in_the_table)
{
    auto refusal = [&](const std::string& service) {
        return error_of(Remote::dial(tcp(), "", patience_msec, hello_to(service)));
    };
    EXPECT_EQ(refusal("gate"), "no such service: gate");
    EXPECT_EQ(refusal("hold-"), "no such service: hold-");
    EXPECT_TRUE(refusal("host").starts_with("host does not answer: cannot dial ")) << refusal("host");
    EXPECT_EQ(refusal("hold-7").substr(0, 23), "hold-7 does not answer:");
}

TEST_F(Gate, an_end_that_goes_takes_the_other_along)
{
    auto client = dial(tcp(), hello_to("session"));
    session.kill();
    EXPECT_TRUE(client->loop().run_until([&] { return !client->alive(); }, patience_msec));
    auto other = dial(tcp(), hello_to("display-app"));
    app.kill();
    EXPECT_TRUE(other->loop().run_until([&] { return !other->alive(); }, patience_msec));
    EXPECT_TRUE(gate.is_running());
}

TEST_F(Gate, a_life_resumes_through_it)
{
    Hello h{"session", "life1", 1, 0, 0, 0};
    auto client = dial(tcp(), h);
    auto f = client->open("name", OREAD).value();
    auto& c = client->client();
    h.sent = c.sent(), h.received = c.received();
    auto channel = client->wait<std::unique_ptr<Channel>>([&](auto then) { client->loop().dial(tcp(), then); });
    c.relink(std::move(*channel));
    EXPECT_EQ(client->wait<Welcome>([&](auto then) { c.greet(h, then); }).value().kind, Welcome::Kind::resume);
    EXPECT_EQ(client->read(f, 0, 100).value(), "session");
}

TEST_F(Gate, fifty_clients)
{
    std::vector<std::unique_ptr<Remote>> clients;
    for (int i = 0; i < 50; ++i) clients.push_back(dial(tcp(), hello_to(i % 2 ? "session" : "display-app")));
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(clients[std::size_t(i)]->read("name").value(), i % 2 ? "session" : "display-app");
}

// A client that asks for 400 MB and reads none of it: what lies in the gate is bounded, and others go on.
TEST_F(Gate, a_client_that_does_not_read_is_not_read_for)
{
    Loop loop;
    std::unique_ptr<Channel> lazy;
    loop.dial(tcp(), [&](auto channel) { lazy = std::move(*channel); });
    ASSERT_TRUE(loop.run_until([&] { return lazy != nullptr; }, patience_msec));
    lazy->pause();
    lazy->send(encode({Tag::none, Tversion{most_msize, print(hello_to("session"))}}));
    lazy->send(encode({Tag(1), Tattach{Fid(1), Fid::none, "u", ""}}));
    lazy->send(encode({Tag(1), Twalk{Fid(1), Fid(2), {"big"}}}));
    lazy->send(encode({Tag(1), Topen{Fid(2), OREAD}}));
    for (int i = 0; i < 1600; ++i) lazy->send(encode({Tag(std::uint16_t(2 + i)), Tread{Fid(2), 0, 256 * 1024}}));
    loop.run_until([] { return false; }, 1000);
#ifndef __SANITIZE_ADDRESS__
    EXPECT_LT(resident_bytes(gate.pid()), 48u << 20);
#endif
    EXPECT_EQ(dial(tcp(), hello_to("display-app"))->read("name").value(), "display-app");
    std::size_t got = 0;
    lazy->received = [&](std::string_view packet) { got += packet.size(); };
    lazy->resume();
    EXPECT_TRUE(loop.run_until([&] { return got > std::size_t(1600) * 256 * 1024; }, patience_msec)) << got;
}

TEST(gate, listens_where_only_this_machine_comes_in)
{
    for (auto good : {"tcp!127.0.0.1!0", "tcp!127.8.9.1!80", "tcp!localhost!0", "tcp!::1!0", "unix!/x"})
        EXPECT_TRUE(session::may_listen(good)) << good;
    for (auto bad : {"tcp!0.0.0.0!0", "tcp!127.0.0.1.example.org!0", "tcp!1270.0.0.1!0", "tcp!192.168.0.1!0",
                     "tcp!::!0", "tcp!*!0"})
        EXPECT_FALSE(session::may_listen(bad)) << bad;
    Place place;
    EXPECT_EQ(Running(place, {"gate", "--listen", "tcp!0.0.0.0!0"}).wait(), 1);
    EXPECT_EQ(Running(place, {"gate", "--lisen"}).wait(), 2);
    Running open(place, {"gate", "--listen", "tcp!0.0.0.0!0", "--anywhere"});
    EXPECT_TRUE(dial(place.post("gate")));
}

}  // namespace
