// The state directory.
#include "tests/scratch.h"
#include "session/store.h"
#include "session/words.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace session;
using Place = Store::Place;

struct StoreTest : testing::Test {
    Scratch scratch;
    std::string directory = scratch.path + "/state";

    static LifeFile file_of(const std::string& name)
    {
        LifeFile file;
        file.name = file.module = name;
        return file;
    }
};

TEST_F(StoreTest, what_is_saved_is_loaded)
{
    auto store = Store::open(directory);
    auto id = store->make().value();
    EXPECT_TRUE(store->save(Place::lives, id, file_of("note")));
    EXPECT_EQ(store->load(Place::lives, id), file_of("note"));
    EXPECT_EQ(store->ids(Place::lives), std::vector{id});
}

TEST_F(StoreTest, a_desktop_keeps_its_id)
{
    std::string desktop = Store::open(directory)->desktop();
    EXPECT_TRUE(is_id(desktop));
    EXPECT_EQ(Store::open(directory)->desktop(), desktop);
    EXPECT_EQ(contents(directory + "/desktop"), desktop + "\n");
}

TEST_F(StoreTest, two_desktops_do_not_share_a_state)
{
    auto first = Store::open(directory);
    auto text = "a desktop is already running on " + directory + " (session pid " + std::to_string(getpid()) +
                "): use it, or set NINTH_STATE and NINTH_RUN for a second one";
    EXPECT_EQ(Store::open(directory).error().text, text);
    EXPECT_EQ(Store::check(directory).error().text, text);
    first = fail("gone");
    EXPECT_TRUE(Store::check(directory));
}

TEST_F(StoreTest, a_life_moves_whole_and_takes_the_place_of_an_older_copy)
{
    auto store = Store::open(directory);
    auto id = store->make().value();
    ASSERT_TRUE(store->save(Place::lives, id, file_of("old")));
    ASSERT_TRUE(store->move(id, Place::lives, Place::ended));
    EXPECT_TRUE(store->ids(Place::lives)->empty());
    std::filesystem::create_directory(store->directory(Place::lives, id));
    ASSERT_TRUE(store->save(Place::lives, id, file_of("new")));
    ASSERT_TRUE(store->move(id, Place::lives, Place::ended));
    EXPECT_EQ(store->load(Place::ended, id), file_of("new"));
}

TEST_F(StoreTest, of_what_is_away_only_the_record_stays)
{
    auto store = Store::open(directory);
    auto id = store->make().value();
    ASSERT_TRUE(store->save(Place::lives, id, file_of("note")));
    put(store->directory(Place::lives, id) + "/segment.log", "x");
    ASSERT_TRUE(store->remove_log(id));
    EXPECT_FALSE(std::filesystem::exists(store->directory(Place::lives, id) + "/segment.log"));
    EXPECT_TRUE(store->load(Place::lives, id));
}

TEST_F(StoreTest, names_that_are_no_ids_are_not_lives)
{
    auto store = Store::open(directory);
    std::filesystem::create_directory(directory + "/lives/lost+found");
    EXPECT_TRUE(store->ids(Place::lives)->empty());
}

TEST_F(StoreTest, a_damaged_record_says_so)
{
    auto store = Store::open(directory);
    auto id = store->make().value();
    EXPECT_NE(store->load(Place::lives, id).error().text.find("file does not exist"), std::string::npos);
    put(store->directory(Place::lives, id) + "/life", "name note\nstate ??\n");
    EXPECT_EQ(store->load(Place::lives, id).error().text, "line 2 of its life file: no such state: ??");
}

}  // namespace
}  // namespace tests
