// Whoever draws, however much, does not keep others waiting.
#include "fixture.h"
#include "hostile.h"

#include "../draw/random_messages.h"

#include <array>

namespace {

using namespace tests;
using winserver::Turns;

struct Fair : DesktopTest, testing::WithParamInterface<int> {
    bool comes_to_rest()
    {
        std::uint64_t before = 0;
        auto rests = [&] { return std::exchange(before, desktop->turns().total()) == desktop->turns().total(); };
        for (int i = 0; i < 4000 && !rests(); ++i) settle();  // its windows go one by one
        return rests();
    }
    // The most work that others do while the program draws a little, with an answer to wait for, and shows it, with another.
    std::uint64_t most_between(Program& p, int rounds)
    {
        std::uint64_t most = 0;
        for (int i = 0; i < rounds; ++i) {
            auto before = desktop->turns().total();
            p.fill({{i, 0}, {i + 4, 4}}, 0x336699ff);
            EXPECT_EQ(p.flush(), "");
            most = std::max(most, desktop->turns().total() - before);
        }
        return most;
    }
};

// Messages that take many turns: some tenths of a second, or an hour.
constexpr std::uint32_t slow = 1, slow_ink = 2;
const draw::Rect slow_r{{0, 0}, {3000, 3000}};
std::string prepare_slow()
{
    return allocate(slow, draw::Chan::k1, slow_r, 0) + message('b', slow_ink, 0u, std::uint8_t(0), draw::Chan::r5g6b5, std::uint8_t(1), draw::Rect{{0, 0}, {3, 3}}, slow_r, 0x336699ffu);
}
std::string draw_slowly() { return message('d', slow, slow_ink, slow_ink, slow_r, draw::Point{}, draw::Point{}); }
std::string draw_for_long(std::uint32_t on)
{
    return message('e', on, slow_ink, draw::Point{1000, 1000}, 3000, 1000, 8191, draw::Point{}, 0u, 0u);
}

struct PutOff : DesktopTest {
    using DesktopTest::DesktopTest;
    Program p{loop, *desktop, "new -r 100 100 300 250"};
    void SetUp() override { ASSERT_EQ(p.peer.write(p.data, prepare_slow()), ""); }
    void finish(const PendingPtr& pending)
    {
        loop.run_until([&] { return pending->is_done(); }, 20000);
    }
    bool is_drawing()
    {
        auto before = desktop->turns().total();
        settle();
        return desktop->turns().total() > before;
    }
    const draw::Image& image() { return *desktop->stack().windows().back()->picture->image(); }
};

struct EachStep : PutOff {
    EachStep() : PutOff(1) {}  // everything stops wherever it can
};

}  // namespace

TEST_F(PutOff, a_write_is_answered_when_it_is_done_and_the_next_comes_after_it)
{
    auto first = p.peer.start_write(p.data, draw_slowly() + "I");
    auto second = p.peer.start_write(p.data, message('q', std::uint8_t(1), "d"));
    auto read = p.peer.start_read(p.data);
    settle();
    EXPECT_FALSE(first->is_done() || second->is_done() || read->is_done());
    finish(read);
    EXPECT_EQ(first->text() + second->text(), "");
    EXPECT_EQ(read->text(), "         96 ");
}

TEST_F(PutOff, what_was_written_before_an_error_stands)
{
    auto write = p.peer.start_write(p.data, draw_slowly() + allocate(7, draw::Chan::k8, {{0, 0}, {1, 1}}, 0) + message('f', 99u) + message('f', 7u));
    finish(write);
    EXPECT_EQ(write->text(), "error: unknown id for draw image");
    EXPECT_EQ(p.peer.write(p.data, message('f', 7u)), "");
}

TEST_F(PutOff, a_flush_is_answered_at_once)
{
    auto write = p.peer.start_write(p.data, draw_slowly() + allocate(7, draw::Chan::k8, {{0, 0}, {1, 1}}, 0));
    settle();
    bool flushed = false;
    p.peer.client().flush(styx::Tag(0), [&] { flushed = true; });
    for (int tag = 1; tag < 8 && !flushed; ++tag) p.peer.client().flush(styx::Tag(tag), [&] { flushed = true; });
    settle();
    EXPECT_TRUE(flushed);
    EXPECT_EQ(write->text(), "error: taken back");
    auto next = p.peer.start_write(p.data, message('f', 7u));  // it was carried out all the same
    finish(next);
    EXPECT_EQ(next->text(), "");
}

TEST_F(PutOff, a_hang_up_ends_it)
{
    (void)p.peer.start_write(p.data, draw_for_long(slow));
    settle();
    EXPECT_TRUE(is_drawing());
    p.peer.hang_up();
    for (int i = 0; i < 200 && is_drawing(); ++i) settle();
    EXPECT_FALSE(is_drawing());
}

