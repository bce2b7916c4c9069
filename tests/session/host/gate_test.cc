// The gate, on real sockets, before real services.
#include "running.h"

#include "session/gate/gate.h"
#include "session/host/host.h"
#include "session/relay.h"
#include "styx/handlers.h"
#include "styx/serve.h"

#include <fcntl.h>

using namespace tests;
using namespace styx;

namespace {

Hello hello_to(const std::string& service)
{
    Hello h;
    h.service = service;
    return h;
}

int serve_name(const Scratch& scratch, const std::string& name)
{
    Loop loop;
    Server server;
    Events never;
    server.attach = attach_to(dir("/", {file("name", 0444, text([&] { return name; })),
                                        file("never", 0444, [&](ReadRequest r) { never.read(std::move(r)); }),
                                        file("big", 0444, [](ReadRequest r) { r.reply(std::string(r.count, 'b')); })}));
    auto listener = loop.listen(scratch.post(name), [&](auto c) { server.serve(std::move(c)); });
    loop.run();
    return 0;
}

// The output of a child comes through a file.
struct Gate : testing::Test {
    Scratch scratch;
    Running gate{[this] {
        int out = open(scratch.file("out").c_str(), O_WRONLY | O_CREAT, 0600);
        dup2(out, 1);
        return service(scratch, session::gate_main, {"--listen", "tcp!127.0.0.1!0"})();
    }};
    Running session{[this] { return serve_name(scratch, "session"); }},
        app{[this] { return serve_name(scratch, "display-app"); }};
    std::string tcp()
    {
        eventually([&] { return get(scratch.file("out")).ends_with('\n'); });
        auto line = get(scratch.file("out"));
        return line.substr(0, line.find('\n'));
    }
    void SetUp() override
    {
        dial(scratch.post("session"));
        dial(scratch.post("display-app"));
        dial(scratch.post("gate"));
    }
};

TEST_F(Gate, passes_on_to_the_service_of_the_hello)
{
    EXPECT_EQ(dial(tcp(), hello_to("session"))->read("name").value(), "session");
    EXPECT_EQ(dial(tcp(), hello_to("display-app"))->read("name").value(), "display-app");
    EXPECT_EQ(dial(scratch.post("gate"), hello_to("session"))->read("name").value(), "session");
}

TEST_F(Gate, files_of_the_host_come_through)
{
    Running host(service(scratch, session::host_main, {}));
    dial(scratch.post("host"));
    put(scratch.file("x"), std::string(3 << 20, 'x'));
    auto client = dial(tcp(), hello_to("host"));
    EXPECT_EQ(client->read(scratch.file("x")).value().size(), 3u << 20);
    ASSERT_TRUE(client->write(scratch.file("x"), std::string(3 << 20, 'y')));
    EXPECT_EQ(get(scratch.file("x")), std::string(3 << 20, 'y'));
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
    EXPECT_TRUE(gate.runs());
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
    EXPECT_LT(resident_bytes(gate.pid), 48u << 20);
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
    Scratch scratch;
    EXPECT_EQ(Running(service(scratch, session::gate_main, {"--listen", "tcp!0.0.0.0!0"})).wait(), 1);
    EXPECT_EQ(Running(service(scratch, session::gate_main, {"--lisen"})).wait(), 2);
    Running open(service(scratch, session::gate_main, {"--listen", "tcp!0.0.0.0!0", "--anywhere"}));
    EXPECT_TRUE(dial(scratch.post("gate")));
}

}  // namespace
