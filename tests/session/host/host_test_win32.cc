// The user's files where they are Windows': names that mean something else there, drives, links out of what is served.
#include "host_test.h"

#include "styx/errors.h"
#include "styx/text_win32.h"
#include "tests/shell.h"

#include <algorithm>
#include <windows.h>

using namespace tests;
using namespace styx;

namespace {

TEST_F(Host, drives_are_directories)
{
    auto top = client->list("").value(), drives = client->list("host").value();
    ASSERT_EQ(top.size(), 1u);
    EXPECT_EQ(top[0].name, "host");
    EXPECT_TRUE(std::ranges::any_of(drives, [](auto& d) { return d.name == "c" && d.is_dir(); }));
    for (auto path : {"host", "host/c"}) EXPECT_EQ(error_of(client->remove(path)), err::perm) << path;
    EXPECT_EQ(error_of(client->create("host/new", DMDIR | 0777)), err::perm);
    EXPECT_EQ(error_of(client->stat("host/cc")), err::nonexist);
    EXPECT_EQ(error_of(client->stat("c")), err::nonexist);
}

TEST_F(Host, a_name_that_means_something_else_is_refused)
{
    std::pair<const char*, const char*> names[] = {
        {"NUL", "it is the name of a device"},    {"com1.txt", "it is the name of a device"},
        {"aux .c", "it is the name of a device"}, {"x:stream", "it has a :"},
        {"a*", "it has a *"},                     {"full.", "it ends in a full stop or a space"},
        {"space ", "it ends in a full stop or a space"}, {"a\\b", "it has a \\"}, {"tab\t", "a control character is in it"}};
    for (auto [name, why] : names) {
        auto path = place.name("") + "/" + name;
        EXPECT_EQ(error_of(client->create(path, 0666)), "not a name of a file on this system: " + path + ": " + why);
        EXPECT_EQ(error_of(client->read(path)), err::nonexist) << name;  // walk(5) does not say why there is none
        EXPECT_EQ(error_of(client->remove(path)), err::nonexist) << name;
    }
    EXPECT_EQ(entries(place.files()), 0u);
}

TEST_F(Host, a_file_is_not_renamed_to_one_either)
{
    put(place.file("x"), "x");
    EXPECT_EQ(error_of(change(*client, place.name("x"), [](Stat& s) { s.name = "con"; })),
              "not a name of a file on this system: " + place.name("con") + ": it is the name of a device");
    EXPECT_EQ(contents(place.file("x")), "x");
}

TEST_F(Host, names_that_differ_in_case_are_one_file)
{
    ASSERT_TRUE(client->create(place.name("Readme"), 0666));
    ASSERT_TRUE(client->write(place.name("README"), "text"));
    EXPECT_EQ(client->read(place.name("readme")).value(), "text");
    EXPECT_EQ(client->stat(place.name("Readme")).value().qid, client->stat(place.name("README")).value().qid);
    EXPECT_EQ(error_of(client->create(place.name("readME"), 0666)), err::exists);
    EXPECT_EQ(entries(place.files()), 1u);
}

TEST_F(Host, names_of_other_scripts)
{
    for (auto name : {"\xc3\xa4\xc3\xb6.txt", "\xd7\xa9\xd7\x9c", "\xe6\xbc\xa2", "\xf0\x9f\x98\x80"}) {
        ASSERT_TRUE(client->create(place.name(name), 0666)) << name;
        EXPECT_NE(GetFileAttributesW(wide(place.file(name)).c_str()), INVALID_FILE_ATTRIBUTES) << name;
        EXPECT_EQ(client->stat(place.name(name)).value().name, name);
    }
    EXPECT_EQ(client->list(place.name("")).value().size(), 4u);
}

TEST_F(Host, what_another_program_keeps_to_itself_is_in_use)
{
    put(place.file("x"), "old");
    auto h = CreateFileW(wide(place.file("x")).c_str(), GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    EXPECT_EQ(error_of(client->read(place.name("x"))), err::in_use);
    EXPECT_EQ(error_of(client->remove(place.name("x"))), err::in_use);
    CloseHandle(h);
    EXPECT_EQ(client->read(place.name("x")).value(), "old");
}

TEST(host, a_junction_leads_nowhere_outside_of_what_is_served)
{
    Place place;
    std::filesystem::create_directory(place.scratch.path + "/outside");
    put(place.scratch.path + "/outside/secret", "secret");
    run_command("cmd /c mklink /J files\\way ..\\outside", place.scratch.path, {});
    if (!std::filesystem::exists(place.file("way/secret"))) GTEST_SKIP() << "no junction can be made here";
    Running host(place, {"host", "--root", place.files()});
    auto client = dial(place.post("host"));
    EXPECT_EQ(error_of(client->read("way/secret")), "it leads out of what is served: " + place.name("way/secret"));
    EXPECT_NE(error_of(client->create("way/more", 0666)), "");
    EXPECT_NE(error_of(client->remove("way/secret")), "");
    EXPECT_EQ(entries(place.scratch.path + "/outside"), 1u);
    EXPECT_EQ(client->list("").value().size(), 1u);
}

}  // namespace
