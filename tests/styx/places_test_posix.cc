// Where things are kept and posted, by what the environment says.
#include "tests/scratch.h"

#include "styx/places.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace {

using styx::Places;

struct PlacesTest : testing::Test {
    static constexpr const char* names[] = {"NINTH_STATE", "NINTH_RUN", "NINTH_DISPLAY", "NINTH_SESSION", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"};
    tests::Scratch scratch;
    void SetUp() override
    {
        for (auto name : names) unsetenv(name);
    }
    void TearDown() override { SetUp(); }
    std::string at(const std::string& name) const { return scratch.path + "/" + name; }
};

TEST_F(PlacesTest, are_what_the_environment_says)
{
    setenv("NINTH_RUN", at("run").c_str(), 1);
    setenv("NINTH_STATE", at("state").c_str(), 1);
    setenv("NINTH_DISPLAY", "tcp!127.0.0.1!9", 1);
    auto p = Places::find();
    ASSERT_TRUE(p) << p.error().text;
    EXPECT_EQ(p->run, at("run"));
    EXPECT_EQ(p->state, at("state"));
    EXPECT_EQ(p->display, "tcp!127.0.0.1!9");
    EXPECT_EQ(p->session, "unix!" + at("run") + "/session");
    EXPECT_EQ(p->post("host"), "unix!" + at("run") + "/host");
}

TEST_F(PlacesTest, else_what_the_system_has_for_it)
{
    setenv("XDG_RUNTIME_DIR", scratch.path.c_str(), 1);
    setenv("XDG_DATA_HOME", at("data").c_str(), 1);
    auto p = Places::find();
    ASSERT_TRUE(p) << p.error().text;
    EXPECT_EQ(p->run, at("ninth"));
    EXPECT_EQ(p->state, at("data/ninth"));
}

TEST_F(PlacesTest, the_run_directory_is_made_for_its_owner_alone)
{
    setenv("NINTH_RUN", at("a/b/run").c_str(), 1);
    ASSERT_TRUE(Places::find());
    struct stat st{};
    ASSERT_EQ(stat(at("a/b/run").c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 0777u, 0700u);
    EXPECT_TRUE(Places::find()) << "a second time";
}

TEST_F(PlacesTest, a_file_in_the_way_is_named)
{
    std::ofstream(at("file")) << "x";
    setenv("NINTH_RUN", at("file").c_str(), 1);
    EXPECT_EQ(Places::find().error().text, "cannot use " + at("file") + ": it is not a directory");
    setenv("NINTH_RUN", at("file/run").c_str(), 1);
    EXPECT_EQ(Places::find().error().text, "cannot make " + at("file/run") + ": Not a directory");
}

TEST_F(PlacesTest, a_directory_of_someone_else_is_refused)
{
    if (geteuid() == 0) {
        std::filesystem::create_directory(at("theirs"));
        ASSERT_EQ(chown(at("theirs").c_str(), 12345, 12345), 0);
        setenv("NINTH_RUN", at("theirs").c_str(), 1);
        EXPECT_EQ(Places::find().error().text, "cannot use " + at("theirs") + ": it belongs to someone else");
    } else {
        setenv("NINTH_RUN", "/", 1);
        EXPECT_EQ(Places::find().error().text, "cannot use /: it belongs to someone else");
    }
}

TEST_F(PlacesTest, a_directory_that_others_may_write_in_is_refused)
{
    std::filesystem::create_directory(at("open"));
    ASSERT_EQ(chmod(at("open").c_str(), 0777), 0);
    setenv("NINTH_RUN", at("open").c_str(), 1);
    EXPECT_EQ(Places::find().error().text, "cannot use " + at("open") + ": others may write in it");
}

}  // namespace
