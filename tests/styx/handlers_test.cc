// The usual kinds of file, without a connection where none is needed.
#include "small_tree.h"

#include "styx/errors.h"
#include "styx/message.h"

#include <gtest/gtest.h>

namespace {

using namespace styx;

TEST(Tokens, are_words_with_the_quotes_of_rc)
{
    EXPECT_EQ(tokens(" a  b\tc\n"), (Names{"a", "b", "c"}));
    EXPECT_EQ(tokens("'a b' 'it''s' '' x'y z'"), (Names{"a b", "it's", "", "xy z"}));
    EXPECT_EQ(tokens("'open"), (Names{"open"}));
    EXPECT_EQ(tokens(""), Names{});
}

TEST(QuotedLines, end_at_newlines_outside_of_quotes)
{
    EXPECT_EQ(quoted_lines("1 k 'c\n'\n2 k 'c'''\n\n3"), (Names{"1 k 'c\n'", "2 k 'c'''", "", "3"}));
    EXPECT_EQ(quoted_lines(""), Names{});
}

TEST(Verbs, their_help_comes_from_the_table)
{
    std::vector<Verb> verbs = {{"resize", "dx dy", [](const Names&) { return Result<>(); }, "changes the size"},
                               {"top", "", [](const Names&) { return Result<>(); }, "raises it"}};
    EXPECT_EQ(usage(verbs), "resize dx dy\tchanges the size\ntop\traises it\n");
}

TEST(Directory, paths_depend_on_names_alone)
{
    auto a = dir("a", {dir("b", {file("c", 0444, text([] { return ""; }))}), file("d", 0444, text([] { return ""; }))});
    auto again = dir("a", {file("d", 0444, text([] { return ""; })), dir("b")});
    auto b = std::static_pointer_cast<Directory>(again->find("b"));
    b->add(file("c", 0444, text([] { return ""; })));
    auto first = std::static_pointer_cast<Directory>(a->find("b"))->find("c");
    EXPECT_EQ(b->find("c")->path, first->path);
    EXPECT_EQ(again->find("d")->path, a->find("d")->path);
    EXPECT_NE(a->find("d")->path, first->path);
    a->root(99);
    EXPECT_NE(b->find("c")->path, first->path);
}

TEST(Directory, a_child_of_the_same_name_takes_the_place)
{
    auto d = dir("d", {file("x", 0444, text([] { return "old"; }))});
    auto version = d->version;
    d->add(file("x", 0400, text([] { return "new"; })));
    EXPECT_EQ(d->children().size(), 1u);
    EXPECT_EQ(d->find("x")->mode, 0400u);
    EXPECT_GT(d->version, version);
    d->remove_child("x");
    EXPECT_EQ(d->find("x"), nullptr);
}

// A channel that keeps what the server says.
struct Kept : Channel {
    explicit Kept(std::vector<std::string>& lines) : lines_(lines) {}
    void send(std::string packet) override { lines_.push_back(print(*decode(packet))); }
    std::vector<std::string>& lines_;
};

struct Talk {
    tests::SmallTree tree;
    std::vector<std::string> lines;
    Server server;
    Kept* wire = nullptr;

