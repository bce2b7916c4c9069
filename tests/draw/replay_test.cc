#include "draw/replay.h"
#include "draw/layer.h"

#include "random_messages.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>

using namespace draw;

namespace {

// A display of its own, with a window that has a name.
struct Desk {
    HeapArena arena;
    std::shared_ptr<Shared> shared = std::make_shared<Shared>();
    std::shared_ptr<Image> window =
        *Image::allocate(arena, {{{0, 0}, {60, 40}}, {{0, 0}, {60, 40}}, Chan::x8r8g8b8, Repl::no});
    std::unique_ptr<Engine> engine = std::make_unique<Engine>(arena, shared);
    Ears ears;

    Desk()
    {
        (void)shared->names.add("window", window);
        EXPECT_TRUE(engine->bind_screen(window));
    }
    Result<> write(std::string_view m) { return engine->write(m, ears); }
};

// Of all its bytes; two that differ are told apart, and can be read.
std::string digest(const Image& image) { return std::to_string(std::hash<std::string>()(bytes_of(image))); }

// A window, and the order of all on its screen.
std::string summary(const Image& image)
{
    const Layer& layer = *image.layer();
    std::string text = " on " + std::to_string(layer.screen->id()) + (layer.is_clear ? " clear" : " covered");
    for (const Image* window : layer.screen->windows()) {
        Rect r = window->layer()->place;
        for (int n : {r.min.x, r.min.y, r.max.x, r.max.y}) text += " " + std::to_string(n);
    }
    text += " refresh " + std::to_string(int(layer.refresh));
    if (!layer.save) return text;
    // What lies in the save area under what can be seen is old, and copied over before it counts.
    std::string hidden;
    each_part(image, layer.place, [&](Rect r, Part part) {
        if (part == Part::hidden) hidden += unload(*layer.save, r - delta(image));
    });
    return text + " hidden " + std::to_string(std::hash<std::string>()(hidden));
}

// Ids that can only be freed.
std::set<std::uint32_t> lost(const Engine& engine)
{
    std::set<std::uint32_t> ids;
    for (const auto& [id, entry] : engine.state().images)
        if (!engine.state().is_current(*entry.image, entry.name, entry.version)) ids.insert(id);
    return ids;
}

// Everything that a program could tell two connections apart by, as text; nothing but the ids of what is lost.
std::string summary(const Engine& engine, const std::set<std::uint32_t>& gone)
{
    const State& s = engine.state();
    std::string text = "op " + std::to_string(int(s.op)) + " used " + std::to_string(s.used->bytes) + "\n";
    for (const auto& [id, screen] : s.screens)
        text += "screen " + std::to_string(id) + " " + print(screen->base().chan()) + "\n";
    for (const auto& [id, entry] : s.images) {
        text += std::to_string(id) + (gone.contains(id) ? " lost\n" : " ");
        if (gone.contains(id)) continue;
        const Image& i = *entry.image;
        text += print(i.chan()) + " " + std::to_string(int(i.repl()));
        for (Rect r : {i.r(), i.clip()})
            for (int n : {r.min.x, r.min.y, r.max.x, r.max.y}) text += " " + std::to_string(n);
        for (const auto& [name, naming] : s.shared->names.of(i)) text += " name " + name;
        text += " ascent " + std::to_string(entry.font.ascent);
        for (const Glyph& g : entry.font.glyphs)
            for (int n : {g.r.min.x, g.r.min.y, g.r.max.x, g.r.max.y, int(g.left), int(g.width)})
                text += " " + std::to_string(n);
        text += i.layer() ? summary(i) : " pixels " + digest(i);
        text += "\n";
    }
    return text;
}

std::string summary(const Engine& engine) { return summary(engine, lost(engine)); }

// What is used differs where a lost image is stood for by a pixel.
std::string without_use(std::string text) { return text.substr(text.find('\n')); }

void expect_same(const Engine& a, const Engine& b, const std::set<std::uint32_t>& gone)
{
    EXPECT_EQ(without_use(summary(a, gone)), without_use(summary(b, gone)));
}

// Draws on a, and forwards what was valid to b as a mirror does.
void draw_at_random(RandomProgram& program, Desk& a, Desk& b, int messages)
{
    for (int i = 0; i < messages; ++i) {
        a.ears.messages.clear();
        (void)a.write(program.next());
        for (const std::string& m : a.ears.messages) {
            auto forwarded = b.write(m);
            ASSERT_TRUE(forwarded) << m[0] << ": " << forwarded.error().text;
        }
    }
}

}  // namespace

