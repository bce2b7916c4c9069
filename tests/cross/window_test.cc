// The Windows build in a window of its own, on a real screen, with real keys.
#include "tests/cross/side.h"
#include "tests/within.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

struct Window : testing::Test {
    Side windows{WINE, WINDOWS, "Z:"};
    std::string shell(const std::string& line) { return run_command(line, "/", {}).text; }
    // Of the host's window: where it is on the screen, as ImageMagick has it, WxH+X+Y.
    std::string place()
    {
        return shell("xdotool search --onlyvisible --name Ninth getwindowgeometry --shell | "
                     "sed -n 's/^\\(X\\|Y\\|WIDTH\\|HEIGHT\\)=/\\1 /p' | awk '{v[$1]=$2} END {printf \"%dx%d+%d+%d\", v[\"WIDTH\"], v[\"HEIGHT\"], v[\"X\"], v[\"Y\"]}'");
    }
};

TEST_F(Window, takes_keys_and_shows_what_the_desktop_shows_and_is_back_after_its_end)
{
    auto started = windows.start("");
    ASSERT_EQ(started.status, 0) << started.text;
    put(windows.file("a.txt"), "");
    auto id = windows.ninth("open note a.txt").text.substr(0, 8);
    ASSERT_TRUE(windows.shows(id, "a.txt")) << windows.said_by(id);
    // There is no window manager, and wine hears of no focus that a window was given before it had settled.
    shell("sleep 1; xdotool search --onlyvisible --name Ninth windowfocus; sleep 1; xdotool type --delay 30 'Hello wine'");
    ASSERT_TRUE(windows.shows(id, "• a.txt"));
    shell("xdotool key ctrl+s");
    EXPECT_TRUE(within(3000, [&] { return contents(windows.file("a.txt")) == "Hello wine"; })) << contents(windows.file("a.txt"));

    auto picture = windows.picture("desktop.png"), screen = windows.file("screen.png");
    shell("import -window root '" + screen + "' && convert '" + screen + "' -crop " + place() + " +repage '" + screen + "'");
    EXPECT_EQ(difference(screen, picture), "0") << place();
    windows.stop();
    ASSERT_EQ(windows.start("").status, 0);
    EXPECT_TRUE(windows.shows(id, "a.txt"));
    EXPECT_EQ(difference(windows.picture("again.png"), picture), "0");
}

}  // namespace
}  // namespace tests
