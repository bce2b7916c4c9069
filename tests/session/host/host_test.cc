// The user's files, served by a host in a process of its own: what is the same on every system.
#include "host_test.h"

#include "styx/errors.h"

#include <algorithm>
#include <set>

using namespace tests;
using namespace styx;

namespace {

TEST_F(Host, names_are_the_machines)
{
    put(place.file("x.c"), "int main;\n");
    EXPECT_EQ(client->read(place.name("x.c")).value(), "int main;\n");
    EXPECT_EQ(client->stat(place.name("x.c")).value().name, "x.c");
    EXPECT_EQ(client->stat("").value().name, "/");
    EXPECT_EQ(client->stat("..").value().qid, client->stat("").value().qid);
}

TEST_F(Host, errors_are_plan_9s)
{
    put(place.file("x"), "");
    EXPECT_EQ(error_of(client->read(place.name("none"))), err::nonexist);
    EXPECT_EQ(error_of(client->create(place.name("x/y"), 0666)), err::not_dir);
    EXPECT_EQ(error_of(client->write(place.name(""), "")), err::is_dir);
    EXPECT_EQ(error_of(client->create(place.name("x"), 0666)), err::exists);
    std::filesystem::create_directories(place.file("d/e"));
    EXPECT_EQ(error_of(client->remove(place.name("d"))), "directory is not empty");
}

TEST_F(Host, a_directory_lists_what_is_in_it)
{
    put(place.file("one"), "1");
    std::filesystem::create_directory(place.file("two"));
    auto all = client->list(place.name("")).value();
    std::ranges::sort(all, {}, &Stat::name);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].name, "one");
    EXPECT_EQ(all[0].length, 1u);
    EXPECT_NE(all[0].uid, "");
    EXPECT_EQ(all[1].name, "two");
    EXPECT_TRUE(all[1].is_dir());
    EXPECT_EQ(all[1].qid, client->stat(place.name("two")).value().qid);
}

TEST_F(Host, a_directory_of_very_many)
{
    std::size_t many = patience() > 1 ? 2'000 : 100'000;
    for (std::size_t i = 0; i < many; ++i) put(place.file(std::to_string(i)), "");
    EXPECT_EQ(client->list(place.name("")).value().size(), many);
}

TEST_F(Host, files_larger_than_two_gigabytes)
{
    put(place.file("big"), "");
    auto f = client->open(place.name("big"), ORDWR).value();
    std::uint64_t far = (std::uint64_t(1) << 31) + 5;
    EXPECT_EQ(client->write(f, far, "end").value(), 3u);
    EXPECT_EQ(client->read(f, far, 10).value(), "end");
    EXPECT_EQ(client->stat(place.name("big")).value().length, far + 3);
    EXPECT_EQ(client->read(f, ~std::uint64_t(0) - 2, 10).value(), "");
    EXPECT_NE(error_of(client->write(f, ~std::uint64_t(0) - 2, "x")), "");
}

TEST_F(Host, create_remove_and_make_directories)
{
    ASSERT_TRUE(client->create(place.name("d"), DMDIR | 0777));
    ASSERT_TRUE(client->create(place.name("d/x"), 0666));
    ASSERT_TRUE(client->write(place.name("d/x"), "hello"));
    EXPECT_EQ(contents(place.file("d/x")), "hello");
    ASSERT_TRUE(client->remove(place.name("d/x")));
    ASSERT_TRUE(client->remove(place.name("d")));
    EXPECT_EQ(entries(place.files()), 0u);
}

TEST_F(Host, wstat_renames_cuts_and_dates)
{
    put(place.file("x"), "hello");
    put(place.file("y"), "");
    EXPECT_EQ(error_of(change(*client, place.name("x"), [](Stat& s) { s.name = "y"; })), err::exists);
    EXPECT_EQ(error_of(change(*client, place.name("x"), [](Stat& s) { s.name = "../y"; })), err::bad_name);
    EXPECT_EQ(error_of(change(*client, place.name("x"), [](Stat& s) { s.mode = DMDIR | 0700; })), err::perm);
    ASSERT_TRUE(change(*client, place.name("x"), [](Stat& s) { s.name = "z", s.length = 2, s.mode = 0444, s.mtime = 1000; }));
    auto s = client->stat(place.name("z")).value();
    EXPECT_EQ(contents(place.file("z")), "he");
    EXPECT_EQ(s.mode, 0444u);
    EXPECT_EQ(s.mtime, 1000u);
    EXPECT_FALSE(std::filesystem::exists(place.file("x")));
}

