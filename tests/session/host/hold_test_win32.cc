// A real pseudo console with a program in it: this one, as one that speaks to its console.
#include "hold_test.h"

#include <windows.h>

using namespace tests;
using namespace styx;

namespace {

void say(HANDLE console, const std::string& text)
{
    DWORD n = 0;
    WriteConsoleA(console, text.data(), DWORD(text.size()), &n, nullptr);
}

std::string line_of(HANDLE console)
{
    char text[256];
    DWORD n = 0;
    if (!ReadConsoleA(console, text, sizeof text, &n, nullptr)) return "quit";
    std::string line(text, n);
    return line.substr(0, line.find_first_of("\r\n"));
}

// Answers each line; "quit" ends it with 7.
const Role answers_lines("answers-lines", [](Words) {
    auto open = [](const wchar_t* name) {
        return CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0, nullptr);
    };
    auto in = open(L"CONIN$"), out = open(L"CONOUT$");
    say(out, "ready\r\n");
    for (;;) {
        auto line = line_of(in);
        if (line == "quit") return 7;
        say(out, "heard <" + line + ">\r\n");
    }
});

struct Console : Hold {
    void SetUp() override
    {
        hold({styx::own_program().value(), "answers-lines"});
        read_all_until("ready");
    }
};

TEST_F(Console, what_is_typed_is_answered)
{
    auto data = client->open("data", ORDWR).value();
    client->write(data, 0, "one\r").value();
    read_until(data, "heard <one>");
    EXPECT_NE(status().find("\nsize 90 30\n"), std::string::npos);
    EXPECT_NE(status().find("\nrunning\n"), std::string::npos);
    EXPECT_NE(client->read("text").value().find("heard <one>"), std::string::npos);
}

TEST_F(Console, wait_gives_the_exit_code_and_the_text_is_still_there)
{
    auto data = client->open("data", ORDWR).value();
    client->write(data, 0, "quit\r").value();
    EXPECT_EQ(client->read("wait").value(), "7\n");
    EXPECT_NE(status().find("exited 7"), std::string::npos);
    EXPECT_NE(client->read("text").value().find("ready"), std::string::npos);
    ASSERT_TRUE(ctl("end"));
    EXPECT_EQ(holder->wait(), 0);
    EXPECT_FALSE(std::filesystem::exists(place.run() + "/hold-t"));
}

TEST_F(Console, kill_ends_it)
{
    ASSERT_TRUE(ctl("kill"));
    EXPECT_EQ(client->read("wait").value(), "137\n");
    EXPECT_EQ(error_of(client->write("ctl", "dance")), "unknown control request: dance");
}

TEST_F(Console, a_reader_sees_what_comes_after_it_began)
{
    auto first = client->open("data", ORDWR).value();
    client->write(first, 0, "one\r").value();
    read_until(first, "heard <one>");
    auto other = dial(place.post("hold-t"));
    auto second = other->open("data", OREAD).value();
    client->write(first, 0, "two\r").value();
    auto text = other->read(second, 0, 8192).value();
    for (; text.find("heard <two>") == text.npos; text += other->read(second, text.size(), 8192).value()) {}
    EXPECT_EQ(text.find("heard <one>"), text.npos);
}

TEST(hold, says_why_it_cannot_begin)
{
    Place place;
    EXPECT_EQ(Running(place, {"hold", "--id", "e", "C:/no/such/command.exe"}).wait(), 1);
    EXPECT_EQ(Running(place, {"hold", "--id", "../e"}).wait(), 2);
    EXPECT_EQ(Running(place, {"hold", "--size", "80"}).wait(), 2);
    EXPECT_FALSE(std::filesystem::exists(place.run() + "/hold-e"));
}

TEST(hold, detaches_and_outlives_who_began_it)
{
    Place place;
    Running begins(place, {"hold", "--id", "d", "--", styx::own_program().value(), "answers-lines"});
    EXPECT_EQ(begins.wait(), 0);
    auto client = dial(place.post("hold-d"));
    EXPECT_NE(client->read("status").value().find("answers-lines"), std::string::npos);
    client->write("ctl", "end").value();
    client->write("ctl", "kill").value();
    EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(place.run() + "/hold-d"); }));
}

}  // namespace
