// The user's files, served by a host in a process of its own.
#include "running.h"

#include "session/host/host.h"
#include "styx/errors.h"

#include <algorithm>
#include <fcntl.h>
#include <pwd.h>
#include <set>
#include <sys/stat.h>

using namespace tests;
using namespace styx;

namespace {

struct Host : testing::Test {
    Scratch scratch;
    Running host{service(scratch, session::host_main, {})};
    std::unique_ptr<Remote> client = dial(scratch.post("host"));
    std::string file(const std::string& name) const { return scratch.file(name); }
    std::string files() const { return scratch.path + "/files"; }
};

TEST_F(Host, names_are_the_machines)
{
    put(file("x.c"), "int main;\n");
    EXPECT_EQ(client->read(file("x.c")).value(), "int main;\n");
    EXPECT_EQ(client->stat(file("x.c")).value().name, "x.c");
    EXPECT_EQ(client->stat("").value().name, "/");
    EXPECT_EQ(client->stat("..").value().qid, client->stat("").value().qid);
}

TEST_F(Host, errors_are_plan_9s)
{
    put(file("x"), "");
    EXPECT_EQ(error_of(client->read(file("none"))), err::nonexist);
    EXPECT_EQ(error_of(client->create(file("x/y"), 0666)), err::not_dir);
    EXPECT_EQ(error_of(client->write(files(), "")), err::is_dir);
    EXPECT_EQ(error_of(client->create(file("x"), 0666)), err::exists);
    std::filesystem::create_directories(file("d/e"));
    EXPECT_EQ(error_of(client->remove(file("d"))), "directory is not empty");
}

TEST_F(Host, a_directory_lists_what_is_in_it)
{
    put(file("one"), "1");
    std::filesystem::create_directory(file("two"));
    std::filesystem::create_symlink("nowhere", file("three"));
    auto all = client->list(files()).value();
    std::ranges::sort(all, {}, &Stat::name);
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].name, "one");
    EXPECT_EQ(all[0].length, 1u);
    EXPECT_EQ(all[0].uid, getpwuid(getuid())->pw_name);
    EXPECT_EQ(all[2].name, "two");
    EXPECT_TRUE(all[2].is_dir());
    EXPECT_EQ(all[2].qid, client->stat(file("two")).value().qid);
}