TEST_F(PutOff, the_end_of_the_desktop_ends_it)
{
    (void)p.peer.start_write(p.data, draw_for_long(slow));
    settle();
    EXPECT_TRUE(is_drawing());
    desk.reset();
    desktop.reset();
}

TEST_F(PutOff, what_was_written_before_the_last_clunk_is_still_drawn)
{
    p.peer.start_write(p.data, draw_slowly() + allocate_color(7, 0xff0000ff) + message('d', 0u, 7u, 7u, draw::Rect{{0, 0}, {200, 150}}, draw::Point{}, draw::Point{}) + "v");
    settle();
    p.peer.close(p.data);
    p.peer.close(p.ctl);
    loop.run_until([&] { return image().pixel({5, 5}) == 0xff0000; }, 20000);
    settle();
    EXPECT_EQ(pixel(150, 150), 0xff0000u);
    EXPECT_EQ(p.peer.names("draw"), (std::vector<std::string>{"new"}));
}

TEST_F(PutOff, too_much_that_waits_is_refused)
{
    std::string large(100000, 'v');
    auto first = p.peer.start_write(p.data, draw_for_long(slow));
    std::vector<PendingPtr> writes;
    for (int i = 0; i < 100; ++i) writes.push_back(p.peer.start_write(p.data, large));
    settle();
    EXPECT_FALSE(writes[0]->is_done());
    EXPECT_EQ(writes.back()->text(), "error: too much waits to be drawn");
}

// Another client with the same window, as on a bare display.
TEST_F(PutOff, others_draw_on_the_same_image_meanwhile)
{
    ASSERT_EQ(desk->attach("1"), "");
    auto ctl = desk->open("draw/new");
    auto data = desk->open("draw/" + std::to_string(std::stoi(desk->read(ctl, 144))) + "/data");
    auto long_one = p.peer.start_write(p.data, draw_for_long(0));
    settle();
    EXPECT_EQ(desk->write(data, allocate_color(1, 0x00ff00ff) + message('d', 0u, 1u, 1u, draw::Rect{{0, 0}, {1, 1}}, draw::Point{}, draw::Point{})), "");
    EXPECT_FALSE(long_one->is_done());
}

TEST_F(PutOff, who_keeps_others_from_moving_windows_is_cut_off)
{
    ASSERT_EQ(desk->attach("1"), "");
    auto ctl = desk->open("draw/new");
    auto data = desk->open("draw/" + std::to_string(std::stoi(desk->read(ctl, 144))) + "/data");
    draw::Rect r{{10, 10}, {90, 90}};
    auto window = [&](std::uint32_t id) { return message('b', id, 5u, std::uint8_t(0), draw::Chan::x8r8g8b8, std::uint8_t(0), r, r, 0xffffffffu); };
    ASSERT_EQ(p.peer.write(p.data, message('A', 5u, 0u, 0u, std::uint8_t(1)) + window(10)), "");
    ASSERT_EQ(desk->write(data, message('S', 5u, draw::Chan::x8r8g8b8) + window(11)), "");
    auto long_one = p.peer.start_write(p.data, draw_for_long(10));
    settle();
    auto move = desk->start_write(data, message('o', 11u, draw::Point{0, 0}, draw::Point{50, 50}));
    settle();
    EXPECT_FALSE(move->is_done());
    finish(move);
    EXPECT_EQ(move->text(), "");
    finish(long_one);
    EXPECT_EQ(long_one->text(), "error: draw message kept others waiting");
}

TEST_F(EachStep, the_pixels_are_those_of_an_engine_that_never_stops)
{
    Dice dice;
    for (int round = 0; round < 20; ++round) {
        Program drawn(loop, *desktop, "new -r 100 100 160 140");
        draw::HeapArena arena;
        auto window = *draw::Image::allocate(arena, image().shape());
        draw::fill(*window, draw::white);
        draw::Engine engine(arena, std::make_shared<draw::Shared>());
        ASSERT_TRUE(engine.bind_screen(window));
        Ears quiet;
        RandomProgram program(dice, engine);
        for (int i = 0; i < 150; ++i) {
            auto m = program.next();
            auto done = engine.write(m, quiet);
            ASSERT_EQ(drawn.peer.write(drawn.data, m), done ? "" : "error: " + done.error().text) << m[0] << " seed " << dice.seed();
        }
        for (const auto& [id, entry] : engine.state().images) {
            if (entry.image->layer()) continue;
            draw::Rect r = entry.image->r();
            auto m = message('r', id, r);
            if (!engine.write(m, quiet)) continue;
            EXPECT_EQ(drawn.peer.write(drawn.data, m), "");
            EXPECT_EQ(drawn.peer.read(drawn.data, 200000), *engine.read(200000)) << id << " seed " << dice.seed();
        }
        ASSERT_FALSE(HasFailure()) << "seed " << dice.seed() << " round " << round;
    }
}