TEST(Replay, MakesTheSamePixelsOnAnotherDisplayAndTheyStayTheSame)
{
    Dice dice;
    int windows = 0, covered = 0;
    for (int round = 0; round < 150; ++round) {
        Desk first, second;
        RandomProgram program(dice, *first.engine);
        for (int i = dice.between(0, 150); i > 0; --i) (void)first.write(program.next());
        auto send = [&](std::string_view m) {
            auto result = second.write(m);
            ASSERT_TRUE(result) << m[0] << ": " << result.error().text << " seed " << dice.seed() << " round " << round;
            ASSERT_LE(m.size(), longest_message);
        };
        replay(*first.engine, send);
        for (const auto& [id, entry] : first.engine->state().images)
            if (const Layer* layer = entry.image->layer()) ++windows, covered += layer->save && !layer->is_clear;
        std::memcpy(second.window->at({0, 0}), first.window->at({0, 0}), first.window->bytes());
        expect_same(*first.engine, *second.engine, lost(*first.engine));
        auto gone = lost(*first.engine);
        draw_at_random(program, first, second, 100);
        std::erase_if(gone, [&](auto id) { return !first.engine->state().images.contains(id); });
        gone.merge(lost(*first.engine));
        expect_same(*first.engine, *second.engine, gone);
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << dice.seed() << " round " << round;
    }
    EXPECT_GT(windows, 50);
    EXPECT_GT(covered, 20);
}

TEST(Replay, KeepsAnImageThatOnlyItsNameHolds)
{
    Desk first, second;
    std::uint8_t one = 1;
    ASSERT_TRUE(first.write(allocate(3, Chan::k8, {{0, 0}, {4, 4}}, 0x777777ff) + message('N', 3u, one, one, "x") +
                            message('n', 8u, one, "x") + message('n', 9u, one, "x") + message('f', 3u)));
    replay(*first.engine, [&](std::string_view m) { ASSERT_TRUE(second.write(m)); });
    EXPECT_EQ(summary(*first.engine), summary(*second.engine));
    EXPECT_EQ(&image(*second.engine, 8), &image(*second.engine, 9));
}

TEST(Replay, KeepsTheOperatorOfTheNextMessage)
{
    Desk first, second;
    ASSERT_TRUE(first.write(message('O', std::uint8_t(Op::SinD))));
    replay(*first.engine, [&](std::string_view m) { ASSERT_TRUE(second.write(m)); });
    EXPECT_EQ(second.engine->state().op, Op::SinD);
}

// An image whose name means another now can only be freed, there as here.
TEST(Replay, StandsInForALostImage)
{
    Desk first, second;
    std::uint8_t one = 1, zero = 0;
    ASSERT_TRUE(first.write(allocate(3, Chan::k8, {{0, 0}, {4, 4}}, white) + message('N', 3u, one, one, "x") +
                            message('n', 8u, one, "x") + message('N', 3u, zero, one, "x")));
    replay(*first.engine, [&](std::string_view m) { ASSERT_TRUE(second.write(m)); });
    EXPECT_TRUE(second.write(message('f', 8u)));
}

