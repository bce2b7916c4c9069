// What cannot be opened, kept or run is said plainly, and nothing is lost.
#include "desktop.h"

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

namespace tests {
namespace {


struct BadInput : testing::Test {
    Desktop d;
    void start() { ASSERT_EQ(d.start().status, 0); }
    // The error; that nothing is left of it is checked.
    std::string refused(const std::string& words)
    {
        auto said = d.ninth("open " + words);
        EXPECT_EQ(said.status, 1);
        EXPECT_EQ(d.ninth("ls").text, "");
        return said.text;
    }
    bool says(const std::string& id, const std::string& what)
    {
        return within(4000, [&] { return d.said_by(id).find(what) != std::string::npos; });
    }
};

TEST_F(BadInput, a_file_that_is_missing)
{
    start();
    EXPECT_EQ(refused("note missing.txt"), "ninth open: " + d.file("missing.txt") + ": file does not exist\n");
}

TEST_F(BadInput, a_directory)
{
    start();
    EXPECT_EQ(refused("note ."), "ninth open: " + d.files() + ": is a directory; note edits files\n");
}

TEST_F(BadInput, a_file_that_is_no_text)
{
    start();
    put(d.file("binary"), std::string("\x7f" "ELF\0\1\2", 7));
    EXPECT_EQ(refused("note binary"), "ninth open: " + d.file("binary") + ": is not text: it holds zero bytes\n");
    EXPECT_EQ(contents(d.file("binary")).size(), 7u);
}

TEST_F(BadInput, a_file_that_may_not_be_written)
{
    start();
    put(d.file("a.txt"), "kept");
    auto id = d.open("note a.txt");
    std::filesystem::remove(d.file("a.txt"));
    std::filesystem::create_directory(d.file("a.txt"));  // root may write any file
    d.type(std::string("x") + put_key);
    EXPECT_TRUE(says(id, "note: not saved: ")) << d.said_by(id);
    EXPECT_EQ(d.label_of(id), "• a.txt");
    EXPECT_TRUE(std::filesystem::is_directory(d.file("a.txt")));
}

TEST_F(BadInput, a_state_directory_that_cannot_be_written)
{
    put(d.state(), "a file in the way");
    auto said = d.start();
    EXPECT_EQ(said.status, 1);
    EXPECT_EQ(said.text, "ninth: cannot use " + d.state() + ": it is not a directory\n");
    EXPECT_TRUE(d.pids().empty());
}

TEST_F(BadInput, a_second_desktop_on_the_same_state)
{
    start();
    auto id = d.open("note " + (put(d.file("a.txt"), "x"), std::string("a.txt")));
    auto other = d.start();
    EXPECT_EQ(other.status, 1);
    EXPECT_EQ(other.text.find("ninth: a desktop is already running on " + d.state()), 0u) << other.text;
    // ... nor one that has other sockets.
    auto elsewhere = d.ninth_with("NINTH_RUN=" + d.file("run2"), "--headless 640x480");
    EXPECT_EQ(elsewhere.status, 1);
    EXPECT_EQ(elsewhere.text.find("ninth: a desktop is already running on " + d.state()), 0u) << elsewhere.text;
    EXPECT_EQ(d.state_of(id), "running");
}

struct BadModule : BadInput {
    void with(const std::string& so)
    {
        d.guests = d.file("guest");
        std::filesystem::create_directory(d.guests);
        std::filesystem::copy(GUESTS "/note.wasm", d.guests + "/note.wasm");
        put(d.guests + "/note.so", so);
        put(d.file("a.txt"), "text");
        start();
    }
};

TEST_F(BadModule, that_is_cut_short)
{
    auto whole = contents(GUESTS "/note.so");
    with(whole.substr(0, whole.size() / 2));
    auto error = refused("note a.txt");
    EXPECT_NE(error.find("note.so"), std::string::npos) << error;
}

TEST_F(BadModule, that_is_something_else)
{
    with("this is no module");
    auto error = refused("note a.txt");
    EXPECT_NE(error.find("note.so"), std::string::npos) << error;
}

// Of a life that has images: they stay, and it is back once the module is.
TEST_F(BadModule, of_a_life_that_sleeps)
{
    auto whole = contents(GUESTS "/note.so");
    with(whole);
    auto id = d.open("note a.txt");
    d.type("typed ");
    ASSERT_EQ(d.ninth("close note").text, "");
    std::filesystem::remove(d.guests + "/note.so");
    put(d.guests + "/note.so", whole.substr(0, 5000));
    auto said = d.ninth("thaw note");
    EXPECT_EQ(said.status, 1);
    EXPECT_NE(said.text.find("note.so"), std::string::npos) << said.text;
    std::filesystem::remove(d.guests + "/note.so");
    put(d.guests + "/note.so", whole);
    ASSERT_EQ(d.ninth("thaw note").text, "");
    d.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "typed text"; })) << contents(d.file("a.txt"));
}