    Talk()
    {
        server.attach = attach_to(tree.root);
        auto channel = std::make_unique<Kept>(lines);
        wire = channel.get();
        server.serve(std::move(channel));
        say("Tversion tag 65535 msize 8192 version 9P2000");
        say("Tattach tag 1 fid 1");
        lines.clear();
    }
    void say(const std::string& line) { wire->received(encode(*parse(line))); }
};

TEST(Events, keep_the_newest_up_to_a_bound)
{
    Events events(3);
    for (auto e : {"a", "b", "c", "d"}) events.post(e);
    EXPECT_EQ(events.kept(), (std::deque<std::string>{"b", "c", "d"}));
}

TEST(Events, reads_that_were_flushed_are_not_kept)
{
    Talk t;
    t.say("Twalk tag 1 fid 1 newfid 2 wname mouse");
    t.say("Topen tag 1 fid 2");
    EXPECT_FALSE(t.tree.mouse.has_reader());
    t.say("Tread tag 2 fid 2 count 10");
    EXPECT_TRUE(t.tree.mouse.has_reader());
    t.say("Tflush tag 3 oldtag 2");
    EXPECT_FALSE(t.tree.mouse.has_reader());
}

TEST(Request, dropped_unanswered_it_answers_interrupted)
{
    Talk t;
    t.say("Twalk tag 1 fid 1 newfid 2 wname never");
    t.say("Topen tag 1 fid 2 mode 2");
    t.lines.clear();
    t.say("Tread tag 2 fid 2 count 10");
    t.say("Twrite tag 3 fid 2 data x");
    EXPECT_TRUE(t.lines.empty());
    t.tree.kept_reads.clear();
    EXPECT_EQ(t.lines, (std::vector<std::string>{"Rerror tag 2 ename 'interrupted'"}));
    t.tree.kept_writes.clear();
    EXPECT_EQ(t.lines.back(), "Rerror tag 3 ename 'interrupted'");
}

TEST(Request, one_that_takes_the_place_of_another_does_not_lose_it)
{
    Talk t;
    t.say("Twalk tag 1 fid 1 newfid 2 wname never");
    t.say("Topen tag 1 fid 2 mode 2");
    t.say("Tread tag 2 fid 2 count 10");
    t.say("Tread tag 3 fid 2 count 10");
    t.lines.clear();
    {
        auto second = std::move(t.tree.kept_reads[1]);
        t.tree.kept_reads[0] = std::move(second);
    }
    EXPECT_EQ(t.lines, (std::vector<std::string>{"Rerror tag 2 ename 'interrupted'"}));
    t.tree.kept_reads[0].reply("here");
    EXPECT_EQ(t.lines.back(), "Rread tag 3 data 'here'");
    t.tree.kept_reads[0].reply("twice");
    EXPECT_EQ(t.lines.size(), 2u);
}

TEST(Request, one_whose_client_went_goes_nowhere)
{
    Talk t;
    t.say("Twalk tag 1 fid 1 newfid 2 wname never");
    t.say("Topen tag 1 fid 2");
    t.say("Tread tag 2 fid 2 count 10");
    EXPECT_FALSE(t.tree.kept_reads[0].flushed());
    auto gone = std::move(t.wire->hung_up);
    gone({"hung up"});
    EXPECT_EQ(t.server.links(), 0u);
    EXPECT_TRUE(t.tree.kept_reads[0].flushed());
    t.tree.kept_reads[0].reply("nobody");
}

TEST(Clunk, of_an_open_file_may_fail_and_the_fid_is_gone_all_the_same)
{
    Talk t;
    auto saved = std::make_shared<tests::Saved>();
    std::static_pointer_cast<Directory>(t.tree.root)->add(saved);
    t.say("Twalk tag 1 fid 1 newfid 2 wname saved");
    t.say("Tclunk tag 1 fid 2");
    EXPECT_EQ(saved->clunks, 0) << "it was not open";
    t.say("Twalk tag 1 fid 1 newfid 2 wname saved");
    t.say("Topen tag 1 fid 2 mode 1");
    saved->full = true;
    t.say("Tclunk tag 1 fid 2");
    EXPECT_EQ(t.lines.back(), "Rerror tag 1 ename 'disk is full'");
    t.say("Tclunk tag 1 fid 2");
    EXPECT_EQ(t.lines.back(), "Rerror tag 1 ename 'unknown fid'");
    EXPECT_EQ(saved->clunks, 1);
}

TEST(Quota, fids)
{
    Talk t;
    for (int i = 2; i < 20'000; ++i) t.say("Twalk tag 1 fid 1 newfid " + std::to_string(i));
    EXPECT_EQ(t.lines[16'382], "Rwalk tag 1");
    EXPECT_EQ(t.lines[16'383], "Rerror tag 1 ename 'too many fids'");
    t.say("Tclunk tag 1 fid 2");
    t.say("Twalk tag 1 fid 1 newfid 2");
    EXPECT_EQ(t.lines.back(), "Rwalk tag 1");
}

TEST(Quota, unanswered_requests)
{
    Talk t;
    t.say("Twalk tag 1 fid 1 newfid 2 wname never");
    t.say("Topen tag 1 fid 2");
    for (int tag = 2; tag < 5000; ++tag) t.say("Tread tag " + std::to_string(tag) + " fid 2 count 10");
    EXPECT_EQ(t.tree.kept_reads.size(), 4096u);
    EXPECT_EQ(t.lines.back(), "Rerror tag 4999 ename 'too many requests wait for an answer'");
    t.say("Tflush tag 1 oldtag 2");
    t.say("Tread tag 2 fid 2 count 10");
    EXPECT_EQ(t.lines.back(), "Rflush tag 1");
    t.say("Tclunk tag 1 fid 2");
    EXPECT_EQ(t.lines.back(), "Rclunk tag 1");
}

}  // namespace
