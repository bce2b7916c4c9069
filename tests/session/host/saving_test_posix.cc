// What else a file carries, and disks that are full or mounted.
#include "saving_test.h"

#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>

using namespace tests;
using namespace styx;

namespace {

TEST_F(Saving, mode_attributes_and_symlinks_stay)
{
    put(x, "old");
    chmod(x.c_str(), 0640);
    bool has_attributes = setxattr(x.c_str(), "user.note", "kept", 4, 0) == 0;
    std::filesystem::create_symlink("x", place.file("link"));
    ASSERT_TRUE(save(place.file("link"), "new"));
    EXPECT_TRUE(std::filesystem::is_symlink(place.file("link")));
    EXPECT_EQ(contents(x), "new");
    EXPECT_EQ(client->stat(x).value().mode, 0640u);
    char value[8] = {};
    if (has_attributes) {
        EXPECT_EQ(getxattr(x.c_str(), "user.note", value, sizeof value), 4);
    }
}

struct SmallDisk {
    std::string path;
    bool is_there;
    explicit SmallDisk(std::string at) : path(std::move(at))
    {
        std::filesystem::create_directory(path);
        is_there = mount("none", path.c_str(), "tmpfs", 0, "size=512k") == 0;
    }
    ~SmallDisk()
    {
        if (is_there) umount2(path.c_str(), MNT_DETACH);
    }
};

TEST_F(Saving, a_full_disk_leaves_the_old_file_and_says_so)
{
    SmallDisk disk(place.scratch.path + "/disk");
    if (!disk.is_there) GTEST_SKIP() << "cannot mount a small disk here";
    auto y = disk.path + "/y";
    put(y, "old");
    auto f = truncate(y);
    std::string why;
    for (std::uint64_t offset = 0; why.empty(); offset += 65536)
        why = error_of(client->write(f, offset, std::string(65536, 'n')));
    EXPECT_EQ(why, "no space left: " + y);
    EXPECT_EQ(error_of(make_durable(*client, f)), "no space left: " + y);
    EXPECT_EQ(error_of(clunk(*client, f)), "no space left: " + y);
    EXPECT_EQ(contents(y), "old");
    EXPECT_TRUE(eventually([&] { return entries(disk.path) == 1; }));
    ASSERT_TRUE(save(y, "new"));
    EXPECT_EQ(contents(y), "new");
}

TEST_F(Saving, a_file_mounted_by_itself_is_written_in_place)
{
    put(x, "old");
    put(place.file("y"), "under");
    if (mount(x.c_str(), place.file("y").c_str(), nullptr, MS_BIND, nullptr) != 0)
        GTEST_SKIP() << "cannot mount here";
    EXPECT_EQ(error_of(save(place.file("y"), "new")), "");
    EXPECT_EQ(contents(x), "new");
    umount2(place.file("y").c_str(), MNT_DETACH);
}

}  // namespace
