// A disk that has no room: nothing that was written is lost, and all goes on once there is some.
#include "bad_input.h"

#include <sys/mount.h>

namespace tests {
namespace {

// A disk of 2 MB of the test's own, mounted where lives are.
struct FullDisk : BadInput {
    std::string place;
    bool mount_at(const std::string& path)
    {
        std::filesystem::create_directories(path);
        if (mount("none", path.c_str(), "tmpfs", 0, "size=3m,mode=700") == 0) place = path;
        return !place.empty();
    }
    void fill() { (void)run_command("head -c 4m /dev/zero > filler; true", place, {}); }
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

// Nothing can be put in the place of a file with two names.
TEST_F(FullDisk, under_a_file_with_two_names_it_stays_as_it_was)
{
    if (!mount_at(d.file("disk"))) GTEST_SKIP() << "file systems cannot be mounted here";
    start();
    put(place + "/a.txt", std::string(4'090, 'a'));  // of a page of 4096 bytes
    std::filesystem::create_hard_link(place + "/a.txt", place + "/b.txt");
    auto id = d.open("note disk/a.txt");
    fill();
    d.type(std::string(20, 'x') + put_key);
    EXPECT_TRUE(within(5'000, [&] { return d.said_by(id).find("o space left") != std::string::npos; })) << d.said_by(id);
    EXPECT_EQ(contents(place + "/a.txt"), std::string(4'090, 'a'));
    make_room();
    d.type(put_key);
    EXPECT_TRUE(within(3000, [&] { return contents(place + "/b.txt") == std::string(20, 'x') + std::string(4'090, 'a'); })) << d.said_by(id);
}

TEST_F(FullDisk, under_the_images_a_stop_says_what_it_cannot_freeze_and_the_desktop_goes_on)
{
    if (!mount_at(d.state())) GTEST_SKIP() << "file systems cannot be mounted here";
    start();
    put(d.file("a.txt"), "");
    auto id = d.open("note a.txt");
    ASSERT_EQ(d.ninth("checkpoint note").status, 0);
    fill();
    d.type("text");
    auto said = d.ninth("stop");
    EXPECT_EQ(said.status, 1);
    EXPECT_NE(said.text.find("note " + id + ": cannot freeze: "), std::string::npos) << said.text;
    EXPECT_EQ(d.ninth("open note a.txt").status, 1);
    EXPECT_EQ(d.ninth("ls").text.find('\n'), d.ninth("ls").text.size() - 1) << "one that could not be made is not listed";
    make_room();
    EXPECT_EQ(d.ninth("stop").text, "");
    start();
    EXPECT_TRUE(within(3000, [&] { return d.state_of(id) == "running"; }));
}

}  // namespace
}  // namespace tests
