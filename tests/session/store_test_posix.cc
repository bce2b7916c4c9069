// Who may read what a life is.
#include "tests/scratch.h"
#include "session/store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace tests {
namespace {

using namespace session;
using Place = Store::Place;

TEST(StoreFiles, are_their_owners_alone)
{
    Scratch scratch;
    auto directory = scratch.path + "/state";
    auto store = Store::open(directory);
    auto id = store->make().value();
    LifeFile file;
    file.name = file.module = "note";
    ASSERT_TRUE(store->save(Place::lives, id, file));
    struct stat st{};
    ASSERT_EQ(stat((directory + "/lives/" + id + "/life").c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 0777, 0600u);
}

}  // namespace
}  // namespace tests
