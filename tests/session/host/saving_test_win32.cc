// What else a file carries, and files that another program has open.
#include "saving_test.h"

#include "styx/errors.h"
#include "styx/text_win32.h"

#include <windows.h>

using namespace tests;
using namespace styx;

namespace {

TEST_F(Saving, attributes_stay)
{
    put(x, "old");
    SetFileAttributesW(wide(x).c_str(), FILE_ATTRIBUTE_HIDDEN);
    ASSERT_TRUE(save(x, "new"));
    EXPECT_EQ(contents(x), "new");
    EXPECT_TRUE(GetFileAttributesW(wide(x).c_str()) & FILE_ATTRIBUTE_HIDDEN);
}

TEST_F(Saving, a_read_only_file_stays_what_it_is)
{
    put(x, "old");
    SetFileAttributesW(wide(x).c_str(), FILE_ATTRIBUTE_READONLY);
    if (std::ofstream(x, std::ios::in | std::ios::out)) GTEST_SKIP() << "read-only files are written here";
    EXPECT_EQ(error_of(save(x, "new")), err::perm);
    EXPECT_EQ(contents(x), "old");
    SetFileAttributesW(wide(x).c_str(), FILE_ATTRIBUTE_NORMAL);
}

// As most programs open what they show: it may be written meanwhile, and neither renamed nor removed.
TEST_F(Saving, a_file_that_another_has_open_is_written_in_place)
{
    put(x, "old");
    auto h = CreateFileW(wide(x).c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0, nullptr);
    EXPECT_EQ(error_of(save(x, "new")), "");
    char text[8] = {};
    DWORD n = 0;
    ReadFile(h, text, sizeof text, &n, nullptr);
    CloseHandle(h);
    EXPECT_EQ(std::string(text, n), "new");
    EXPECT_EQ(contents(x), "new");
    EXPECT_EQ(files(), 1u);
}

}  // namespace
