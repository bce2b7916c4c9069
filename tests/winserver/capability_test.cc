// What an app may not do, and the desk may; the desk's own files.
#include "fixture.h"

#include "winserver/files.h"

#include <algorithm>

namespace {

using namespace tests;
using Allowed = DesktopTest;

TEST_F(Allowed, an_app_sees_its_window_and_nothing_of_the_desk)
{
    Peer app(loop, *desktop, Capability::app);
    ASSERT_EQ(app.attach("new"), "");
    for (auto name : {"wsys", "kbdin", "mousein", "events", "ctl", "status"})
        EXPECT_EQ(app.open_error(name, styx::OREAD), "file does not exist") << name;
    std::vector<std::string> expected;
    for (auto& row : winserver::file_table())
        if (row.needs == Capability::app && row.where & winserver::in_window) expected.emplace_back(row.name);
    EXPECT_EQ(app.names(""), expected);
}

TEST_F(Allowed, an_app_may_attach_to_no_window_but_its_own)
{
    Program victim(loop, *desktop, "new", life("victim"));
    Peer spy(loop, *desktop, Capability::app), self(loop, *desktop, Capability::app, life("victim", 1, 2));
    EXPECT_EQ(spy.attach("1"), "error: permission denied");
    EXPECT_EQ(spy.attach(""), "error: attach to `new` to make a window");
    EXPECT_EQ(self.attach("1"), "");
    Peer nobody(loop, *desktop, Capability::app);
    Program plain(loop, *desktop);
    EXPECT_EQ(nobody.attach("2"), "error: permission denied");
}

TEST_F(Allowed, who_comes_from_outside_is_nobodys_life)
{
    Program victim(loop, *desktop, "new", life("victim"));
    Peer liar(loop, *desktop, Capability::foreign, life("victim", 7, 2));
    EXPECT_EQ(liar.attach("1"), "error: permission denied");
    EXPECT_EQ(liar.attach("new"), "");
    EXPECT_EQ(liar.read("winname"), "noborder.2.1");
    EXPECT_EQ(victim.peer.read("winname"), "noborder.1.1");
}

// All who attach to the bare screen share it: its image, its names, its public screens.
TEST_F(Allowed, a_bare_screen_is_one_for_all)
{
    Peer first(loop, *desktop, Capability::screen), second(loop, *desktop, Capability::screen);
    ASSERT_EQ(first.attach(""), "");
    ASSERT_EQ(second.attach(""), "");
    EXPECT_EQ(first.attach("new").substr(0, 44), "error: there is no desktop here, only the sc");
    auto a = first.read(first.open("dev/draw/new"), 144), b = second.read(second.open("draw/new"), 144);
    EXPECT_EQ(a.substr(0, 12), "          1 ");
    EXPECT_EQ(b.substr(0, 12), "          2 ");
    EXPECT_EQ(a.substr(12), b.substr(12));
    EXPECT_NE(a.find(" 800         600 "), a.npos) << a;
}

TEST_F(Allowed, the_desk_attaches_to_any_window)
{
    Program p(loop, *desktop);
    Peer other(loop, *desktop, Capability::desk);
    EXPECT_EQ(other.attach("1"), "");
    EXPECT_EQ(other.write("label", "named from outside\n"), "");
    EXPECT_EQ(p.peer.read("label"), "named from outside");
    other.hang_up();
    settle();
    EXPECT_EQ(desk->names("wsys").size(), 1u);
}

TEST_F(Allowed, an_app_raises_itself_only_when_it_has_just_been_used)
{
    Program a(loop, *desktop, "new -r 100 100 300 250"), b(loop, *desktop, "new -r 400 300 600 450");
    EXPECT_EQ(a.peer.write("wctl", "current"), "error: only a window that has just been used may do that: current");
    EXPECT_EQ(state(2), "current visible");
    press(150, 150, 8).move(150, 150);  // the wheel over it
    EXPECT_EQ(a.peer.write("wctl", "current"), "");
    EXPECT_EQ(state(1), "current visible");
}

TEST_F(Allowed, snarf_is_the_current_windows)
{
    Program a(loop, *desktop), b(loop, *desktop);
    auto snarf = b.peer.open("snarf");
    EXPECT_EQ(b.peer.write(snarf, "one "), "");
    EXPECT_EQ(b.peer.write(snarf, "two"), "");
    EXPECT_EQ(desk->read("snarf"), "");
    b.peer.close(snarf);
    EXPECT_EQ(desk->read("snarf"), "one two");
    EXPECT_EQ(host.snarf, "one two");
    EXPECT_EQ(a.peer.read("snarf"), "error: only the current window may use snarf");
    EXPECT_EQ(a.peer.write("snarf", "x"), "error: only the current window may use snarf");
    EXPECT_EQ(desk->read("snarf"), "one two");
    host.event(winserver::SnarfEvent{"from outside"});
    EXPECT_EQ(b.peer.read("snarf"), "from outside");
}

TEST_F(Allowed, a_theme_is_the_desks_to_change)
{
    Program p(loop, *desktop);
    EXPECT_NE(p.peer.read("theme").find("title_height 30\n"), std::string::npos);
    EXPECT_EQ(p.peer.write("theme", "title_height 40\n"), "error: permission denied");
    EXPECT_EQ(desk->write("theme", "background_top 102030\nbackground_bottom 102030\n"), "");
    EXPECT_EQ(pixel(0, 599), 0x102030u);
    EXPECT_EQ(desk->write("theme", "blink 1\n"), "error: no such thing in a theme: blink");
}

TEST_F(Allowed, ctl_lists_its_verbs_and_exit_exits)
{
    EXPECT_NE(desk->read("ctl").find("hint TEXT"), std::string::npos);
    EXPECT_EQ(desk->write("ctl", "jump"), "error: unknown control request: jump");
    bool exited = false;
    desktop->exit_asked = [&] { exited = true; };
    EXPECT_EQ(desk->write("ctl", "exit"), "");
    settle();
    EXPECT_TRUE(exited);
}

TEST_F(Allowed, status_tells_of_orphans)
{
    {
        Program p(loop, *desktop, "new", life("abc"));
        EXPECT_EQ(p.peer.write("label", "my 'notes'"), "");
    }
    settle();
    EXPECT_NE(desk->read("status").find("window 1 abc orphan current visible 0 'my ''notes'''\n"), std::string::npos)
        << desk->read("status");
}

TEST_F(Allowed, qids_of_a_window_are_its_own_and_stay)
{
    Program a(loop, *desktop), b(loop, *desktop);
    auto first = a.peer.open("label").qid.path;
    EXPECT_EQ(a.peer.open("label").qid.path, first);
    EXPECT_NE(b.peer.open("label").qid.path, first);
}

TEST_F(Allowed, every_file_has_a_line_of_help)
{
    for (auto& row : winserver::file_table()) EXPECT_GT(row.help.size(), 10u) << row.name;
    for (auto& verb : winserver::wctl_verbs()) EXPECT_GT(verb.help.size(), 4u) << verb.name;
}

}  // namespace