// A disk of 2 MB of the test's own, mounted where lives are.
struct FullDisk : BadInput {
    std::string place;
    bool mount_at(const std::string& path)
    {
        std::filesystem::create_directories(path);
        if (mount("none", path.c_str(), "tmpfs", 0, "size=3m,mode=700") == 0) place = path;
        return !place.empty();
    }
    void fill() { (void)d.shell("head -c 4m /dev/zero > " + place + "/filler; true"); }
    void make_room() { std::filesystem::remove(place + "/filler"); }
    void TearDown() override
    {
        d.kill_all();
        if (!place.empty()) umount2(place.c_str(), MNT_DETACH);
    }
};

TEST_F(FullDisk, under_the_images_typing_goes_on_and_they_go_on_once_there_is_room)
{
    if (!mount_at(d.state())) GTEST_SKIP() << "file systems cannot be mounted here";
    start();
    put(d.file("a.txt"), "");
    auto id = d.open("note a.txt");
    d.type("before ");
    ASSERT_EQ(d.ninth("checkpoint note").status, 0);
    fill();
    d.type("meanwhile ");
    auto said = d.ninth("checkpoint note");
    EXPECT_EQ(said.status, 1);
    EXPECT_NE(said.text.find("o space left"), std::string::npos) << said.text;
    d.type(put_key);  // the file is on another disk
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "before meanwhile "; })) << contents(d.file("a.txt"));
    make_room();
    d.type("after");
    ASSERT_EQ(d.ninth("checkpoint note").status, 0);
    d.kill_all();
    start();
    d.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "before meanwhile after"; })) << contents(d.file("a.txt"));
}

// Of a freeze there is no room for: the program goes on, its clock, its reads and what it is sent.
TEST_F(FullDisk, under_a_freeze_the_program_goes_on_and_no_key_is_lost)
{
    if (!mount_at(d.state())) GTEST_SKIP() << "file systems cannot be mounted here";
    start();
    put(d.file("a.txt"), "");
    auto id = d.open("note a.txt");
    d.type("one ");
    ASSERT_EQ(d.ninth("checkpoint note").status, 0);
    fill();
    for (int i = 0; i < 3; ++i) {
        d.type("two ");
        auto said = d.ninth("close note");
        EXPECT_EQ(said.status, 1);
        EXPECT_NE(said.text.find("cannot freeze"), std::string::npos) << said.text;
        EXPECT_EQ(d.state_of(id), "running");
    }
    d.type("three" + std::string(put_key));
    EXPECT_TRUE(within(3000, [&] { return contents(d.file("a.txt")) == "one two two two three"; })) << contents(d.file("a.txt"));
    make_room();
    EXPECT_EQ(d.ninth("close note").text, "");
    EXPECT_EQ(d.state_of(id), "frozen");
}

TEST_F(FullDisk, under_the_file_it_stays_as_it_was_and_the_text_is_kept)
{
    if (!mount_at(d.file("disk"))) GTEST_SKIP() << "file systems cannot be mounted here";
    start();
    put(place + "/a.txt", "as it was");
    auto id = d.open("note disk/a.txt");
    fill();
    d.type(std::string(200, 'x') + put_key);
    EXPECT_TRUE(says(id, "not saved: ")) << d.said_by(id);
    EXPECT_NE(d.said_by(id).find("o space left"), std::string::npos) << d.said_by(id);
    EXPECT_EQ(contents(place + "/a.txt"), "as it was");
    make_room();
    d.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(place + "/a.txt").size() == 209; })) << contents(place + "/a.txt").size();
}

}  // namespace
}  // namespace tests
