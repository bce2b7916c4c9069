// What note puts into its file, and what it will not put over.
#include "desktop.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

struct Saving : testing::Test {
    Desktop d;
    std::string id, path;
    void open(const std::string& name, const std::string& text)
    {
        path = d.file(name);
        put(path, text);
        ASSERT_EQ(d.start().status, 0);
        id = d.open("note " + name);
    }
    bool holds(const std::string& text) { return within(4000, [&] { return contents(path) == text; }); }
    bool says(const std::string& what)
    {
        return within(8000, [&] { return d.said_by(id).find(what) != std::string::npos; });
    }
};

TEST_F(Saving, killed_just_after_it_knows_its_own_file_again)
{
    open("a.txt", "");
    d.type(std::string("abc") + put_key);
    ASSERT_TRUE(holds("abc"));
    d.kill("life-" + id);
    d.type(std::string("def") + put_key);
    EXPECT_TRUE(holds("abcdef")) << contents(path) << d.said_by(id);
    EXPECT_EQ(d.said_by(id).find("not saved"), std::string::npos) << d.said_by(id);
}

TEST_F(Saving, what_another_wrote_is_put_over_at_the_second_time_only)
{
    open("a.txt", "one");
    put(path, "other");
    d.type(std::string("x") + put_key);
    EXPECT_TRUE(says("a.txt was changed by something else; Ctrl-S again overwrites it")) << d.said_by(id);
    EXPECT_EQ(contents(path), "other");
    put(path, "another");  // it has not been warned of this one
    d.type(put_key);
    d.type("y\b");
    EXPECT_EQ(contents(path), "another");
    d.type(put_key);
    d.type(put_key);
    EXPECT_TRUE(holds("xone")) << contents(path);
}

// Whatever a name or a message says, only Ctrl-S after the warning overwrites.
TEST_F(Saving, a_file_called_again_is_no_permission)
{
    open("again.txt", "one");
    std::filesystem::remove(path);
    std::filesystem::create_directory(path);
    d.type(std::string("x") + put_key);
    ASSERT_TRUE(says("not saved: ")) << d.said_by(id);
    std::filesystem::remove(path);
    put(path, "other");
    d.type(put_key);
    EXPECT_TRUE(says("was changed by something else")) << d.said_by(id);
    EXPECT_EQ(contents(path), "other");
}

TEST_F(Saving, a_file_that_is_gone_is_made_again_when_asked_twice)
{
    open("a.txt", "text");
    std::filesystem::remove(path);
    d.type(std::string("x") + put_key);
    ASSERT_TRUE(says("a.txt is not there any more; Ctrl-S again makes it")) << d.said_by(id);
    EXPECT_FALSE(std::filesystem::exists(path));
    d.type(put_key);
    EXPECT_TRUE(holds("xtext")) << d.said_by(id);
}

TEST_F(Saving, much_that_is_cut_is_all_pasted)
{
    std::string text;
    while (text.size() < 200'000) text += "line " + std::to_string(text.size()) + " of many\n";
    open("a.txt", text);
    d.type("\x01\x18\x16 \b");  // select all, cut, paste
    EXPECT_TRUE(within(4000, [&] { return d.read("display", "snarf").size() == text.size(); })) << d.read("display", "snarf").size();
    put(path, "");
    d.type(put_key);
    d.type(put_key);
    EXPECT_TRUE(within(4000, [&] { return contents(path) == text; })) << contents(path).size() << d.said_by(id);
}

}  // namespace
}  // namespace tests
