// Everything is killed at once, a second after the last key, and started again.
#include "desktop.h"

#include <chrono>
#include <gtest/gtest.h>
#include <thread>

namespace tests {
namespace {

constexpr auto a_second = std::chrono::seconds(1);  // what may be lost (docs/scope.md)

struct PowerCut : testing::Test {
    Desktop d;
    std::string id;
    void open(const std::string& text)
    {
        ASSERT_EQ(d.start().status, 0);
        put(d.file("a.txt"), text);
        id = d.open("note a.txt");
    }
    // The screen before is the screen after.
    void cut()
    {
        std::this_thread::sleep_for(a_second);
        auto before = d.picture();
        d.kill_all();
        ASSERT_TRUE(d.pids().empty());
        ASSERT_EQ(d.start().status, 0);
        EXPECT_EQ(d.pids().count("life-" + id), 1u);
        EXPECT_TRUE(d.picture() == before) << "the screen is another one";
    }
    bool has(const std::string& text) { return within(3000, [&] { return contents(d.file("a.txt")) == text; }); }
};

TEST_F(PowerCut, half_a_word_is_finished_and_put)
{
    open("");
    d.type("hello wor");
    cut();
    d.type(std::string("ld") + put_key);
    EXPECT_TRUE(has("hello world")) << contents(d.file("a.txt"));
}

TEST_F(PowerCut, scroll_caret_and_undo_are_as_they_were)
{
    std::string lines;
    for (int i = 1; i <= 200; ++i) lines += "line " + std::to_string(i) + "\n";
    open(lines);
    d.wheel(300, 200, 6);
    d.click(140, 140);
    d.type("hello wor");
    cut();
    d.type(std::string("ld") + put_key);
    ASSERT_TRUE(within(3000, [&] { return contents(d.file("a.txt")).find("hello world") != std::string::npos; })) << contents(d.file("a.txt"));
    auto typed = contents(d.file("a.txt"));
    EXPECT_NE(typed.find("hello world"), typed.find('\n')) << "the caret was not where it had been clicked";
    cut();
    d.type(std::string(undo_key) + undo_key + put_key);
    EXPECT_TRUE(has(lines)) << contents(d.file("a.txt")).substr(0, 200);
    d.type(std::string(redo_key) + redo_key + put_key);
    EXPECT_TRUE(has(typed));
}

TEST_F(PowerCut, what_was_selected_is_selected)
{
    open("one two three\n");
    d.drag(100, 75, 160, 75);
    cut();
    d.type(std::string("X") + put_key);
    ASSERT_TRUE(within(3000, [&] { return contents(d.file("a.txt")).find('X') != std::string::npos; }));
    auto text = contents(d.file("a.txt"));
    EXPECT_LT(text.size(), std::string("one two three\n").size() - 3) << text;
    EXPECT_TRUE(text.ends_with("\n") && text.find('X') > 0) << text;
}

TEST_F(PowerCut, a_put_that_was_answered_is_on_the_disk)
{
    open("");
    d.type(std::string("saved") + put_key);
    ASSERT_TRUE(has("saved"));
    d.kill_all();
    EXPECT_EQ(contents(d.file("a.txt")), "saved");
    ASSERT_EQ(d.start().status, 0);
    EXPECT_EQ(contents(d.file("a.txt")), "saved");
    EXPECT_EQ(d.ninth("ls").text.find(id), 0u);
}

}  // namespace
}  // namespace tests
