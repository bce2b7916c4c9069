// The test program is also what a host under test starts as "ninth session", which says so in its log, and what a hold
// starts as "ninth hold --stay".
#include "session/hold/hold.h"
#include "styx/loop.h"

#include <cstdio>
#include <cstring>
#include <gtest/gtest.h>
#include <string_view>
#include <sys/stat.h>
#include <vector>

int main(int count, char** words)
{
    if (count == 2 && std::strcmp(words[1], "session") == 0) return std::puts("started as session"), 0;
    if (count > 1 && std::strcmp(words[1], "hold") == 0) {
        std::vector<std::string_view> more(words + 2, words + count);
        return session::hold_main(more);
    }
    umask(022);  // the modes that tests expect are those of a usual user
    styx::ignore_broken_pipes();
    testing::InitGoogleTest(&count, words);
    return RUN_ALL_TESTS();
}
