// Where things are kept and posted: where Windows' users expect them, or as the environment says.
#include "tests/scratch.h"

#include "styx/environment.h"
#include "styx/places.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace {

using styx::Places, styx::set_environment;

struct PlacesTest : testing::Test {
    tests::Scratch scratch;
    void TearDown() override
    {
        for (auto name : {"NINTH_STATE", "NINTH_RUN", "NINTH_DISPLAY"}) set_environment(name, "");
    }
};

TEST_F(PlacesTest, are_what_the_environment_says_whichever_slash_it_has)
{
    auto run = scratch.path + "/run";
    auto back = run;
    std::ranges::replace(back, '/', '\\');
    set_environment("NINTH_RUN", back);
    set_environment("NINTH_STATE", scratch.path + "/\xc3\xa9tat");
    auto p = Places::find();
    ASSERT_TRUE(p) << p.error().text;
    EXPECT_EQ(p->run, run);
    EXPECT_EQ(p->state, scratch.path + "/\xc3\xa9tat");
    EXPECT_EQ(p->post("host"), "unix!" + run + "/host");
    EXPECT_TRUE(Places::find()) << "a second time";
}

TEST_F(PlacesTest, else_they_are_of_this_machine_alone)
{
    auto local = styx::environment("LOCALAPPDATA");
    set_environment("LOCALAPPDATA", scratch.path);
    auto p = Places::find();
    set_environment("LOCALAPPDATA", local);
    ASSERT_TRUE(p) << p.error().text;
    EXPECT_EQ(p->state, scratch.path + "/Ninth");
    EXPECT_EQ(p->run, scratch.path + "/Ninth/run");
}

TEST_F(PlacesTest, a_file_in_the_way_is_named)
{
    tests::put(scratch.path + "/run", "text");
    set_environment("NINTH_RUN", scratch.path + "/run");
    EXPECT_EQ(Places::find().error().text, "cannot use " + scratch.path + "/run: it is not a directory");
}

}  // namespace
