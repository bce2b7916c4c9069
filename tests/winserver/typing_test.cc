// Keys: kbd, cons, kbdin and its answer.
#include "fixture.h"

namespace {

using namespace tests;
using Typing = DesktopTest;

TEST_F(Typing, cons_gives_text)
{
    Program p(loop, *desktop);
    auto cons = p.peer.open("cons");
    auto kbdin = desk->open("kbdin", styx::OWRITE);
    auto written = desk->start_write(kbdin, "héllo\n");
    settle();
    EXPECT_EQ(p.peer.read(cons), "héllo\n");
    desk->finish(written);
    EXPECT_EQ(written->text(), "");
    EXPECT_EQ(p.peer.write(cons, "dropped"), "");
    EXPECT_EQ(p.peer.write("consctl", "rawon"), "");
}

TEST_F(Typing, kbd_gives_a_message_a_read_and_silences_cons)
{
    Program p(loop, *desktop);
    auto cons = p.peer.open("cons"), kbd = p.peer.open("kbd", styx::OREAD);
    auto text = p.peer.start_read(cons);
    desktop->key("kx");
    desktop->key("cx");
    desktop->key("K");
    EXPECT_EQ(p.peer.read(kbd), std::string("kx\0", 3));
    EXPECT_EQ(p.peer.read(kbd), std::string("cx\0", 3));
    EXPECT_EQ(p.peer.read(kbd), std::string("K\0", 2));
    EXPECT_FALSE(text->is_done());
    p.peer.close(kbd);
    settle();
    desktop->key("cy");
    p.peer.finish(text);
    EXPECT_EQ(text->text(), "y");
}

TEST_F(Typing, kbdin_is_answered_when_the_last_key_has_been_read)
{
    Program p(loop, *desktop);
    auto kbd = p.peer.open("kbd", styx::OREAD);
    auto written = desk->start_write(desk->open("kbdin", styx::OWRITE), "ab");
    p.peer.read(kbd);
    settle();
    EXPECT_FALSE(written->is_done());
    p.peer.read(kbd);
    settle();
    EXPECT_TRUE(written->is_done());
    EXPECT_EQ(written->text(), "");
}

TEST_F(Typing, kbdin_is_answered_by_a_read_of_input)
{
    Program p(loop, *desktop, "new", life("abc"));
    auto input = p.peer.open("input");
    p.peer.write(input, "from 0");
    p.peer.read(input);
    auto written = desk->start_write(desk->open("kbdin", styx::OWRITE), "ab");
    settle();
    EXPECT_FALSE(written->is_done());
    p.peer.read(input);
    settle();
    EXPECT_TRUE(written->is_done());
}

TEST_F(Typing, kbdin_waits_for_nobody_longer_than_five_seconds)
{
    Program p(loop, *desktop);
    auto written = desk->start_write(desk->open("kbdin", styx::OWRITE), "ab");
    wait(4500);
    EXPECT_FALSE(written->is_done());
    wait(800);
    EXPECT_TRUE(written->is_done());
}

TEST_F(Typing, kbdin_says_when_nobody_can_hear_and_when_it_is_no_text)
{
    EXPECT_EQ(desk->write("kbdin", "a"), "error: no window is current");
    Program p(loop, *desktop);
    EXPECT_EQ(desk->write("kbdin", "a\xff"), "error: bad utf-8");
}

TEST_F(Typing, keys_go_to_the_current_window_alone)
{
    Program a(loop, *desktop), b(loop, *desktop);
    auto other = a.peer.start_read(a.peer.open("cons"));
    auto cons = b.peer.open("cons");
    desktop->key("cx");
    EXPECT_EQ(b.peer.read(cons), "x");
    EXPECT_FALSE(other->is_done());
}

TEST_F(Typing, keys_that_are_held_are_let_go_when_the_focus_moves)
{
    Program a(loop, *desktop), b(loop, *desktop);
    auto kbd = b.peer.open("kbd", styx::OREAD);
    desktop->key("kx");
    EXPECT_EQ(desk->write("wsys/1/wctl", "current"), "");
    EXPECT_EQ(b.peer.read(kbd), std::string("kx\0", 3));
    EXPECT_EQ(b.peer.read(kbd), std::string("K\0", 2));
}

TEST_F(Typing, a_repeat_never_queues)
{
    Program p(loop, *desktop);
    auto kbd = p.peer.open("kbd", styx::OREAD);
    auto key = [&](bool is_repeat) { host.event(winserver::KeyEvent{winserver::SurfaceId::desktop, "cx", is_repeat}); };
    key(false), key(true), key(true);
    p.peer.read(kbd);
    auto more = p.peer.start_read(kbd);
    settle();
    EXPECT_FALSE(more->is_done());
    key(true);
    p.peer.finish(more);
    EXPECT_EQ(more->text(), std::string("cx\0", 3));
}

}  // namespace
