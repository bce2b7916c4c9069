// A real terminal with a real shell in it.
#include "hold_test.h"

#include "session/hold/hold.h"
#include "session/hold/holder.h"
#include "session/hold/scrollback.h"

#include <unistd.h>

using namespace tests;
using namespace styx;

namespace {

constexpr auto longer_than_a_farewell = std::chrono::seconds(1);  // holder.cc: who has read all is waited for 500 ms

TEST_F(Hold, what_is_typed_is_answered)
{
    hold({"/bin/sh"});
    auto data = client->open("data", ORDWR).value();
    client->write(data, 0, "echo $((6*7)) $TERM $NINTH_HOLD\n").value();
    auto text = read_until(data, "hold-t");
    EXPECT_NE(text.find("42 xterm-256color " + place.post("hold-t")), text.npos) << text;
}

TEST_F(Hold, each_reader_from_where_it_began)
{
    hold({"/bin/cat"});
    auto first = client->open("data", ORDWR).value();
    client->write(first, 0, "one\n").value();
    read_until(first, "one\r\none\r\n");
    auto second = client->open("data", OREAD).value();
    EXPECT_EQ(second.qid.version, 10u);
    client->write(first, 0, "two\n").value();
    EXPECT_EQ(read_until(second, "two\r\ntwo\r\n").substr(0, 3), "two");
    EXPECT_EQ(read_until(first, "two\r\ntwo\r\n").substr(0, 3), "two");
    EXPECT_EQ(client->read("text").value(), "one\r\none\r\ntwo\r\ntwo\r\n");
}

TEST_F(Hold, status_size_and_resize)
{
    hold({"/bin/sh", "-c", "trap 'stty size' WINCH; echo ready; while :; do sleep 0.05; done"});
    read_all_until("ready\r\n");
    EXPECT_NE(status().find("name term\npid "), std::string::npos);
    EXPECT_NE(status().find("\nsize 90 30\nwritten 7\nrunning\n"), std::string::npos);
    ASSERT_TRUE(ctl("resize 100 40"));
    read_all_until("40 100");
    EXPECT_EQ(error_of(client->write("ctl", "resize 0 40")), "bad size: 0");
    EXPECT_EQ(error_of(client->write("ctl", "dance")), "unknown control request: dance");
}

TEST_F(Hold, interrupt_reaches_what_runs_in_the_foreground)
{
    hold({"/bin/sh"});
    auto data = client->open("data", ORDWR).value();
    // The terminal echoes what is typed: so it is not what the command says.
    client->write(data, 0, "set -m\nsh -c 'echo in the fore''ground; exec sleep 1000'\n").value();
    read_until(data, "in the foreground");
    ASSERT_TRUE(ctl("interrupt"));
    client->write(data, 0, "echo interrupted $?\n").value();
    read_until(data, "interrupted 130");
    EXPECT_NE(status().find("running"), std::string::npos);
}

TEST_F(Hold, wait_gives_the_exit_code_and_the_text_is_still_there)
{
    hold({"/bin/sh", "-c", "stty -echo; echo ready; read line; echo last words; exit 7"});
    read_all_until("ready\r\n");
    auto data = client->open("data", ORDWR).value();
    client->write(data, 0, "\n").value();
    EXPECT_EQ(client->read("wait").value(), "7\n");
    EXPECT_EQ(read_until(data, "(never)"), "last words\r\n(end)");
    EXPECT_NE(status().find("exited 7"), std::string::npos);
    EXPECT_EQ(client->read("text").value(), "ready\r\nlast words\r\n");
    EXPECT_EQ(holder->wait(), 0);
    EXPECT_FALSE(std::filesystem::exists(place.run() + "/hold-t"));
}

TEST_F(Hold, nobody_has_read_it_stays_a_while)
{
    hold({"/bin/sh", "-c", "echo unread"});
    ASSERT_TRUE(reaches("exited 0"));
    std::this_thread::sleep_for(longer_than_a_farewell);
    EXPECT_TRUE(holder->is_running());
    EXPECT_EQ(client->read("text").value(), "unread\r\n");
    EXPECT_EQ(holder->wait(), 0);
}

TEST_F(Hold, nor_does_one_that_said_nothing_go_unasked)
{
    hold({"/bin/sh", "-c", "exit 5"});
    ASSERT_TRUE(reaches("exited 5"));
    std::this_thread::sleep_for(longer_than_a_farewell);
    EXPECT_EQ(client->read("wait").value(), "5\n");
}

TEST_F(Hold, unless_it_is_told_to_end)
{
    hold({"/bin/sh", "-c", "echo unread; read line"});
    auto data = client->open("data", OWRITE).value();
    ASSERT_TRUE(ctl("end"));
    EXPECT_TRUE(holder->is_running());
    auto begin = std::chrono::steady_clock::now();
    client->write(data, 0, "\n").value();
    EXPECT_EQ(holder->wait(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(session::Holder::What().linger_msec));
}

TEST_F(Hold, kill_and_hangup)
{
    hold({"/bin/sh", "-c", "trap 'echo hung up' HUP; echo ready; while :; do sleep 0.05; done"});
    read_all_until("ready");
    ASSERT_TRUE(ctl("hangup"));
    read_all_until("hung up");
    EXPECT_NE(status().find("running"), std::string::npos);
    ASSERT_TRUE(ctl("kill"));
    EXPECT_EQ(client->read("wait").value(), "137\n");
}

TEST_F(Hold, something_left_running_does_not_hold_up_the_end)
{
    hold({"/bin/sh", "-c", "trap '' HUP; sleep 20 & exit 3"});
    auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(client->read("wait").value(), "3\n");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

TEST_F(Hold, a_reader_that_does_not_read_slows_nobody)
{
    hold({"/usr/bin/yes"});
    auto slow = client->open("data", OREAD).value();
    auto written = [&] {
        auto text = status();
        return std::stoull(text.substr(text.find("written ") + 8));
    };
    auto before = written();
    EXPECT_TRUE(eventually([&] { return written() - before > 2 * session::Scrollback::most; }));
    EXPECT_EQ(client->read("text").value().size(), session::Scrollback::most);
    EXPECT_EQ(client->read(slow, 0, 4).value().size(), 4u);
#ifndef __SANITIZE_ADDRESS__
    EXPECT_LT(resident_bytes(holder->pid()), 64u << 20);
#endif
}

TEST_F(Hold, typing_to_a_command_that_does_not_read_waits)
{
    auto go = place.file("go");
    hold({"/bin/sh", "-c",
          "stty raw -echo; echo ready; until [ -e " + go + " ]; do sleep 0.05; done; exec cat > /dev/null"});
    read_all_until("ready");
    auto data = client->open("data", ORDWR).value();
    bool is_done = false;
    client->client().ask(Twrite{data.fid, 0, {std::string(data.iounit, 'x')}}, [&](Result<Rwrite> r) {
        is_done = true;
        EXPECT_EQ(r ? r->count : 0, data.iounit) << error_of(r);
    });
    EXPECT_FALSE(client->loop().run_until([&] { return is_done; }, 300));
    EXPECT_NE(status().find("running"), std::string::npos);
    put(go, "");
    EXPECT_TRUE(client->loop().run_until([&] { return is_done; }, patience_msec));
}

TEST_F(Hold, fifty_readers)
{
    hold({"/bin/cat"});
    std::vector<std::unique_ptr<Remote>> clients;
    std::vector<OpenFile> files;
    for (int i = 0; i < 50; ++i) {
        clients.push_back(dial(place.post("hold-t")));
        files.push_back(clients.back()->open("data", ORDWR).value());
    }
    clients[0]->write(files[0], 0, "hello\n").value();
    for (std::size_t i = 0; i < clients.size(); ++i) EXPECT_EQ(clients[i]->read(files[i], 0, 5).value(), "hello");
}

// Begun by the first of a session, as a shell is.
const Role as_a_shell("hold-as-a-shell", [](Words words) { return setsid() < 0 ? 9 : session::hold_main(words); });

TEST(hold, detaches_and_outlives_who_began_it)
{
    Place place;
    Running begins(place, {"hold-as-a-shell", "--id", "d", "/bin/cat"});
    EXPECT_EQ(begins.wait(), 0);
    auto client = dial(place.post("hold-d"));
    auto status = client->read("status").value();
    EXPECT_NE(status.find("command /bin/cat\n"), status.npos);
    client->write("ctl", "end").value();
    client->write("ctl", "kill").value();
    EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(place.run() + "/hold-d"); }));
}

TEST(hold, says_why_it_cannot_begin)
{
    Place place;
    EXPECT_EQ(Running(place, {"hold", "--id", "e", "/no/such/command"}).wait(), 1);
    EXPECT_EQ(Running(place, {"hold", "--id", "e", "--stay", "--dir", "/no", "/bin/cat"}).wait(), 1);
    EXPECT_EQ(Running(place, {"hold", "--id", "../e"}).wait(), 2);
    EXPECT_EQ(Running(place, {"hold", "--size", "80"}).wait(), 2);
    EXPECT_FALSE(std::filesystem::exists(place.run() + "/hold-e"));
}

}  // namespace
