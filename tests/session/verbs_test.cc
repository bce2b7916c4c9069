// What verbs print.
#include "session/verbs/desk.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace session::verbs;

TEST(Verbs, ages_are_short)
{
    EXPECT_EQ(age_text("-"), "-");
    EXPECT_EQ(age_text("0"), "0.0s");
    EXPECT_EQ(age_text("840"), "0.8s");
    EXPECT_EQ(age_text("12400"), "12s");
    EXPECT_EQ(age_text("180000"), "3m");
    EXPECT_EQ(age_text("7200000"), "2h");
    EXPECT_EQ(age_text("172800000"), "2d");
}

TEST(Verbs, sizes_are_short)
{
    EXPECT_EQ(size_text("-"), "-");
    EXPECT_EQ(size_text("17"), "17");
    EXPECT_EQ(size_text("829440"), "810K");
    EXPECT_EQ(size_text("2609152"), "2.5M");
    EXPECT_EQ(size_text("3221225472"), "3.0G");
}

}  // namespace
}  // namespace tests
