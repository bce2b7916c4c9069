// The input file: one ordered stream, and the tail that is offered again.
#include "fixture.h"

namespace {

using namespace tests;

struct InputFile : DesktopTest {
    std::unique_ptr<Program> program;
    styx::OpenFile input;

    void start(std::uint64_t generation = 1, const std::string& aname = "new -r 100 100 300 250")
    {
        program = std::make_unique<Program>(loop, *desktop, aname, life("abc", generation));
        input = program->peer.open("input");
    }
    void stop()
    {
        program.reset();
        settle();
    }
    std::string write(const std::string& line) { return program->peer.write(input, line); }
    std::string read() { return program->peer.read(input); }
    // The lines without their numbers, state lines left out.
    std::string events()
    {
        std::string out;
        for (auto line : styx::quoted_lines(read())) {
            line.erase(0, line.find(' ') + 1);
            if (line[0] == 'm') line.erase(line.rfind(' '));  // msec
            if (line[0] == 'k' || line[0] == 'm') out += line + ";";
        }
        return out;
    }
    static std::uint64_t first_number(const std::string& text) { return std::stoull(text); }
    void type(const std::string& text)
    {
        auto kbdin = desk->open("kbdin", styx::OWRITE);
        desk->start_write(kbdin, text);
        settle();
    }
    bool has_nothing()
    {
        auto p = program->peer.start_read(input);
        wait(40);  // two frames
        bool waits = !p->is_done();
        program->peer.close(input);
        input = program->peer.open("input");
        return waits;
    }
};

TEST_F(InputFile, begins_with_size_and_place_and_numbers_that_no_display_before_has_given)
{
    auto before = std::uint64_t(std::time(nullptr)) * 1000 << 20;
    start();
    auto waiting = program->peer.start_read(input);
    settle();
    EXPECT_FALSE(waiting->is_done());
    EXPECT_EQ(write("from 0"), "");
    program->peer.finish(waiting);
    auto rest = waiting->text() + read();
    auto n = first_number(rest);
    EXPECT_GE(n, before);
    EXPECT_EQ(rest,
              std::to_string(n) + " r 200 150 1\n" + std::to_string(n + 1) + " w 100 100 300 250 current visible 1\n");
}

TEST_F(InputFile, keys_and_mouse_come_in_the_order_they_happened)
{
    start();
    write("from 0");
    read();
    type("a'\n");
    press(110, 120);
    type("ö");
    move(130, 140);
    EXPECT_EQ(events(), "k 'ca';k 'c''';k 'c\n';m 10 20 1;k 'cö';m 30 40 0;");
}

TEST_F(InputFile, unread_motion_is_merged_and_buttons_are_not)
{
    start();
    write("from 0");
    read();
    move(110, 110).move(111, 111).move(112, 112).press(113, 113).press(114, 114).press(115, 115).release(115, 115);
    EXPECT_EQ(events(), "m 12 12 0;m 13 13 1;m 15 15 1;m 15 15 0;");
}

TEST_F(InputFile, says_where_the_window_is_and_how_large)
{
    start();
    write("from 0");
    read();
    EXPECT_EQ(desk->write("wsys/1/wctl", "move -minx 150"), "");
    EXPECT_EQ(desk->write("wsys/1/wctl", "resize -dx 250"), "");
    EXPECT_EQ(desk->write("wsys/1/wctl", "hide"), "");
    auto text = read();
    EXPECT_NE(text.find(" r 250 150 1\n"), text.npos) << text;
    EXPECT_NE(text.find(" w 150 100 400 250 notcurrent hidden 1\n"), text.npos) << text;
    EXPECT_EQ(text.find("w 150 100 350"), text.npos) << "only the last place is worth reading: " << text;
}

TEST_F(InputFile, a_frame_is_told_once_when_asked_for)
{
    start();
    write("from 0");
    read();
    wait(30);
    program->fill(0xff0000ff);
    EXPECT_EQ(program->flush(), "");
    EXPECT_EQ(write("frame"), "");
    auto text = read();
    EXPECT_EQ(text.substr(text.find(' ')), " f\n");
    EXPECT_EQ(desk->write("ctl", "hint something else is painted"), "");
    EXPECT_TRUE(has_nothing());
    EXPECT_EQ(write("frame"), "");  // nothing is drawn, and still it comes, one frame later
    EXPECT_EQ(read().substr(text.find(' ')), " f\n");
}

TEST_F(InputFile, a_hidden_window_is_shown_no_frames)
{
    start();
    write("from 0");
    read();
    EXPECT_EQ(desk->write("wsys/1/wctl", "hide"), "");
    read();
    EXPECT_EQ(write("frame"), "");
    EXPECT_EQ(desk->write("ctl", "hint something else is painted"), "");
    EXPECT_TRUE(has_nothing());
    EXPECT_EQ(desk->write("wsys/1/wctl", "unhide"), "");
    std::string all;
    for (int i = 0; i < 3 && all.find(" f\n") == all.npos; ++i) all += read();
    EXPECT_NE(all.find(" f\n"), all.npos) << all;
}

TEST_F(InputFile, after_a_lost_link_everything_after_the_number_comes_again)
{
    start();
    write("from 0");
    read();
    type("ab");
    press(110, 120).release(110, 120);
    type("c");
    auto text = read();
    auto first = first_number(text);
    stop();
    type("d");
    start(1);
    EXPECT_EQ(write("from " + std::to_string(first)), "");
    auto again = read();
    EXPECT_EQ(again.substr(0, again.find('\n')), std::to_string(first) + " r 200 150 1");
    EXPECT_NE(again.find(std::to_string(first) + " w 100 100"), again.npos) << again;
    EXPECT_NE(again.find(std::to_string(first + 1) + " k 'cb'"), again.npos) << again;
    write("from " + std::to_string(first));
    EXPECT_EQ(events(), "k 'cb';m 10 20 1;m 10 20 0;k 'cc';k 'cd';");
}

TEST_F(InputFile, after_a_thaw_only_keys_up_to_the_first_press_come_again)
{
    start();
    write("from 0");
    read();
    move(105, 105);
    type("ab");
    move(106, 106);
    type("c");
    press(110, 120).release(110, 120);
    type("d");
    read();
    stop();
    start(2);
    write("from 0");
    EXPECT_EQ(events(), "k 'ca';k 'cb';k 'cc';");
    type("e");
    EXPECT_EQ(events(), "k 'ce';");
}

TEST_F(InputFile, after_a_trap_only_what_was_never_read_comes)
{
    start();
    write("from 0");
    read();
    type("ab");
    read();
    stop();
    type("cd");
    start(2);
    EXPECT_EQ(write("from 0 unread"), "");
    EXPECT_EQ(events(), "k 'cc';k 'cd';");
    EXPECT_EQ(write("from 0 again"), "error: usage: from SEQ [unread] | durable SEQ | frame");
}

TEST_F(InputFile, an_orphan_keeps_what_is_typed_until_its_program_is_back)
{
    start();
    stop();
    type("xyz");
    start(2);
    write("from 0");
    EXPECT_EQ(events(), "k 'cx';k 'cy';k 'cz';");
}

TEST_F(InputFile, what_is_durable_is_forgotten)
{
    start();
    write("from 0");
    read();
    type("abc");
    auto first = first_number(read());
    EXPECT_EQ(write("durable " + std::to_string(first + 1)), "");
    stop();
    start(2);
    write("from 0");
    EXPECT_EQ(events(), "k 'cc';");
    EXPECT_EQ(write("durable 9999999999999999999"), "error: no event has that number yet: 9999999999999999999");
}

TEST_F(InputFile, a_number_from_a_clock_that_was_ahead_does_no_harm)
{
    start();
    write("from 0");
    auto n = first_number(read());
    EXPECT_EQ(write("from " + std::to_string(n + 1000000)), "");
    EXPECT_EQ(first_number(read()), n + 1000001);
    type("a");
    EXPECT_EQ(events(), "k 'ca';");
}

TEST_F(InputFile, whole_lines_only)
{
    start();
    write("from 0");
    read();
    type("a");
    EXPECT_EQ(program->peer.read(input, 10), "error: read is too short");
    EXPECT_EQ(events(), "k 'ca';");
    EXPECT_EQ(write("again"), "error: usage: from SEQ [unread] | durable SEQ | frame");
}

TEST_F(InputFile, the_tail_is_bounded)
{
    winserver::Tail tail(1);
    for (int i = 0; i < 70000; ++i) tail.key("ca");
    EXPECT_EQ(tail.kept(), winserver::Tail::most);
}

}  // namespace