// Several connections of several clients on one window, all under way at once: the sanitizers look on.
TEST_F(EachStep, many_connections_on_one_window_do_no_harm)
{
    Dice dice;
    auto shared = std::make_shared<draw::Shared>();
    draw::HeapArena arena;
    struct Drawer {
        std::unique_ptr<Peer> peer;
        styx::OpenFile ctl, data;
        std::unique_ptr<draw::Engine> engine;  // what it believes to have
        std::unique_ptr<RandomProgram> program;
        std::deque<PendingPtr> writes;
    };
    std::vector<Drawer> drawers(4);
    auto begin = [&](Drawer& d) {
        d = {};
        d.peer = std::make_unique<Peer>(loop, *desktop, Capability::desk);
        ASSERT_EQ(d.peer->attach("1"), "");
        d.ctl = d.peer->open("draw/new");
        d.data = d.peer->open("draw/" + std::to_string(std::stoi(d.peer->read(d.ctl, 144))) + "/data");
        draw::Options options;
        options.number = ++shared->connections;
        d.engine = std::make_unique<draw::Engine>(arena, shared, options);
        d.program = std::make_unique<RandomProgram>(dice, *d.engine);
    };
    for (auto& d : drawers) begin(d);
    Ears quiet;
    int answered = 0;
    for (int i = 0; i < 3000; ++i) {
        auto& d = drawers[std::size_t(dice.between(0, 3))];
        if (dice.one_in(200)) {
            d.engine->close(quiet);
            begin(d);
        }
        auto m = d.program->next();
        (void)d.engine->write(m, quiet);
        d.writes.push_back(d.peer->start_write(d.data, m));
        if (dice.one_in(3)) settle();
        while (!d.writes.empty() && d.writes.front()->is_done()) d.writes.pop_front(), ++answered;
    }
    for (auto& d : drawers)
        for (auto& w : d.writes) {
            finish(w);
            EXPECT_TRUE(w->is_done());
        }
    EXPECT_GT(answered, 1000);
    for (auto& d : drawers) d.engine->close(quiet);
}

TEST_P(Fair, a_client_that_draws_little_waits_for_few_turns_of_one_that_draws_much)
{
    auto kind = hostile_kinds()[std::size_t(GetParam())];
    Program hostile(loop, *desktop, "new -r 0 0 600 400"), p(loop, *desktop, "new -r 100 100 300 250");
    auto prepared = hostile.peer.start_write(hostile.data, kind.prepare);
    loop.run_until([&] { return prepared->is_done(); }, 20000);
    ASSERT_EQ(prepared->text(), "");
    p.fill(0xffffffff);
    EXPECT_EQ(p.flush(), "");
    constexpr int rounds = 20;
    constexpr std::uint64_t few = 6 * Turns::usual_turn;  // a turn, and a message that is not stopped in it, for each answer
    std::vector<PendingPtr> writes;
    for (int i = 0; i < 16; ++i) writes.push_back(hostile.peer.start_write(hostile.data, write_of(kind)));
    EXPECT_LE(most_between(p, rounds), few) << kind.name;
    for (auto& w : writes) EXPECT_TRUE(!w->is_done() || w->text() == "") << kind.name << ": " << w->text();
    hostile.peer.hang_up();
    EXPECT_TRUE(comes_to_rest()) << kind.name;
}

TEST_F(Fair, windows_are_made_in_turns_too)
{
    Program p(loop, *desktop, "new -r 100 100 300 250");
    p.fill(0xffffffff);
    EXPECT_EQ(p.flush(), "");
    std::vector<std::unique_ptr<Peer>> peers;
    int made = 0;
    for (int i = 0; i < 4; ++i) {
        peers.push_back(std::make_unique<Peer>(loop, *desktop, Capability::app));
        peers.back()->client().attach("me", "new -s 2000 2000", [&](Result<styx::OpenFile> r) { made += r.has_value(); });
    }
    EXPECT_LE(most_between(p, 3), 10 * Turns::usual_turn);  // each of the four had its first before
    EXPECT_LT(made, 4);
    EXPECT_TRUE(loop.run_until([&] { return made == 4; }, 5000));
}

INSTANTIATE_TEST_SUITE_P(Kinds, Fair, testing::Range(0, int(hostile_kinds().size())));
