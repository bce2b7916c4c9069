// What is installed.
#include "tests/scratch.h"
#include "session/modules.h"
#include "styx/digest.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using styx::sha256;

using namespace session;

struct ModulesTest : testing::Test {
    Scratch scratch;
    std::string guests = scratch.path + "/guest", kept = scratch.path + "/modules";
    Modules modules{guests, kept};

    void install(const std::string& name, std::string_view wasm)
    {
        std::filesystem::create_directory(guests);
        put(modules.wasm(name), wasm);
        put(modules.native(name), "native");
    }
};

TEST_F(ModulesTest, a_program_has_its_wasm)
{
    EXPECT_EQ(modules.check("note").error().text, "no program is installed in " + guests);
    install("note", "a");
    install("clock", "b");
    put(modules.native("half"), "no wasm");
    EXPECT_EQ(modules.names(), (std::vector<std::string>{"clock", "note"}));
    EXPECT_TRUE(modules.check("note"));
    EXPECT_EQ(modules.check("half").error().text, "there is no program called half; there are: clock note");
    EXPECT_FALSE(modules.check("../guest/note"));
}

TEST_F(ModulesTest, two_modules_are_the_same_if_their_wasm_is)
{
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-2, B.1
    install("note", "abc");
    EXPECT_EQ(modules.identity("note"), sha256("abc"));
    EXPECT_TRUE(modules.has(sha256("abc"), "note"));
    EXPECT_FALSE(modules.has(sha256("newer"), "note"));
    EXPECT_FALSE(modules.has("../guest/note", "x"));
}

TEST_F(ModulesTest, another_version_is_put_beside_and_found_again)
{
    install("note", "newer");
    auto old = sha256("older");
    EXPECT_EQ(modules.install(old, "something else", "n").error().text, "the module does not match its identity");
    EXPECT_TRUE(modules.install(old, "older", "native of the older"));
    EXPECT_TRUE(modules.has(old, "note"));
    EXPECT_EQ(contents(modules.native(old)), "native of the older");
    EXPECT_EQ(modules.check("x").error().text, "there is no program called x; there are: note");
    EXPECT_FALSE(modules.check(old)) << "what is kept is not what a person opens";
}

TEST_F(ModulesTest, what_is_kept_outlives_what_is_installed_and_goes_with_its_last_life)
{
    install("note", "old");
    auto old = *modules.keep("note");
    install("note", "new");
    auto young = *modules.keep("note");
    EXPECT_EQ(old, sha256("old"));
    EXPECT_EQ(contents(modules.wasm(old)), "old");
    EXPECT_EQ(contents(modules.wasm(young)), "new");
    modules.forget_all_but({young, "note"});
    EXPECT_FALSE(std::filesystem::exists(modules.wasm(old)) || std::filesystem::exists(modules.native(old)));
    EXPECT_EQ(contents(modules.native(young)), "native");
}

}  // namespace
}  // namespace tests
