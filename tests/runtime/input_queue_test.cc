// mouse and kbd, in the order in which a person used them.
#include "runtime/mirror/input_queue.h"
#include "styx/handlers.h"
#include "styx/serve.h"

#include "styx/client.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace runtime;
using From = InputQueue::From;

// A program that reads both files through a conversation, as a guest does.
struct Queue : testing::Test {
    styx::Loop loop;
    InputQueue queue{loop};
    styx::Server server;
    std::unique_ptr<styx::Client> client;
    styx::Fid mouse = styx::Fid::none, kbd = styx::Fid::none;
    std::string log;

    void SetUp() override
    {
        server.attach = styx::attach_to(styx::dir("", {
            styx::file("mouse", 0400, [this](styx::ReadRequest r) { queue.read(From::mouse, std::move(r)); }),
            styx::file("kbd", 0400, [this](styx::ReadRequest r) { queue.read(From::kbd, std::move(r)); }),
        }));
        auto [mine, its] = loop.pair();
        server.serve(std::move(its));
        client = std::make_unique<styx::Client>(std::move(mine));
        client->greet({}, [this](Result<styx::Welcome>) {
            client->attach("u", "", [this](Result<styx::OpenFile> root) {
                client->open(root->fid, {"mouse"}, styx::OREAD, [this](Result<styx::OpenFile> f) { mouse = f->fid; });
                client->open(root->fid, {"kbd"}, styx::OREAD, [this](Result<styx::OpenFile> f) { kbd = f->fid; });
            });
        });
        ASSERT_TRUE(loop.run_until([&] { return mouse != styx::Fid::none && kbd != styx::Fid::none; }, 1000));
    }
    void read(styx::Fid fid)
    {
        client->ask(styx::Tread{fid, 0, 100}, [this](Result<styx::Rread> r) {
            auto& text = r->data.bytes;
            log += text[0] == 'm' ? "m" + std::to_string(std::atoi(text.c_str() + 1)) + " " : text + " ";
        });
    }
    void click(int x) { queue.mouse({{x, 0}, 1, 0, false, false}); }
    void move(int x) { queue.mouse({{x, 0}, 0, 0, false, true}); }
    void settle(std::uint64_t msec = 20) { loop.run_until([] { return false; }, msec); }
};

TEST_F(Queue, a_key_waits_for_the_click_before_it)
{
    click(1), click(2), queue.kbd("ca");
    read(kbd);
    read(mouse);
    settle();
    EXPECT_EQ(log, "m1 ");
    read(mouse);
    settle();
    EXPECT_EQ(log, "m1 m2 ca ");
}

TEST_F(Queue, a_click_waits_for_the_key_before_it)
{
    queue.kbd("ca"), queue.kbd("cb"), click(1);
    read(mouse);
    read(kbd);
    settle();
    EXPECT_EQ(log, "ca ");
    read(kbd);
    settle();
    EXPECT_EQ(log, "ca cb m1 ");
}

TEST_F(Queue, a_file_that_nobody_reads_holds_up_the_other_only_once_and_not_long)
{
    click(1), queue.kbd("ca"), queue.kbd("cb");
    read(kbd), read(kbd);
    settle();
    EXPECT_EQ(log, "");
    settle(2 * InputQueue::patience);
    EXPECT_EQ(log, "ca cb ");
    click(2), queue.kbd("cc");
    read(kbd);
    settle();
    EXPECT_EQ(log, "ca cb cc ");
    read(mouse);
    settle();
    EXPECT_EQ(log, "ca cb cc m1 ");
}

TEST_F(Queue, motion_is_merged_but_not_over_a_click_or_a_key)
{
    move(1), move(2), click(3), move(4), queue.kbd("ca"), move(5), move(6);
    for (int i = 0; i < 6; ++i) read(mouse);
    read(kbd);
    settle();
    EXPECT_EQ(log, "m2 m3 m4 ca m6 ");
}

TEST_F(Queue, is_saved_and_restored_in_order)
{
    click(1), queue.kbd("ca"), click(2);
    styx::Writer w;
    queue.save(w);
    InputQueue other(loop);
    styx::Reader r{w.out};
    other.restore(r);
    EXPECT_TRUE(r.ended());
    styx::Writer again;
    other.save(again);
    EXPECT_EQ(again.out, w.out);
}

}  // namespace
}  // namespace tests
