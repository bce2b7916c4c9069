// The test program is also what a host under test starts as "ninth session": then it says so, in its log.
#include "styx/loop.h"

#include <cstdio>
#include <cstring>
#include <gtest/gtest.h>
#include <sys/stat.h>

int main(int count, char** words)
{
    if (count == 2 && std::strcmp(words[1], "session") == 0) return std::puts("started as session"), 0;
    umask(022);  // the modes that tests expect are those of a usual user
    styx::ignore_broken_pipes();
    testing::InitGoogleTest(&count, words);
    return RUN_ALL_TESTS();
}
