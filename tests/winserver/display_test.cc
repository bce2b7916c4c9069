// The display as a service of its own: its posts, its options, its exit.
#include "winserver/display.h"

#include "tests/scratch.h"

#include "styx/environment.h"
#include "styx/hello.h"
#include "styx/remote.h"

#include <gtest/gtest.h>
#include <thread>

namespace {

struct Display : testing::Test {
    tests::Scratch scratch;
    std::thread thread;
    int status = -1;

    void start()
    {
        styx::set_environment("NINTH_RUN", scratch.path);
        styx::set_environment("NINTH_STATE", scratch.path);
        styx::set_environment("NINTH_DISPLAY", "");
        thread = std::thread([this] {
            std::string_view arguments[] = {"--headless", "640x480"};
            status = winserver::display_main(arguments);
        });
    }
    std::unique_ptr<styx::Remote> dial(const std::string& post, const std::string& aname)
    {
        for (int i = 0; i < 200; ++i) {
            auto r = styx::Remote::dial(scratch.unix(post), aname, 2000);
            if (r) return std::move(*r);
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return nullptr;
    }
};

TEST_F(Display, listens_on_two_posts_and_exits_when_told)
{
    start();
    auto desk = dial("display", "");
    ASSERT_TRUE(desk);
    EXPECT_EQ(desk->read("status")->substr(0, 13), "size 640 480\n");
    auto app = dial("display-app", "new -s 100 100");
    ASSERT_TRUE(app);
    EXPECT_FALSE(app->read("status"));
    EXPECT_EQ(*app->read("winname"), "noborder.1.1");
    EXPECT_EQ(desk->list("wsys")->size(), 1u);
    EXPECT_TRUE(desk->write("ctl", "exit"));
    thread.join();
    EXPECT_EQ(status, 0);
    EXPECT_FALSE(std::filesystem::exists(scratch.path + "/display"));
}

TEST_F(Display, says_what_is_wrong_with_its_arguments)
{
    auto run = [](std::initializer_list<std::string_view> words) {
        return winserver::display_main(std::span(words.begin(), words.size()));
    };
    EXPECT_EQ(run({"--headless"}), 2);
    EXPECT_EQ(run({"--headless", "640"}), 2);
    EXPECT_EQ(run({"--headless", "1x1"}), 2);
    EXPECT_EQ(run({"--fast"}), 2);
    EXPECT_EQ(run({"--help"}), 0);
}

}  // namespace
