// What is recorded of a life.
#include "session/life_file.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace session;

constexpr char text[] = R"(name note
module note
arguments /home/u/x.c 'a b' ''
directory '/home/my files'
home 8f3a01bc
home_address -
created 1732600000000
state away
open yes
place 51ce0a7e unix!/x/session
reason 'it trapped: it''s gone'
)";

LifeFile parsed(std::string_view t) { return parse_life_file(t).value(); }
std::string trouble(std::string_view t)
{
    auto r = parse_life_file(t);
    return r ? "none" : r.error().text;
}

TEST(LifeFile, is_read_and_written_alike)
{
    auto file = parsed(text);
    EXPECT_EQ(file.name, "note");
    EXPECT_EQ(file.arguments, (std::vector<std::string>{"/home/u/x.c", "a b", ""}));
    EXPECT_EQ(file.directory, "/home/my files");
    EXPECT_EQ(file.created, 1732600000000u);
    EXPECT_EQ(file.state, State::away);
    EXPECT_EQ(file.place, (std::vector<std::string>{"51ce0a7e", "unix!/x/session"}));
    EXPECT_EQ(file.reason, "it trapped: it's gone");
    EXPECT_EQ(print(file), text);
}

TEST(LifeFile, what_other_versions_wrote_stays)
{
    auto file = parsed("name a\nmodule a\ncolour 'light blue'\n\n");
    EXPECT_EQ(parsed(print(file)), file);
    EXPECT_NE(print(file).find("colour 'light blue'\n"), std::string::npos);
}

TEST(LifeFile, an_argument_may_hold_a_newline)
{
    LifeFile file;
    file.name = file.module = "a";
    file.arguments = {"x\ny", "'"};
    EXPECT_EQ(parsed(print(file)), file);
}

TEST(LifeFile, what_is_wrong_is_named)
{
    EXPECT_EQ(trouble(""), "its life file has no name");
    EXPECT_EQ(trouble("name a\n"), "its life file has no module");
    EXPECT_EQ(trouble("name a\nmodule ../../etc/x\n"), "line 2 of its life file: not a name: ../../etc/x");
    EXPECT_EQ(trouble("name a\nname b\n"), "line 2 of its life file: said twice: name");
    EXPECT_EQ(trouble("state asleep\n"), "line 1 of its life file: no such state: asleep");
    EXPECT_EQ(trouble("created 12x\n"), "line 1 of its life file: not a number: 12x");
    EXPECT_EQ(trouble("created 99999999999999999999999\n"), "line 1 of its life file: not a number: 99999999999999999999999");
    EXPECT_EQ(trouble("open maybe\n"), "line 1 of its life file: neither yes nor no: maybe");
    EXPECT_EQ(trouble("name a b\n"), "line 1 of its life file: it wants one word");
    EXPECT_EQ(trouble("place 51ce0a7e x y\n"), "line 1 of its life file: it wants 1 or 2 words");
    EXPECT_EQ(trouble("home here\n"), "line 1 of its life file: not a desktop: here");
    EXPECT_EQ(trouble(std::string(most_life_file + 1, ' ')), "its life file is too large");
}

}  // namespace
}  // namespace tests