TEST_F(Host, a_renamed_open_file_is_still_the_file)
{
    put(place.file("x"), "old");
    auto f = client->open(place.name("x"), OWRITE | OTRUNC).value();
    client->write(f, 0, "new").value();
    auto s = Stat::untouched();
    s.name = "y", s.mtime = 1000;
    ASSERT_TRUE(wstat(*client, f.fid, s));
    EXPECT_EQ(contents(place.file("y")), "new");
    EXPECT_EQ(client->stat(place.name("y")).value().mtime, 1000u);
    EXPECT_FALSE(std::filesystem::exists(place.file("x")));
    client->close(f);
    EXPECT_EQ(entries(place.files()), 1u);
}

TEST_F(Host, the_version_changes_with_each_write_however_quick)
{
    put(place.file("x"), "0");
    auto f = client->open(place.name("x"), OWRITE).value();
    std::set<std::uint32_t> versions;
    for (int i = 0; i < 100; ++i) {
        client->write(f, 0, i % 2 ? "a" : "b").value();
        versions.insert(client->stat(place.name("x")).value().qid.version);
    }
    EXPECT_EQ(versions.size(), 100u);
}

TEST_F(Host, append_only_and_exclusive)
{
    auto log = create(*client, place.name(""), "log", DMAPPEND | 0666, OWRITE).value();
    EXPECT_EQ(log.qid.type, 0x40);
    client->write(log, 0, "one ").value();
    client->write(log, 0, "two").value();
    EXPECT_EQ(contents(place.file("log")), "one two");
    auto lock = create(*client, place.name(""), "lock", DMEXCL | 0666, OWRITE).value();
    EXPECT_EQ(error_of(client->open(place.name("lock"), OREAD)), err::in_use);
    client->close(lock);
    EXPECT_TRUE(client->open(place.name("lock"), OREAD));
}

TEST_F(Host, a_file_may_go_with_its_fid)
{
    auto f = create(*client, place.name(""), "gone", 0666, OWRITE | ORCLOSE).value();
    EXPECT_TRUE(std::filesystem::exists(place.file("gone")));
    client->close(f);
    // Windows takes a name away when the last who looks at the file has let it go.
    EXPECT_TRUE(eventually([&] { return !std::filesystem::exists(place.file("gone")); }));
}

TEST_F(Host, fifty_clients_at_once)
{
    std::vector<std::unique_ptr<Remote>> clients;
    for (int i = 0; i < 50; ++i) clients.push_back(dial(place.post("host")));
    for (int round = 0; round < 4; ++round)
        for (std::size_t i = 0; i < clients.size(); ++i) {
            auto name = place.name(std::to_string(i)), text = std::string(10'000, char('a' + i % 26)) + std::to_string(round);
            if (round == 0) {
                ASSERT_TRUE(clients[i]->create(name, 0666));
            }
            ASSERT_TRUE(clients[i]->write(name, text));
            ASSERT_EQ(clients[(i + 1) % clients.size()]->read(name).value(), text);
        }
    EXPECT_EQ(entries(place.files()), 50u);
}

TEST_F(Host, a_second_host_is_refused)
{
    Running second(place, {"host"});
    EXPECT_EQ(second.wait(), 1);
    EXPECT_TRUE(client->stat(""));
}

TEST_F(Host, its_post_gone_it_goes_on)
{
    std::filesystem::remove(place.run() + "/host");
    EXPECT_TRUE(client->stat(""));
    EXPECT_TRUE(host.is_running());
}

TEST(host, root_may_be_a_directory)
{
    Place place;
    put(place.file("x"), "inside");
    Running host(place, {"host", "--root", place.files(), "--listen", place.post("other")});
    auto client = dial(place.post("other"));
    EXPECT_EQ(client->read("x").value(), "inside");
    EXPECT_EQ(client->read("../../x").value(), "inside");
}

TEST(host, shows_the_conversation)
{
    Place place;
    Running host(place, {"host", "-D"}, place.file("trace"));
    dial(place.post("host"))->stat("/nowhere");
    EXPECT_NE(contents(place.file("trace")).find("Twalk tag 0 fid 1 newfid 2 wname 'nowhere'"), std::string::npos);
}

TEST(host, wrong_usage_is_told)
{
    Place place;
    EXPECT_EQ(Running(place, {"host", "--rot", "/"}).wait(), 2);
    EXPECT_EQ(Running(place, {"host", "--root", "/nowhere"}).wait(), 1);
}

}  // namespace
