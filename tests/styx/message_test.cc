// Every message, every way: encode, decode, print, parse.
#include "styx/message.h"

#include "styx/errors.h"

#include <gtest/gtest.h>

namespace {

using namespace styx;

Stat some_stat()
{
    Stat s;
    s.type = 1, s.dev = 2, s.qid = {0x40, 3, 0x1122334455667788}, s.mode = DMAPPEND | 0640;
    s.atime = 5, s.mtime = 6, s.length = 1ull << 40;
    s.name = "it's", s.uid = "glenda", s.gid = "", s.muid = "\\x00 \n";
    return s;
}

std::vector<Message> one_of_each()
{
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += char(i);
    return {
        {Tag::none, Tversion{8192, "9P2000"}}, {Tag::none, Rversion{8192, "9P2000"}},
        {Tag(1), Tauth{Fid(1), "me", ""}}, {Tag(1), Rauth{{8, 1, 2}}},
        {Tag(1), Tattach{Fid(1), Fid::none, "me", "a tree"}}, {Tag(1), Rattach{{0x80, 0, 1}}},
        {Tag(2), Rerror{"file does not exist"}},
        {Tag(3), Tflush{Tag(2)}}, {Tag(3), Rflush{}},
        {Tag(4), Twalk{Fid(1), Fid(2), {"usr", "", "..", "日本"}}}, {Tag(4), Rwalk{{{0x80, 1, 2}, {0, 3, ~0ull}}}},
        {Tag(4), Twalk{Fid(1), Fid(2), {}}}, {Tag(4), Rwalk{}},
        {Tag(5), Topen{Fid(2), OWRITE | OTRUNC}}, {Tag(5), Ropen{{0, 1, 2}, 8168}},
        {Tag(6), Tcreate{Fid(2), "new", DMDIR | 0755, OREAD}}, {Tag(6), Rcreate{{0x80, 1, 2}, 8168}},
        {Tag(7), Tread{Fid(2), 1ull << 63, 8168}}, {Tag(7), Rread{{bytes}}}, {Tag(7), Rread{{""}}},
        {Tag(8), Twrite{Fid(2), 7, {bytes}}}, {Tag(8), Rwrite{256}},
        {Tag(9), Tclunk{Fid(2)}}, {Tag(9), Rclunk{}}, {Tag(9), Tremove{Fid(2)}}, {Tag(9), Rremove{}},
        {Tag(10), Tstat{Fid(2)}}, {Tag(10), Rstat{some_stat()}},
        {Tag(11), Twstat{Fid(2), some_stat()}}, {Tag(11), Twstat{Fid(2)}}, {Tag(11), Rwstat{}},
    };
}

TEST(Message, decodes_to_what_was_encoded)
{
    for (auto& m : one_of_each()) {
        auto packet = encode(m);
        auto again = decode(packet);
        ASSERT_TRUE(again) << print(m);
        EXPECT_EQ(again->tag, m.tag);
        EXPECT_EQ(again->body.index(), m.body.index());
        EXPECT_EQ(encode(*again), packet) << print(m);
    }
}

TEST(Message, parses_to_what_was_printed)
{
    for (auto& m : one_of_each()) {
        auto again = parse(print(m));
        ASSERT_TRUE(again) << print(m) << ": " << again.error().text;
        EXPECT_EQ(encode(*again), encode(m)) << print(m);
    }
}

TEST(Message, no_part_of_one_decodes)
{
    for (auto& m : one_of_each()) {
        auto packet = encode(m);
        for (std::size_t n = 0; n < packet.size(); ++n) {
            auto part = packet.substr(0, n);
            EXPECT_FALSE(decode(part));
            if (n >= 4) part[0] = char(n & 0xff), part[1] = char(n >> 8);  // as if it were whole
            EXPECT_FALSE(decode(part)) << print(m) << " cut to " << n;
        }
        packet += '\0';
        packet[0] = char(packet.size() & 0xff), packet[1] = char(packet.size() >> 8);
        EXPECT_FALSE(decode(packet)) << print(m) << " and a byte more";
    }
}

TEST(Message, has_the_bytes_that_intro5_gives)
{
    EXPECT_EQ(encode({Tag(0x0201), Tread{Fid(3), 0x0807060504030201, 9}}),
              std::string("\x17\0\0\0\x74\x01\x02\x03\0\0\0\x01\x02\x03\x04\x05\x06\x07\x08\x09\0\0\0", 23));
    EXPECT_EQ(encode({Tag::none, Tversion{8192, "9P2000"}}),
              std::string("\x13\0\0\0\x64\xff\xff\0\x20\0\0\x06\0" "9P2000", 19));
    EXPECT_EQ(encode({Tag(1), Rstat{Stat{}}}).size(), 7 + 2 + least_stat);
}

TEST(Message, is_printed_for_reading)
{
    EXPECT_EQ(print({Tag(1), Tread{Fid(3), 0, 100}}), "Tread tag 1 fid 3 offset 0 count 100");
    EXPECT_EQ(print({Tag(4), Twalk{Fid(1), Fid(2), {"a b", "it's"}}}), "Twalk tag 4 fid 1 newfid 2 wname 'a b' wname 'it''s'");
    EXPECT_EQ(print({Tag(1), Rattach{{0x80, 2, 3}}}), "Rattach tag 1 qid 3.2.d");
    EXPECT_EQ(print({Tag(1), Rread{{std::string("a\n\0\\", 4)}}}), "Rread tag 1 data 'a\\x0a\\x00\\x5c'");
}

TEST(Message, a_line_may_leave_out_fields)
{
    auto m = parse("Tattach fid 7");
    ASSERT_TRUE(m);
    EXPECT_EQ(std::get<Tattach>(m->body).afid, Fid::none);
    EXPECT_EQ(std::get<Twstat>(parse("Twstat fid 1 name b")->body).stat.length, ~0ull);
}

// Twstat's fields begin as "don't touch", where a type is 255.
TEST(Message, a_qid_without_a_type_is_a_plain_files)
{
    Stat s = Stat::untouched();
    s.qid = {0, 1, 2};
    auto m = parse(print(Message{Tag(1), Twstat{Fid(1), s}}));
    EXPECT_EQ(std::get<Twstat>(m->body).stat.qid, (Qid{0, 1, 2}));
}

TEST(Message, a_line_that_is_none_says_why)
{
    EXPECT_EQ(parse("Tlook fid 1").error().text, "no such message: Tlook");
    EXPECT_EQ(parse("Tread fid").error().text, "a message is a name and pairs of words: Tread fid");
    EXPECT_EQ(parse("Tread fid x").error().text, "bad number in Tread");
    EXPECT_EQ(parse("Topen fid 1 mode 256").error().text, "bad number in Topen");
    EXPECT_EQ(parse("Tread colour 1").error().text, "Tread has no field colour");
    EXPECT_FALSE(parse(""));
}

TEST(Message, a_list_is_of_sixteen_names_at_most)
{
    Twalk walk{Fid(1), Fid(2), Names(16, "x")};
    EXPECT_TRUE(decode(encode({Tag(1), walk})));
    walk.wname.push_back("x");
    EXPECT_FALSE(decode(encode({Tag(1), walk})));
}

TEST(Message, a_text_too_long_for_its_count_leaves_the_rest_readable)
{
    auto m = decode(encode({Tag(1), Rerror{std::string(70'000, 'x')}}));
    ASSERT_TRUE(m);
    EXPECT_EQ(std::get<Rerror>(m->body).ename.size(), 65535u);
}

TEST(Message, its_tag_can_be_told_of_a_broken_packet)
{
    EXPECT_EQ(tag_of(std::string("\x07\0\0\0\x62\x05\x00", 7)), Tag(5));
    EXPECT_EQ(tag_of("\x07"), Tag::none);
}

TEST(Stat, a_directory_is_its_entries_one_after_the_other)
{
    auto a = some_stat(), b = some_stat();
    b.name = "b";
    auto list = decode_directory(encode(a) + encode(b));
    ASSERT_TRUE(list);
    EXPECT_EQ(*list, (std::vector<Stat>{a, b}));
    auto cut = encode(a) + encode(b);
    cut.pop_back();
    EXPECT_EQ(decode_directory(cut).error().text, err::bad_message);
}

}  // namespace
