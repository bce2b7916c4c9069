// A process's window on a display that is slow, or dies: the pictures there come to be those here, bit for bit.
#include "runtime/mirror/link.h"

#include "styx/environment.h"
#include "tests/draw/messages.h"
#include "tests/draw/random_messages.h"
#include "tests/scratch.h"
#include "tests/within.h"

#include "winserver/desktop.h"
#include "winserver/host_headless.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

// Between a link and a display. Shut, it keeps what comes for the display.
class Choke {
  public:
    Choke(styx::Loop& loop, std::string inner, const std::string& outer) : loop_(loop), inner_(std::move(inner))
    {
        listener_ = loop.listen(outer, [this](auto channel) { accept(std::move(channel)); }).value();
    }
    void shut() { is_shut_ = true; }
    void open()
    {
        is_shut_ = false;
        for (auto& packet : std::exchange(kept_, {})) to_->send(std::move(packet));
    }
    // As if the display had died: the link dials again.
    void cut()
    {
        kept_.clear();
        from_->hung_up = {};
        loop_.later([a = std::shared_ptr<styx::Channel>(std::move(from_)), b = std::shared_ptr<styx::Channel>(std::move(to_))] {});
    }
    bool is_there() const { return to_ != nullptr; }
    std::size_t kept() const
    {
        std::size_t sum = 0;
        for (auto& packet : kept_) sum += packet.size();
        return sum;
    }
    std::size_t passed = 0;  // bytes to the display
    int dialled = 0;

  private:
    void accept(std::unique_ptr<styx::Channel> channel)
    {
        kept_.clear();
        ++dialled;
        from_ = std::move(channel);
        from_->received = [this](std::string_view packet) {
            passed += packet.size();
            if (is_shut_ || !to_) kept_.emplace_back(packet);
            else to_->send(std::string(packet));
        };
        loop_.dial(inner_, [this](auto made) {
            to_ = std::move(made).value();
            to_->received = [this](std::string_view packet) {
                if (from_) from_->send(std::string(packet));
            };
            if (!is_shut_) open();
        });
    }
    styx::Loop& loop_;
    std::string inner_;
    std::unique_ptr<styx::Listener> listener_;
    std::unique_ptr<styx::Channel> from_, to_;
    std::vector<std::string> kept_;
    bool is_shut_ = false;
};

struct LinkTest : testing::Test, runtime::DrawListener {
    static constexpr draw::Point size{120, 90};
    Scratch scratch;
    styx::Loop loop;
    winserver::HeadlessHost host;
    std::unique_ptr<winserver::Desktop> desktop = winserver::Desktop::make(loop, host, {{400, 300}, 1, "", {}}).value();
    std::unique_ptr<styx::Listener> post =
        loop.listen(scratch.unix("inner"), [this](auto c) { desktop->serve(std::move(c), winserver::Capability::app); }).value();
    Choke choke{loop, scratch.unix("inner"), scratch.unix("outer")};
    std::unique_ptr<runtime::Region> region = runtime::Region::reserve(std::size_t(1) << 30, runtime::page_bytes).value();
    runtime::RegionArena arena{*region};
    runtime::Identity identity;
    runtime::Window window{loop};
    runtime::DrawDevice device{arena, *this};
    std::unique_ptr<runtime::Link> link;
    runtime::Drawing* drawing = nullptr;

    void began(runtime::Drawing& d) override { link->began(d); }
    void drew(runtime::Drawing& d, std::string_view m, const draw::Touched& t) override { link->drew(d, m, t); }
    void wrote(runtime::Drawing& d) override { link->wrote(d); }
    void gone(int number, const draw::Touched& t) override { link->gone(number, t); }

    void SetUp() override
    {
        styx::ignore_broken_pipes();
        window.size = size;
        ASSERT_TRUE(device.set_window(window.image_name(), size));
        link = std::make_unique<runtime::Link>(loop, scratch.unix("outer"), runtime::Link::Role::lead, identity, window, device);
        drawing = &device.begin();
        link->start();
        settle();
    }
    const draw::Image* shown()
    {
        auto windows = desktop->stack().windows();
        return windows.empty() ? nullptr : windows.back()->picture->image().get();
    }
    bool is_same()
    {
        auto* there = shown();
        return there && there->shape() == draw::Shape{device.window()->r(), device.window()->r(), there->chan(), draw::Repl::no} &&
               bytes_of(*there) == bytes_of(*device.window());
    }
    // Until the display shows what is here, and nothing is under way.
    void settle() { loop.run_until([] { return false; }, 5); }
    bool comes_to_be_same()
    {
        return loop.run_until([this] { return link->is_up() && is_same(); }, std::uint64_t(3000) * std::uint64_t(patience()));
    }
    void write(const std::string& messages) { (void)device.write(*drawing, messages); }
    draw::Image& canvas() { return *device.window(); }
};

// The program leaves the clip of the window alone: the window there is compared whole.
std::string next(RandomProgram& program)
{
    for (;;) {
        auto m = program.next();
        bool is_clip_of_window = m[0] == 'c' && styx::Reader{std::string_view(m).substr(1)}.u32() == 0;
        bool frees_window = m[0] == 'f' && styx::Reader{std::string_view(m).substr(1)}.u32() == 0;
        if (!is_clip_of_window && !frees_window) return m;
    }
}

TEST_F(LinkTest, a_display_that_dies_at_any_message_is_made_the_same_again)
{
    Dice dice;
    RandomProgram program(dice, *drawing->engine);
    for (int i = 0; i < 40; ++i) {
        for (int n = dice.between(1, 6); n > 0; --n) write(next(program));
        loop.run_until([] { return false; }, std::uint64_t(dice.between(0, 1)));
        if (choke.is_there()) choke.cut();
        ASSERT_TRUE(comes_to_be_same()) << "seed " << dice.seed() << " message " << i;
    }
}

