// An older image takes the place of what runs, while display and files live on.
#include "desktop.h"

#include "styx/remote.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tests {
namespace {


struct Restore : testing::Test {
    Desktop d;
    std::string id, sequence;
    void SetUp() override
    {
        ASSERT_EQ(d.start().status, 0);
        put(d.file("a.txt"), "");
        id = d.open("note a.txt");
        d.type("first");
        auto said = d.ninth("checkpoint note");
        ASSERT_EQ(said.status, 0) << said.text;
        sequence = said.text.substr(0, said.text.find('\n'));
    }
    int windows()
    {
        auto display = styx::Remote::dial(d.post("display"));
        auto list = display ? (*display)->list("wsys") : fail(display.error());
        return list ? int(std::ranges::count_if(*list, [](auto& s) { return s.is_dir(); })) : -1;
    }
    bool has(const std::string& text)
    {
        return within(3000, [&] { return contents(d.file("a.txt")) == text; });
    }
};

TEST_F(Restore, there_is_one_window_and_no_write_that_nobody_asked_for)
{
    d.type(std::string(", second") + put_key);
    ASSERT_TRUE(has("first, second"));
    auto display = d.pids()["display"], host = d.pids()["host"];
    ASSERT_EQ(d.ninth("restore note " + sequence).text, "");
    ASSERT_TRUE(d.shows(id, "• a.txt"));
    d.picture();
    EXPECT_EQ(windows(), 1);
    EXPECT_EQ(contents(d.file("a.txt")), "first, second");
    EXPECT_EQ(d.pids()["display"], display);
    EXPECT_EQ(d.pids()["host"], host);
}

// The file is newer than the image: the first Put says so, the second overwrites it.
TEST_F(Restore, a_file_that_is_newer_than_the_image_is_not_overwritten_unasked)
{
    d.type(std::string(", second") + put_key);
    ASSERT_TRUE(has("first, second"));
    ASSERT_EQ(d.ninth("restore note " + sequence).text, "");
    ASSERT_TRUE(d.shows(id, "• a.txt"));
    d.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return d.said_by(id).find("a.txt was changed by something else") != std::string::npos; }))
        << d.said_by(id);
    EXPECT_EQ(contents(d.file("a.txt")), "first, second");
    d.type(put_key);
    EXPECT_TRUE(has("first")) << contents(d.file("a.txt"));
}

TEST_F(Restore, over_and_over_leaves_one_window_and_every_image)
{
    for (int i = 0; i < 5; ++i) {
        d.type(std::to_string(i));
        ASSERT_EQ(d.ninth("checkpoint note").status, 0);
        ASSERT_EQ(d.ninth("restore note " + sequence).text, "");
        ASSERT_TRUE(d.shows(id, "• a.txt", 3000));
    }
    d.picture();
    EXPECT_EQ(windows(), 1);
    d.type(put_key);
    EXPECT_TRUE(has("first"));
    auto history = d.ninth("history note").text;
    EXPECT_GE(std::count(history.begin(), history.end(), '\n'), 6) << history;
}

}  // namespace
}  // namespace tests
