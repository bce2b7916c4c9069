// A file that is written anew is always the old one or the new one, whole.
#include "running.h"

#include "session/host/host.h"
#include "session/host/replacement.h"

#include <random>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/xattr.h>

using namespace tests;
using namespace styx;

namespace {

struct Saving : testing::Test {
    Scratch scratch;
    std::unique_ptr<Running> host = std::make_unique<Running>(service(scratch, session::host_main, {}));
    std::unique_ptr<Remote> client = dial(scratch.post("host"));
    std::string x = scratch.file("x");

    OpenFile truncate(const std::string& path) { return client->open(path, ORDWR | OTRUNC).value(); }
    std::size_t files() const { return entries(scratch.path + "/files"); }
};

TEST_F(Saving, the_old_file_stands_until_the_new_one_is_made_durable)
{
    put(x, "old");
    auto f = truncate(x);
    client->write(f, 0, "new").value();
    EXPECT_EQ(get(x), "old");
    EXPECT_EQ(client->read(f, 0, 10).value(), "new");
    ASSERT_TRUE(make_durable(*client, f));
    EXPECT_EQ(get(x), "new");
    EXPECT_EQ(client->stat(x).value().qid.path, f.qid.path);
    EXPECT_EQ(files(), 1u);
}

TEST_F(Saving, once_durable_the_fid_writes_the_file_itself)
{
    put(x, "old");
    auto f = truncate(x);
    client->write(f, 0, "new").value();
    ASSERT_TRUE(make_durable(*client, f));
    client->write(f, 3, "er").value();
    ASSERT_TRUE(make_durable(*client, f));
    EXPECT_EQ(get(x), "newer");
    ASSERT_TRUE(clunk(*client, f));
    EXPECT_EQ(get(x), "newer");
}

TEST_F(Saving, a_clunk_puts_the_new_file_in_place_before_it_is_answered)
{
    put(x, "old");
    auto f = truncate(x);
    ASSERT_TRUE(clunk(*client, f));
    EXPECT_EQ(get(x), "");
}

TEST_F(Saving, a_client_that_hangs_up_leaves_the_old_file)
{
    put(x, "old");
    auto f = truncate(x);
    client->write(f, 0, "half").value();
    EXPECT_EQ(files(), 2u);
    client.reset();
    EXPECT_TRUE(eventually([&] { return files() == 1; }));
    EXPECT_EQ(get(x), "old");
}

TEST_F(Saving, a_version_message_is_a_hang_up)
{
    put(x, "old");
    truncate(x);
    client->wait<Welcome>([&](auto then) { client->client().greet({}, then); }).value();
    EXPECT_TRUE(eventually([&] { return files() == 1; }));
    EXPECT_EQ(get(x), "old");
}

TEST_F(Saving, mode_attributes_and_symlinks_stay)
{
    put(x, "old");
    chmod(x.c_str(), 0640);
    bool has_attributes = setxattr(x.c_str(), "user.note", "kept", 4, 0) == 0;
    std::filesystem::create_symlink("x", scratch.file("link"));
    ASSERT_TRUE(client->write(scratch.file("link"), "new"));
    EXPECT_TRUE(std::filesystem::is_symlink(scratch.file("link")));
    EXPECT_EQ(get(x), "new");
    EXPECT_EQ(client->stat(x).value().mode, 0640u);
    char value[8] = {};
    if (has_attributes) {
        EXPECT_EQ(getxattr(x.c_str(), "user.note", value, sizeof value), 4);
    }
}

TEST_F(Saving, a_file_with_several_names_is_written_in_place)
{
    put(x, "old");
    std::filesystem::create_hard_link(x, scratch.file("y"));
    ASSERT_TRUE(client->write(x, "new"));
    EXPECT_EQ(get(scratch.file("y")), "new");
}

TEST_F(Saving, a_name_of_255_bytes)
{
    auto name = scratch.file(std::string(255, 'n'));
    put(name, "old");
    auto f = truncate(name);
    EXPECT_EQ(files(), 2u);
    client->close(f);
    EXPECT_EQ(get(name), "");
}

TEST_F(Saving, temporaries_are_not_shown_and_those_of_a_dead_host_go)
{
    put(x, "old");
    truncate(x);
    EXPECT_EQ(client->list(scratch.path + "/files").value().size(), 1u);
    EXPECT_EQ(files(), 2u);
    host->kill();
    host = std::make_unique<Running>(service(scratch, session::host_main, {}));
    client = dial(scratch.post("host"));
    EXPECT_EQ(files(), 2u);
    EXPECT_EQ(client->list(scratch.path + "/files").value().size(), 1u);
    EXPECT_EQ(files(), 1u);
}

TEST_F(Saving, the_next_save_removes_what_a_dead_host_left)
{
    put(x, "old");
    truncate(x);
    host->kill();
    host = std::make_unique<Running>(service(scratch, session::host_main, {}));
    client = dial(scratch.post("host"));
    ASSERT_TRUE(client->write(x, "new"));
    EXPECT_EQ(files(), 1u);
}

TEST(temporaries, are_told_by_their_names)
{
    using session::Temporaries;
    EXPECT_TRUE(Temporaries::is_one(Temporaries().name_for("x.c")));
    EXPECT_FALSE(Temporaries::is_one(".x.c.ninth~"));
    EXPECT_FALSE(Temporaries::is_one(".x.c.ninth~12-34"));
    EXPECT_FALSE(Temporaries::is_one("x.c.ninth~12-34-5"));
    EXPECT_FALSE(Temporaries::is_one(".x.c.ninth~12-34-5.o"));
}

// Many times: a host is killed at a random moment while a client writes the file anew, again and again.
TEST_F(Saving, torture_a_killed_host_leaves_a_whole_file)
{
    std::mt19937 chance(std::random_device{}());
    auto version = [](int n) { return std::string(300'000, char('a' + n % 26)) + std::to_string(n); };
    int acknowledged = 0, tried = 0;
    put(x, version(0));
    for (int round = 0; round < 40; ++round) {
        auto wait = std::chrono::microseconds(chance() % 30'000);
        std::thread killer([wait, pid = host->pid] {
            std::this_thread::sleep_for(wait);
            ::kill(pid, SIGKILL);
        });
        for (;;) {
            auto f = client->open(x, OWRITE | OTRUNC);
            if (!f) break;
            auto text = version(++tried);
            std::size_t done = 0;
            while (done < text.size()) {
                auto n = client->write(*f, done, std::string_view(text).substr(done));
                if (!n) break;
                done += *n;
            }
            if (done < text.size() || !make_durable(*client, *f)) break;
            acknowledged = tried;
            client->close(*f);
        }
        killer.join();
        host->wait();
        auto now = get(x);
        ASSERT_TRUE(now == version(acknowledged) || now == version(tried)) << now.size() << " bytes, round " << round;
        acknowledged = tried = now == version(tried) ? tried : acknowledged;
        host = std::make_unique<Running>(service(scratch, session::host_main, {}));
        client = dial(scratch.post("host"));
    }
    client->list(scratch.path + "/files").value();
    EXPECT_EQ(files(), 1u);
    EXPECT_GT(acknowledged, 0);
}

TEST_F(Saving, torture_a_killed_client_leaves_a_whole_file)
{
    std::mt19937 chance(std::random_device{}());
    put(x, std::string(300'000, 'o'));
    for (int round = 0; round < 40; ++round) {
        Running writer([&] {
            auto own = Remote::dial(scratch.post("host"));
            for (;;)
                if (!own || !(*own)->write(x, std::string(300'000, char('a' + round % 26)))) return 1;
        });
        std::this_thread::sleep_for(std::chrono::microseconds(chance() % 20'000));
        writer.kill();
        auto now = get(x);
        ASSERT_EQ(now, std::string(300'000, now[0]));
    }
    EXPECT_TRUE(eventually([&] { return files() == 1; }));
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
    SmallDisk disk(scratch.path + "/disk");
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
    EXPECT_EQ(get(y), "old");
    EXPECT_TRUE(eventually([&] { return entries(disk.path) == 1; }));
    ASSERT_TRUE(client->write(y, "new"));
    EXPECT_EQ(get(y), "new");
}

TEST_F(Saving, a_file_mounted_by_itself_is_written_in_place)
{
    put(x, "old");
    put(scratch.file("y"), "under");
    if (mount(x.c_str(), scratch.file("y").c_str(), nullptr, MS_BIND, nullptr) != 0)
        GTEST_SKIP() << "cannot mount here";
    EXPECT_EQ(error_of(client->write(scratch.file("y"), "new")), "");
    EXPECT_EQ(get(x), "new");
    umount2(scratch.file("y").c_str(), MNT_DETACH);
}

}  // namespace