TEST_F(Host, a_directory_of_a_hundred_thousand)
{
    for (int i = 0; i < 100'000; ++i) close(open(file(std::to_string(i)).c_str(), O_CREAT | O_WRONLY, 0644));
    EXPECT_EQ(client->list(files()).value().size(), 100'000u);
}

TEST_F(Host, files_larger_than_two_gigabytes)
{
    put(file("big"), "");
    auto f = client->open(file("big"), ORDWR).value();
    std::uint64_t far = (std::uint64_t(1) << 31) + 5;
    EXPECT_EQ(client->write(f, far, "end").value(), 3u);
    EXPECT_EQ(client->read(f, far, 10).value(), "end");
    EXPECT_EQ(client->stat(file("big")).value().length, far + 3);
    EXPECT_EQ(client->read(f, ~std::uint64_t(0) - 2, 10).value(), "");
    EXPECT_NE(error_of(client->write(f, ~std::uint64_t(0) - 2, "x")), "");
}

TEST_F(Host, create_remove_and_make_directories)
{
    ASSERT_TRUE(client->create(file("d"), DMDIR | 0777));
    ASSERT_TRUE(client->create(file("d/x"), 0666));
    EXPECT_EQ(client->stat(file("d/x")).value().mode, 0644u);
    ASSERT_TRUE(client->write(file("d/x"), "hello"));
    EXPECT_EQ(get(file("d/x")), "hello");
    ASSERT_TRUE(client->remove(file("d/x")));
    ASSERT_TRUE(client->remove(file("d")));
    EXPECT_EQ(entries(files()), 0u);
}

TEST_F(Host, remove_takes_the_symlink_and_not_the_file)
{
    put(file("x"), "x");
    std::filesystem::create_symlink("x", file("link"));
    EXPECT_EQ(client->read(file("link")).value(), "x");
    ASSERT_TRUE(client->remove(file("link")));
    EXPECT_EQ(get(file("x")), "x");
}

TEST_F(Host, wstat_renames_cuts_and_dates)
{
    put(file("x"), "hello");
    put(file("y"), "");
    EXPECT_EQ(error_of(change(*client, file("x"), [](Stat& s) { s.name = "y"; })), err::exists);
    EXPECT_EQ(error_of(change(*client, file("x"), [](Stat& s) { s.name = "../y"; })), err::bad_name);
    EXPECT_EQ(error_of(change(*client, file("x"), [](Stat& s) { s.mode = DMDIR | 0700; })), err::perm);
    ASSERT_TRUE(change(*client, file("x"), [](Stat& s) { s.name = "z", s.length = 2, s.mode = 0600, s.mtime = 1000; }));
    auto s = client->stat(file("z")).value();
    EXPECT_EQ(get(file("z")), "he");
    EXPECT_EQ(s.mode, 0600u);
    EXPECT_EQ(s.mtime, 1000u);
    EXPECT_FALSE(std::filesystem::exists(file("x")));
}

TEST_F(Host, a_renamed_open_file_is_still_the_file)
{
    put(file("x"), "old");
    auto f = client->open(file("x"), OWRITE | OTRUNC).value();
    client->write(f, 0, "new").value();
    auto s = Stat::untouched();
    s.name = "y", s.mode = 0600;
    ASSERT_TRUE(wstat(*client, f.fid, s));
    EXPECT_EQ(get(file("y")), "new");
    EXPECT_EQ(client->stat(file("y")).value().mode, 0600u);
    EXPECT_FALSE(std::filesystem::exists(file("x")));
    client->close(f);
    EXPECT_EQ(entries(files()), 1u);
}

TEST_F(Host, the_version_changes_with_each_write_however_quick)
{
    put(file("x"), "0");
    auto f = client->open(file("x"), OWRITE).value();
    std::set<std::uint32_t> versions;
    for (int i = 0; i < 100; ++i) {
        client->write(f, 0, i % 2 ? "a" : "b").value();
        versions.insert(client->stat(file("x")).value().qid.version);
    }
    EXPECT_EQ(versions.size(), 100u);
}

// As on a file system whose clock stands still: what it gives the write is no later than what the file had.
TEST_F(Host, the_version_never_goes_back_to_one_that_was)
{
    put(file("x"), "0");
    timespec soon[2] = {{0, UTIME_OMIT}, {}};
    clock_gettime(CLOCK_REALTIME, &soon[1]);
    soon[1] = {soon[1].tv_sec + 1, 0};
    utimensat(AT_FDCWD, file("x").c_str(), soon, 0);
    auto before = std::filesystem::last_write_time(file("x"));
    auto f = client->open(file("x"), OWRITE).value();
    client->write(f, 0, "1").value();
    EXPECT_EQ(std::filesystem::last_write_time(file("x")) - before, std::chrono::nanoseconds(1));
}

TEST_F(Host, append_only_and_exclusive)
{
    auto log = create(*client, files(), "log", DMAPPEND | 0666, OWRITE).value();
    EXPECT_EQ(log.qid.type, 0x40);
    client->write(log, 0, "one ").value();
    client->write(log, 0, "two").value();
    EXPECT_EQ(get(file("log")), "one two");
    auto lock = create(*client, files(), "lock", DMEXCL | 0666, OWRITE).value();
    EXPECT_EQ(error_of(client->open(file("lock"), OREAD)), err::in_use);
    client->close(lock);
    EXPECT_TRUE(client->open(file("lock"), OREAD));
}

TEST_F(Host, a_file_may_go_with_its_fid)
{
    auto f = create(*client, files(), "gone", 0666, OWRITE | ORCLOSE).value();
    EXPECT_TRUE(std::filesystem::exists(file("gone")));
    client->close(f);
    EXPECT_FALSE(std::filesystem::exists(file("gone")));
}

TEST_F(Host, who_waits_for_a_pipe_keeps_nobody)
{
    mkfifo(file("pipe").c_str(), 0600);
    std::vector<std::unique_ptr<Remote>> waiting;
    std::string got;
    std::size_t answers = 0;
    for (int i = 0; i < 8; ++i) {
        waiting.push_back(dial(scratch.post("host")));
        auto f = waiting.back()->open(file("pipe"), OREAD).value();
        waiting.back()->client().ask(Tread{f.fid, 0, 100},
                                     [&](Result<Rread> r) { got += r.value().data.bytes, ++answers; });
        waiting.back()->stat("").value();
    }
    put(file("x"), "at once");
    EXPECT_EQ(client->read(file("x")).value(), "at once");
    EXPECT_EQ(answers, 0u);
    auto f = client->open(file("pipe"), OWRITE).value();
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
    mkfifo(file("pipe").c_str(), 0600);
    bool is_open = false;
    client->client().open(client->root(), split_path(file("pipe")), OWRITE,
                          [&](Result<OpenFile> f) { is_open = f.has_value(); });
    EXPECT_FALSE(client->loop().run_until([&] { return is_open; }, 150));
    int reader = open(file("pipe").c_str(), O_RDONLY | O_NONBLOCK);
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

TEST_F(Host, fifty_clients_at_once)
{
    std::vector<std::unique_ptr<Remote>> clients;
    for (int i = 0; i < 50; ++i) clients.push_back(dial(scratch.post("host")));
    for (int round = 0; round < 4; ++round)
        for (std::size_t i = 0; i < clients.size(); ++i) {
            auto name = file(std::to_string(i)), text = std::string(10'000, char('a' + i % 26)) + std::to_string(round);
            if (round == 0) {
                ASSERT_TRUE(clients[i]->create(name, 0666));
            }
            ASSERT_TRUE(clients[i]->write(name, text));
            ASSERT_EQ(clients[(i + 1) % clients.size()]->read(name).value(), text);
        }
    EXPECT_EQ(entries(files()), 50u);
}

TEST_F(Host, a_second_host_is_refused)
{
    Running second(service(scratch, session::host_main, {}));
    EXPECT_EQ(second.wait(), 1);
    EXPECT_TRUE(client->stat(""));
}

TEST_F(Host, its_post_gone_it_goes_on)
{
    std::filesystem::remove(scratch.path + "/run/host");
    EXPECT_TRUE(client->stat(""));
    EXPECT_TRUE(host.runs());
}

TEST(host, root_may_be_a_directory)
{
    Scratch scratch;
    put(scratch.file("x"), "inside");
    Running host(
        service(scratch, session::host_main, {"--root", scratch.path + "/files", "--listen", scratch.post("other")}));
    auto client = dial(scratch.post("other"));
    EXPECT_EQ(client->read("x").value(), "inside");
    EXPECT_EQ(client->read("../../x").value(), "inside");
}

TEST(host, permissions_are_the_users)
{
    if (getuid() != 0) GTEST_SKIP() << "only root can be somebody else";
    Scratch scratch;
    chmod(scratch.path.c_str(), 0755);
    chmod(scratch.file("").c_str(), 0777);
    put(scratch.file("secret"), "secret");
    chmod(scratch.file("secret").c_str(), 0600);
    put(scratch.file("public"), "public");
    ASSERT_EQ(chown((scratch.path + "/run").c_str(), 65534, 65534), 0);
    auto main = service(scratch, session::host_main, {});
    Running host([&] { return setgid(65534) || setuid(65534) ? 1 : main(); });
    auto client = dial(scratch.post("host"));
    EXPECT_EQ(error_of(client->read(scratch.file("secret"))), err::perm);
    EXPECT_EQ(error_of(client->write(scratch.file("public"), "x")), err::perm);
    EXPECT_EQ(error_of(client->create("/x", 0666)), err::perm);
    EXPECT_EQ(get(scratch.file("public")), "public");
    EXPECT_EQ(entries(scratch.file("")), 2u);

    std::filesystem::create_directory(scratch.file("closed"));
    put(scratch.file("closed/mine"), "old");
    ASSERT_EQ(chown(scratch.file("closed/mine").c_str(), 65534, 65534), 0);
    ASSERT_TRUE(client->write(scratch.file("closed/mine"), "new"));  // no temporary can be made beside it
    EXPECT_EQ(get(scratch.file("closed/mine")), "new");
}

TEST(host, shows_the_conversation)
{
    Scratch scratch;
    auto main = service(scratch, session::host_main, {"-D"});
    Running host([&] { return dup2(open(scratch.file("trace").c_str(), O_CREAT | O_WRONLY, 0600), 2) == 2 ? main() : 9; });
    dial(scratch.post("host"))->stat("/tmp").value();
    EXPECT_NE(get(scratch.file("trace")).find("Twalk tag 0 fid 1 newfid 2 wname 'tmp'"), std::string::npos);
}

TEST(host, wrong_usage_is_told)
{
    Scratch scratch;
    EXPECT_EQ(Running(service(scratch, session::host_main, {"--rot", "/"})).wait(), 2);
    EXPECT_EQ(Running(service(scratch, session::host_main, {"--root", "/nowhere"})).wait(), 1);
}

}  // namespace
