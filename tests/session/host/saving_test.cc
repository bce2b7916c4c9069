// A file that is written anew is always the old one or the new one, whole.
#include "saving_test.h"

#include "session/host/temporaries.h"

#include <random>

using namespace tests;
using namespace styx;

namespace {

// Saves that file at that post, with that text for ever.
const Role saves_for_ever("saves-for-ever", [](Words words) {
    auto own = Remote::dial(std::string(words[0]));
    while (own && (*own)->write(std::string(words[1]), std::string(300'000, words[2][0]))) {}
    return 1;
});

TEST_F(Saving, the_old_file_stands_until_the_new_one_is_made_durable)
{
    put(x, "old");
    auto f = truncate(x);
    client->write(f, 0, "new").value();
    EXPECT_EQ(contents(x), "old");
    EXPECT_EQ(client->read(f, 0, 10).value(), "new");
    ASSERT_TRUE(make_durable(*client, f));
    EXPECT_EQ(contents(x), "new");
    EXPECT_EQ(client->stat(named(x)).value().qid.path, f.qid.path);
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
    EXPECT_EQ(contents(x), "newer");
    ASSERT_TRUE(clunk(*client, f));
    EXPECT_EQ(contents(x), "newer");
}

TEST_F(Saving, a_clunk_puts_the_new_file_in_place_before_it_is_answered)
{
    put(x, "old");
    auto f = truncate(x);
    ASSERT_TRUE(clunk(*client, f));
    EXPECT_EQ(contents(x), "");
}

TEST_F(Saving, a_client_that_hangs_up_leaves_the_old_file)
{
    put(x, "old");
    auto f = truncate(x);
    client->write(f, 0, "half").value();
    EXPECT_EQ(files(), 2u);
    client.reset();
    EXPECT_TRUE(eventually([&] { return files() == 1; }));
    EXPECT_EQ(contents(x), "old");
}

TEST_F(Saving, a_version_message_is_a_hang_up)
{
    put(x, "old");
    truncate(x);
    client->wait<Welcome>([&](auto then) { client->client().greet({}, then); }).value();
    EXPECT_TRUE(eventually([&] { return files() == 1; }));
    EXPECT_EQ(contents(x), "old");
}

TEST_F(Saving, a_file_with_several_names_is_written_in_place)
{
    put(x, "old");
    std::filesystem::create_hard_link(x, place.file("y"));
    ASSERT_TRUE(save(x, "new"));
    EXPECT_EQ(contents(place.file("y")), "new");
}

TEST_F(Saving, a_name_of_255_bytes)
{
    auto name = place.file(std::string(255, 'n'));
    put(name, "old");
    auto f = truncate(name);
    EXPECT_EQ(files(), 2u);
    client->close(f);
    EXPECT_EQ(contents(name), "");
}

TEST_F(Saving, temporaries_are_not_shown_and_those_of_a_dead_host_go)
{
    put(x, "old");
    truncate(x);
    EXPECT_EQ(client->list(named(place.files())).value().size(), 1u);
    EXPECT_EQ(files(), 2u);
    host->kill();
    begin_another_host();
    EXPECT_EQ(files(), 2u);
    EXPECT_EQ(client->list(named(place.files())).value().size(), 1u);
    EXPECT_EQ(files(), 1u);
}

TEST_F(Saving, the_next_save_removes_what_a_dead_host_left)
{
    put(x, "old");
    truncate(x);
    host->kill();
    begin_another_host();
    ASSERT_TRUE(save(x, "new"));
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
        auto wait = std::chrono::microseconds(chance() % 30'000) * patience();
        std::thread killer([&] {
            std::this_thread::sleep_for(wait);
            host->kill();
        });
        for (;;) {
            auto f = client->open(named(x), OWRITE | OTRUNC);
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
        auto now = contents(x);
        ASSERT_TRUE(now == version(acknowledged) || now == version(tried)) << now.size() << " bytes, round " << round;
        acknowledged = tried = now == version(tried) ? tried : acknowledged;
        begin_another_host();
    }
    client->list(named(place.files())).value();
    EXPECT_EQ(files(), 1u);
    EXPECT_GT(acknowledged, 0);
}

TEST_F(Saving, torture_a_killed_client_leaves_a_whole_file)
{
    std::mt19937 chance(std::random_device{}());
    put(x, std::string(300'000, 'o'));
    for (int round = 0; round < 40; ++round) {
        Running writer(place, {"saves-for-ever", place.post("host"), named(x), std::string(1, char('a' + round % 26))});
        std::this_thread::sleep_for(std::chrono::microseconds(chance() % 20'000) * patience());
        writer.kill();
        // Wine takes the old file away before the new one has its name: for a moment there is none.
        std::string now;
        ASSERT_TRUE(eventually([&] { return !(now = contents(x)).empty(); }));
        ASSERT_TRUE(now == std::string(300'000, now[0])) << now.size() << " bytes that begin with " << now[0];
    }
    EXPECT_TRUE(eventually([&] { return files() == 1; }));
}

}  // namespace