TEST_F(LinkTest, who_makes_a_name_is_there_before_who_uses_it)
{
    auto& maker = device.begin();
    settle();
    std::uint8_t one = 1;
    ASSERT_TRUE(device.write(maker, allocate(3, draw::Chan::k8, {{0, 0}, {4, 4}}, draw::white) + message('N', 3u, one, one, "x") +
                                        message('A', 7u, 3u, 3u, one)));
    write(message('n', 9u, one, "x") + message('S', 7u, draw::Chan::k8) + allocate_color(5, draw::white));
    choke.cut();
    ASSERT_TRUE(comes_to_be_same());
    write(message('d', 0u, 9u, 5u, draw::Rect{{0, 0}, {4, 4}}, draw::Point{}, draw::Point{}) + "v");
    EXPECT_TRUE(comes_to_be_same());
    EXPECT_EQ(canvas().pixel({1, 1}), 0xffffffu);
}

// What has no id in one connection may have one in another.
TEST_F(LinkTest, what_one_connection_drew_on_anothers_image_arrives)
{
    std::uint8_t one = 1;
    write(allocate(3, draw::Chan::k8, {{0, 0}, {4, 4}}, draw::black) + message('N', 3u, one, one, "x") + allocate_color(5, draw::white));
    auto& other = device.begin();
    settle();
    choke.shut();
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(device.write(other, "v"));
    ASSERT_TRUE(device.write(other, message('n', 9u, one, "x") + allocate_color(4, draw::white) +
                                        message('d', 9u, 4u, 4u, draw::Rect{{0, 0}, {4, 4}}, draw::Point{}, draw::Point{}) + message('f', 9u)));
    choke.open();
    settle();
    write(message('d', 0u, 3u, 5u, draw::Rect{{0, 0}, {4, 4}}, draw::Point{}, draw::Point{}) + "v");
    EXPECT_TRUE(comes_to_be_same());
}

TEST_F(LinkTest, what_a_slow_display_missed_it_gets_in_the_end)
{
    Dice dice;
    RandomProgram program(dice, *drawing->engine);
    for (int round = 0; round < 25; ++round) {
        choke.shut();
        for (int i = 0; i < 150; ++i) write(next(program));
        choke.open();
        ASSERT_TRUE(comes_to_be_same()) << "seed " << dice.seed() << " round " << round;
        // And goes on from the same state.
        for (int i = 0; i < 20; ++i) write(next(program));
        ASSERT_TRUE(comes_to_be_same()) << "seed " << dice.seed() << " round " << round << ", afterwards";
    }
}

TEST_F(LinkTest, what_still_waits_to_be_drawn_at_a_resize_is_no_reason_to_dial_again)
{
    draw::Rect large{{0, 0}, {1500, 1500}};
    write(allocate_color(2, 0xff0000ff) + message('d', 0u, 2u, 2u, draw::Rect{{0, 0}, {9, 9}}, draw::Point{}, draw::Point{}) + "v");
    ASSERT_TRUE(comes_to_be_same());
    write(allocate(3, draw::Chan::k1, large, 0) + message('b', 5u, 0u, std::uint8_t(0), draw::Chan::r5g6b5, std::uint8_t(1), draw::Rect{{0, 0}, {3, 3}}, large, 0x336699ffu));
    write(message('d', 3u, 5u, 5u, large, draw::Point{}, draw::Point{}));
    settle();
    link->resized = [&](draw::Point to, double) {
        window.size = to, ++window.version;
        EXPECT_TRUE(device.set_window(window.image_name(), to));
    };
    ASSERT_TRUE(desktop->place(*desktop->stack().windows().back(), {{10, 20}, {210, 170}}));
    loop.run_until([&] { return window.version == 2; }, 1000);
    write("J" + message('d', 0u, 2u, 2u, draw::Rect{{0, 0}, {200, 150}}, draw::Point{}, draw::Point{}) + "v");
    EXPECT_TRUE(comes_to_be_same());
    EXPECT_EQ(choke.dialled, 1);
}

TEST_F(LinkTest, a_program_that_scrolls_leaves_no_queue_behind)
{
    write(allocate_color(5, draw::white));
    choke.shut();
    auto before = choke.passed;
    for (int frame = 0; frame < 2000; ++frame) {
        draw::Rect line{{0, size.y - 8}, {size.x, size.y}};
        std::string text(std::size_t(size.x) * 8 * 4, char(frame * 37));
        write(message('d', 0u, 0u, 5u, draw::Rect{{0, 0}, {size.x, size.y - 8}}, draw::Point{0, 8}, draw::Point{}) +
              message('y', 0u, line, text) + "v");
    }
    EXPECT_LT(choke.passed - before, 160'000u);
    choke.open();
    ASSERT_TRUE(comes_to_be_same());
    EXPECT_LT(choke.passed - before, 160'000u + 2 * canvas().bytes()) << "the latest frame, once";
}

TEST_F(LinkTest, what_is_no_drawing_is_bounded_too)
{
    choke.shut();
    for (int i = 0; i < 60'000; ++i) write(allocate(9, draw::Chan::k8, {{0, 0}, {4, 4}}, draw::white) + message('f', 9u));
    EXPECT_LT(choke.kept(), 1'500'000u);
    choke.open();
    write(message('y', 0u, draw::Rect{{0, 0}, {2, 1}}, "abcdefgh") + "v");
    EXPECT_TRUE(comes_to_be_same());
}

}  // namespace
}  // namespace tests