// The owner has another image for the screen; what the program still has of the old one is its alone.
TEST(Replay, KeepsWindowsOnTheScreenAsItWasBefore)
{
    Desk first, second;
    Rect r{{2, 2}, {9, 9}};
    ASSERT_TRUE(first.write(message('n', 10u, std::uint8_t(6), "window") + message('A', 1u, 10u, 10u, std::uint8_t(0)) +
                            message('b', 5u, 1u, std::uint8_t(0), Chan::x8r8g8b8, std::uint8_t(0), r, r, white)));
    auto larger = *Image::allocate(first.arena, {{{0, 0}, {80, 50}}, {{0, 0}, {80, 50}}, Chan::x8r8g8b8, Repl::no});
    ASSERT_TRUE(first.shared->names.add("window.2", larger));
    ASSERT_TRUE(first.engine->bind_screen(larger));
    ASSERT_TRUE(first.write("J"));
    replay(*first.engine, [&](std::string_view m) { ASSERT_TRUE(second.write(m)) << m[0]; });
    EXPECT_EQ(image(*second.engine, 10).pixel({3, 3}), 0xffffffu);
    EXPECT_TRUE(second.write(message('t', std::uint8_t(1), std::uint16_t(1), 5u)));
}

TEST(Replay, SendsAnIdZeroThatIsNotTheScreen)
{
    Desk first, second;
    ASSERT_TRUE(first.write(message('f', 0u) + allocate(0, Chan::k8, {{0, 0}, {4, 4}}, white)));
    replay(*first.engine, [&](std::string_view m) { ASSERT_TRUE(second.write(m)); });
    EXPECT_EQ(image(*second.engine, 0).chan(), Chan::k8);
}

namespace {

// An arena over one block, as the runtime has: its bytes can be copied and what is allocated can be listed.
class BlockArena final : public Arena {
  public:
    std::uint64_t allocate(std::size_t bytes) override
    {
        std::uint64_t offset = next_;
        next_ += (bytes + 7) / 8 * 8;
        if (next_ > block_.size()) return no_room;
        std::memset(&block_[offset], 0, bytes);
        return offset;
    }
    void release(std::uint64_t offset, std::size_t bytes) override { std::memset(&block_[offset], 0xdb, bytes); }
    bool holds(std::uint64_t offset, std::size_t bytes) const override
    {
        return offset <= next_ && bytes <= next_ - offset;
    }
    std::uint8_t* at(std::uint64_t offset) override { return reinterpret_cast<std::uint8_t*>(&block_[offset]); }

  private:
    std::string block_ = std::string(2 << 20, '\0');
    std::uint64_t next_ = 0;
};

}  // namespace

TEST(Save, RestoresOnACopyOfTheArena)
{
    Dice dice;
    for (int round = 0; round < 150; ++round) {
        BlockArena arena;
        auto shared = std::make_shared<Shared>();
        Engine engine(arena, shared);
        Ears ears;
        RandomProgram program(dice, engine);
        for (int i = dice.between(0, 150); i > 0; --i) (void)engine.write(program.next(), ears);
        (void)engine.write(message('q', std::uint8_t(1), "d"), ears);
        styx::Writer saved;
        engine.save(saved);

        BlockArena thawed_arena = arena;
        styx::Reader in{saved.out};
        auto thawed = Engine::restore(in, thawed_arena, std::make_shared<Shared>());
        ASSERT_TRUE(thawed) << thawed.error().text << " seed " << dice.seed() << " round " << round;
        EXPECT_TRUE(in.ended());
        ASSERT_EQ(without_use(summary(engine)), without_use(summary(**thawed))) << "seed " << dice.seed() << " round " << round;
        EXPECT_EQ(*(*thawed)->read(12), "         96 ");
        for (int i = 0; i < 100; ++i) {
            std::string m = program.next();
            ASSERT_EQ(engine.write(m, ears), (*thawed)->write(m, ears)) << m[0];
        }
        ASSERT_EQ(without_use(summary(engine)), without_use(summary(**thawed)))
            << "seed " << dice.seed() << " round " << round;
    }
}

