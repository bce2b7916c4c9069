// What a life's log is to others.
#include "model.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace tests {
namespace {

using namespace runtime::image;

TEST(LogOwner, alone_can_enter_and_read_it)
{
    Scratch scratch{in_memory()};
    auto directory = scratch.path + "/7";
    mkdir(directory.c_str(), 0755);
    write_life(directory, 1, 3, 2);
    struct stat st {};
    ASSERT_EQ(stat(directory.c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 0777, 0700u);
    for (auto& file : std::filesystem::directory_iterator(directory)) {
        ASSERT_EQ(stat(file.path().c_str(), &st), 0);
        EXPECT_EQ(st.st_mode & 0777, 0600u) << file;
    }
}

}  // namespace
}  // namespace tests
