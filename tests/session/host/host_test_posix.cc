// The user's files where they are a POSIX system's: modes, owners, links, pipes, devices.
#include "host_test.h"

#include "session/host/host.h"
#include "styx/errors.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace tests;
using namespace styx;

namespace {

const mode_t usual_users = umask(022);  // what the modes here are of

// What root may become, and be a host then.
const Role as_nobody("host-as-nobody", [](Words words) { return setgid(65534) || setuid(65534) ? 1 : session::host_main(words); });

TEST_F(Host, modes_and_owners_are_the_machines)
{
    ASSERT_TRUE(client->create(place.file("x"), 0666));
    EXPECT_EQ(client->stat(place.file("x")).value().mode, 0644u);
    EXPECT_EQ(client->stat(place.file("x")).value().uid, getpwuid(getuid())->pw_name);
    ASSERT_TRUE(change(*client, place.file("x"), [](Stat& s) { s.mode = 0640; }));
    struct stat info{};
    ASSERT_EQ(stat(place.file("x").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(Host, the_mode_of_a_renamed_open_file)
{
    put(place.file("x"), "old");
    auto f = client->open(place.file("x"), OWRITE | OTRUNC).value();
    auto s = Stat::untouched();
    s.name = "y", s.mode = 0600;
    ASSERT_TRUE(wstat(*client, f.fid, s));
    EXPECT_EQ(client->stat(place.file("y")).value().mode, 0600u);
}

TEST_F(Host, a_symlink_that_leads_nowhere_is_listed)
{
    std::filesystem::create_symlink("nowhere", place.file("link"));
    auto all = client->list(place.files()).value();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].name, "link");
}

TEST_F(Host, remove_takes_the_symlink_and_not_the_file)
{
    put(place.file("x"), "x");
    std::filesystem::create_symlink("x", place.file("link"));
    EXPECT_EQ(client->read(place.file("link")).value(), "x");
    ASSERT_TRUE(client->remove(place.file("link")));
    EXPECT_EQ(contents(place.file("x")), "x");
}

// As on a file system whose clock stands still: what it gives the write is no later than what the file had.
TEST_F(Host, the_version_never_goes_back_to_one_that_was)
{
    put(place.file("x"), "0");
    timespec soon[2] = {{0, UTIME_OMIT}, {}};
    clock_gettime(CLOCK_REALTIME, &soon[1]);
    soon[1] = {soon[1].tv_sec + 1, 0};
    utimensat(AT_FDCWD, place.file("x").c_str(), soon, 0);
    auto before = std::filesystem::last_write_time(place.file("x"));
    auto f = client->open(place.file("x"), OWRITE).value();
    client->write(f, 0, "1").value();
    EXPECT_EQ(std::filesystem::last_write_time(place.file("x")) - before, std::chrono::nanoseconds(1));
}

TEST_F(Host, who_waits_for_a_pipe_keeps_nobody)
{
    mkfifo(place.file("pipe").c_str(), 0600);
    std::vector<std::unique_ptr<Remote>> waiting;
    std::string got;
    std::size_t answers = 0;
    for (int i = 0; i < 8; ++i) {
        waiting.push_back(dial(place.post("host")));
        auto f = waiting.back()->open(place.file("pipe"), OREAD).value();
        waiting.back()->client().ask(Tread{f.fid, 0, 100},
                                     [&](Result<Rread> r) { got += r.value().data.bytes, ++answers; });
        waiting.back()->stat("").value();
    }
    put(place.file("x"), "at once");
    EXPECT_EQ(client->read(place.file("x")).value(), "at once");
    EXPECT_EQ(answers, 0u);
    auto f = client->open(place.file("pipe"), OWRITE).value();
    client->write(f, 0, "for one of them").value();
    client->close(f);  // the end of file for all others
    for (auto& w : waiting) EXPECT_TRUE(w->stat(""));
    EXPECT_TRUE(eventually([&] {
        for (auto& w : waiting) w->stat("").value();
        return answers == waiting.size();
    }));
    EXPECT_EQ(got, "for one of them");
}

TEST_F(Host, writing_to_a_pipe_waits_for_a_reader)
{
    mkfifo(place.file("pipe").c_str(), 0600);
    bool is_open = false;
    client->client().open(client->root(), split_path(place.file("pipe")), OWRITE,
                          [&](Result<OpenFile> f) { is_open = f.has_value(); });
    EXPECT_FALSE(client->loop().run_until([&] { return is_open; }, 150));
    int reader = open(place.file("pipe").c_str(), O_RDONLY | O_NONBLOCK);
    EXPECT_TRUE(client->loop().run_until([&] { return is_open; }, patience_msec));
    close(reader);
}

TEST_F(Host, devices_are_files)
{
    EXPECT_EQ(client->read("/dev/null").value(), "");
    EXPECT_TRUE(client->write("/dev/null", "x"));
    auto zero = client->open("/dev/zero", OREAD).value();
    EXPECT_EQ(client->read(zero, 0, 4).value(), std::string(4, '\0'));
    EXPECT_EQ(error_of(client->write("/dev/full", "x")), "no space left: /dev/full");
}

TEST(host, permissions_are_the_users)
{
    if (getuid() != 0) GTEST_SKIP() << "only root can be somebody else";
    Place place;
    chmod(place.scratch.path.c_str(), 0755);
    chmod(place.files().c_str(), 0777);
    put(place.file("secret"), "secret");
    chmod(place.file("secret").c_str(), 0600);
    put(place.file("public"), "public");
    ASSERT_EQ(chown(place.run().c_str(), 65534, 65534), 0);
    Running host(place, {"host-as-nobody"});
    auto client = dial(place.post("host"));
    EXPECT_EQ(error_of(client->read(place.file("secret"))), err::perm);
    EXPECT_EQ(error_of(client->write(place.file("public"), "x")), err::perm);
    EXPECT_EQ(error_of(client->create("/x", 0666)), err::perm);
    EXPECT_EQ(contents(place.file("public")), "public");
    EXPECT_EQ(entries(place.files()), 2u);

    std::filesystem::create_directory(place.file("closed"));
    put(place.file("closed/mine"), "old");
    ASSERT_EQ(chown(place.file("closed/mine").c_str(), 65534, 65534), 0);
    ASSERT_TRUE(client->write(place.file("closed/mine"), "new"));  // no temporary can be made beside it
    EXPECT_EQ(contents(place.file("closed/mine")), "new");
}

}  // namespace