TEST(Save, TakesWindowsFromTheirOwner)
{
    BlockArena arena;
    auto shared = std::make_shared<Shared>();
    Shape shape{{{0, 0}, {8, 8}}, {{0, 0}, {8, 8}}, Chan::x8r8g8b8, Repl::no};
    auto window = *Image::allocate(arena, shape);
    ASSERT_TRUE(shared->names.add("window", window));
    Engine engine(arena, shared);
    Ears ears;
    ASSERT_TRUE(engine.write(message('n', 4u, std::uint8_t(6), "window") + allocate_color(5, white), ears));
    styx::Writer saved;
    engine.save(saved);

    BlockArena thawed_arena = arena;
    auto thawed_shared = std::make_shared<Shared>();
    auto thawed_window = *Image::adopt(thawed_arena, shape, window->offset());
    thawed_shared->names.restore("window", shared->names.of(*window).at("window"), thawed_window);
    styx::Reader in{saved.out};
    auto thawed = Engine::restore(in, thawed_arena, thawed_shared);
    ASSERT_TRUE(thawed) << thawed.error().text;
    EXPECT_EQ(&image(**thawed, 4), thawed_window.get());
    ASSERT_TRUE((*thawed)->write(message('d', 4u, 5u, 5u, shape.r, Point{}, Point{}), ears));
    EXPECT_EQ(thawed_window->pixel({7, 7}), 0xffffffu);
}

TEST(Save, TwoConnectionsShareTheirImagesInAnyOrder)
{
    BlockArena arena;
    auto shared = std::make_shared<Shared>();
    Engine maker(arena, shared, {.number = 1}), user(arena, shared, {.number = 2});
    Ears ears;
    ASSERT_TRUE(maker.write(allocate(3, Chan::k8, {{0, 0}, {4, 4}}, white) +
                                message('N', 3u, std::uint8_t(1), std::uint8_t(1), "x"),
                            ears));
    ASSERT_TRUE(user.write(message('n', 8u, std::uint8_t(1), "x"), ears));
    styx::Writer first, second;
    maker.save(first);
    user.save(second);

    BlockArena thawed_arena = arena;
    auto thawed_shared = std::make_shared<Shared>();
    styx::Reader in_second{second.out}, in_first{first.out};
    auto thawed_user = Engine::restore(in_second, thawed_arena, thawed_shared, {.number = 2});
    auto thawed_maker = Engine::restore(in_first, thawed_arena, thawed_shared, {.number = 1});
    ASSERT_TRUE(thawed_user && thawed_maker);
    EXPECT_EQ(&image(**thawed_user, 8), &image(**thawed_maker, 3));
}

// Cut anywhere it is an error; changed anywhere an error or another state.
TEST(Save, SurvivesDamage)
{
    BlockArena arena;
    Engine engine(arena, std::make_shared<Shared>());
    Ears ears;
    ASSERT_TRUE(engine.write(allocate(3, Chan::k8, {{0, 0}, {4, 4}}, white) + message('i', 3u, 2u, std::uint8_t(1)) +
                                 message('N', 3u, std::uint8_t(1), std::uint8_t(1), "x"),
                             ears));
    styx::Writer saved;
    engine.save(saved);
    for (std::size_t i = 0; i < saved.out.size(); ++i) {
        BlockArena scratch = arena;
        std::string cut = saved.out.substr(0, i);
        styx::Reader in{cut};
        EXPECT_EQ(Engine::restore(in, scratch, std::make_shared<Shared>()).error().text, "this draw state is damaged")
            << i;
        for (char flip : {'\x01', '\x80'}) {
            std::string changed = saved.out;
            changed[i] = char(changed[i] ^ flip);
            styx::Reader changed_in{changed};
            (void)Engine::restore(changed_in, scratch, std::make_shared<Shared>());
        }
    }
}

