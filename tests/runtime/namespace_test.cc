// Which server and which of its files a name means.
#include "runtime/namespace.h"
#include "tests/scratch.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace runtime;

constexpr auto local = MountId::local;

std::string places(const NameSpace& names, std::string_view path)
{
    std::string out;
    for (auto& p : names.resolve(path)) out += (out.empty() ? "" : " ") + std::to_string(int(p.server)) + join(p.names);
    return out;
}

NameSpace parsed(std::string_view text)
{
    auto names = NameSpace::parse(text);
    EXPECT_TRUE(names) << names.error().text;
    return names ? *names : NameSpace();
}

TEST(Names, are_cleaned_by_their_text_and_never_lead_above_the_root)
{
    EXPECT_EQ(join(clean("/a/./b/../c")), "/a/c");
    EXPECT_EQ(join(clean("/../../a")), "/a");
    EXPECT_EQ(join(clean("//a///b/")), "/a/b");
    EXPECT_EQ(absolute("/home/u", "x"), "/home/u/x");
}

TEST(Names, lead_to_the_deepest_mount)
{
    auto names = parsed("mount -f unix!/h /\nbind '#dev' /dev\n");
    EXPECT_EQ(places(names, "/etc/passwd"), "1/etc/passwd");
    EXPECT_EQ(places(names, "/dev/draw/new"), "0/dev/draw/new");
    EXPECT_EQ(places(names, "/device"), "1/device");
}

TEST(Names, of_a_union_are_tried_in_order)
{
    auto names = parsed("mount -f unix!/h /\nbind -a '#tmp' /tmp\n");
    EXPECT_EQ(places(names, "/tmp/x"), "1/tmp/x 0/tmp/x");
    ASSERT_TRUE(names.bind("/usr", "/tmp", runtime::abi::before));
    EXPECT_EQ(places(names, "/tmp/x"), "1/usr/x 1/tmp/x 0/tmp/x");
    ASSERT_TRUE(names.bind("/usr", "/tmp", runtime::abi::replace));
    EXPECT_EQ(places(names, "/tmp/x"), "1/usr/x");
}

TEST(Names, are_made_where_that_is_allowed)
{
    auto names = parsed("mount -f unix!/h /\nbind -bc '#tmp' /tmp\n");
    auto made = names.resolve_to_create("/tmp/new");
    ASSERT_EQ(made.size(), 1u);
    EXPECT_EQ(made[0].server, local);
}

TEST(Names, of_mount_points_are_seen_in_their_directory)
{
    auto names = parsed("mount -f unix!/h /\nbind '#dev' /dev\nmount unix!/s /n/server\n");
    EXPECT_EQ(names.mounted_in("/"), (std::vector<std::string>{"dev", "n"}));
    EXPECT_EQ(names.mounted_in("/n"), (std::vector<std::string>{"server"}));
}

TEST(Names, taken_away_are_gone)
{
    auto names = parsed("mount -f unix!/h /\nbind '#dev' /dev\n");
    ASSERT_TRUE(names.unmount("", "/dev"));
    EXPECT_EQ(places(names, "/dev/x"), "1/dev/x");
    EXPECT_FALSE(names.unmount("", "/nowhere"));
}

TEST(Names, printed_and_parsed_are_the_same)
{
    auto names = parsed("mount -f unix!/h /\nbind '#dev' /dev\nbind -bc '#tmp' /tmp\nmount -a 'unix!/with space' /n/s aname\n");
    auto text = names.print();
    EXPECT_EQ(parsed(text).print(), text);
    styx::Writer w;
    names.save(w);
    styx::Reader r{w.out};
    auto restored = NameSpace::restore(r);
    ASSERT_TRUE(restored) << restored.error().text;
    EXPECT_EQ(restored->print(), text);
}

TEST(Names, are_read_from_a_file)
{
    Scratch scratch;
    put(scratch.path + "/names", "# nothing\n\nmount -f unix!/h /\nbind '#dev' /dev\n");
    auto names = NameSpace::read(scratch.path + "/names");
    ASSERT_TRUE(names) << names.error().text;
    EXPECT_EQ(places(*names, "/dev/x"), "0/dev/x");
    put(scratch.path + "/names", "bind one\n");
    EXPECT_EQ(NameSpace::read(scratch.path + "/names").error().text,
              scratch.path + "/names: name space, line 1: bind: want mount, bind or unmount and its arguments");
    EXPECT_EQ(NameSpace::read("/no/such").error().text, "cannot read the name space /no/such");
}

TEST(Names, a_bad_line_is_named)
{
    auto bad = NameSpace::parse("mount -f unix!/h /\nfrob x y\n");
    ASSERT_FALSE(bad);
    EXPECT_NE(bad.error().text.find("2"), std::string::npos) << bad.error().text;
    EXPECT_NE(bad.error().text.find("frob"), std::string::npos) << bad.error().text;
}

}  // namespace
}  // namespace tests