TEST(Pixels, ArriveWholeWhateverTheirSize)
{
    Dice dice;
    for (Rect r :
         {Rect{{0, 0}, {5000, 3}}, Rect{{-9000, -2}, {-20, 1}}, Rect{{3, 0}, {70, 900}}, Rect{{-5, 5}, {3, 6}}})
        for (Chan chan : {Chan::k1, Chan::k8, Chan::r8g8b8, Chan::x8r8g8b8}) {
            HeapArena arena;
            Engine engine(arena, std::make_shared<Shared>());
            Ears ears;
            auto from = *Image::allocate(arena, {r, r, chan, Repl::no});
            scribble(dice, *from);
            ASSERT_TRUE(engine.write(allocate(1, chan, r, no_fill), ears));
            send_pixels(*from, 1, r, [&](std::string_view m) {
                ASSERT_LE(m.size(), longest_message);
                auto result = engine.write(m, ears);
                ASSERT_TRUE(result) << result.error().text;
            });
            ASSERT_EQ(unload(*from, r), unload(image(engine, 1), r)) << print(chan) << " " << r.min.x;
        }
}

TEST(Pixels, OfAFlatPictureAreFewBytes)
{
    HeapArena arena;
    auto page = *Image::allocate(arena, {{{0, 0}, {800, 600}}, {}, Chan::x8r8g8b8, Repl::no});
    fill(*page, 0xffffeaff);
    EXPECT_LT(pixels_message(*page, 1, page->r()).size(), 800 * 600 * 4 / 14u);
}

namespace {

// A program with as many images of a pixel, each with a name, and as many screens on images that have no id any more.
std::string many_images(std::uint32_t images, std::uint32_t screens)
{
    std::string all;
    Rect pixel{{0, 0}, {1, 1}};
    auto name = [](std::uint32_t id) { return "image " + std::to_string(id); };
    auto named = [&](std::uint32_t id) { return message('N', id, std::uint8_t(1), std::uint8_t(name(id).size()), name(id)); };
    for (std::uint32_t id = 1; id <= images; ++id) all += allocate(id, Chan::k8, pixel, white) + named(id);
    for (std::uint32_t id = images + 1; id <= images + screens; ++id)
        all += allocate(id, Chan::k8, pixel, white) + message('A', id, id, id, std::uint8_t(0)) + message('f', id);
    return all;
}

}  // namespace

// What each image costs does not grow with how many there are: if it did, this would take minutes with sanitizers.
TEST(Replay, OfManyImagesTakesNoLongerForEach)
{
    constexpr std::uint32_t images = 20000, screens = 5000;
    Quota quota{.images = images + screens, .screens = screens, .names = images};
    HeapArena first_arena, second_arena;
    Engine first(first_arena, std::make_shared<Shared>(), {.quota = quota});
    Engine second(second_arena, std::make_shared<Shared>(), {.quota = quota});
    Ears quiet;
    ASSERT_TRUE(first.write(many_images(images, screens), quiet));
    replay(first, [&](std::string_view m) { ASSERT_TRUE(second.write(m, quiet)); });
    EXPECT_EQ(summary(first), summary(second));
    EXPECT_EQ(second.state().screens.size(), screens);
}

TEST(Save, OfManyImagesTakesNoLongerForEach)
{
    constexpr std::uint32_t images = 20000;
    Quota quota{.images = images, .names = images};
    BlockArena arena;
    auto shared = std::make_shared<Shared>();
    Engine engine(arena, shared, {.quota = quota});
    Ears quiet;
    ASSERT_TRUE(engine.write(many_images(images, 0), quiet));
    styx::Writer saved;
    engine.save(saved);
    BlockArena thawed_arena = arena;
    styx::Reader in{saved.out};
    auto thawed = Engine::restore(in, thawed_arena, std::make_shared<Shared>(), {.quota = quota});
    ASSERT_TRUE(thawed) << thawed.error().text;
    EXPECT_EQ(summary(engine), summary(**thawed));
}
