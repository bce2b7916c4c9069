// Images of earlier builds, of either system, thaw in this one.
//
// golden/NAME holds a desktop's state as it was stopped - a life of note, its log - and what its window showed then (as-it-was)
// and shows after one and two undos. golden/modules holds what they run. To add one, with what is built now, on this system:
//     GOLDEN=NAME desktop_test --gtest_also_run_disabled_tests --gtest_filter='*make_a_golden*'
#include "desktop.h"
#include "pixels.h"

#include <cstdlib>
#include <gtest/gtest.h>

namespace tests {
namespace {

namespace fs = std::filesystem;

const fs::path goldens = GOLDEN;
constexpr int text_rows = 100;  // of a window, from the top: below is what note says of itself

struct Golden : testing::TestWithParam<std::string> {
    Desktop d;
    std::string id;

    std::string shot() { return d.read("session", "lives/" + id + "/shot"); }
    // Once it has come to rest.
    std::string picture()
    {
        std::string last;
        within(3000, [&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(60));
            return std::exchange(last, shot()) == last;
        });
        return last;
    }
    static std::string id_in(const std::string& state) { return fs::directory_iterator(state + "/lives")->path().filename().string(); }
};

long dark(const std::string& pixels)
{
    long n = 0;
    for (std::size_t at = 0; at + 4 <= pixels.size(); at += 4) n += std::uint8_t(pixels[at + 1]) < 128;
    return n;
}

TEST_P(Golden, thaws_as_it_was_with_its_undo)
{
    auto golden = goldens / GetParam();
    fs::create_directories(d.state());
    fs::copy(golden / "state", d.state(), fs::copy_options::recursive);
    fs::copy(goldens / "modules", d.state() + "/modules");
    id = id_in(d.state());
    ASSERT_EQ(d.start().status, 0);
    ASSERT_EQ(d.state_of(id), "running") << d.said_by(id);
    for (auto name : {"as-it-was", "undone-once", "undone-twice"}) {
        auto expected = pixels(contents((golden / name).string() + ".png"), d.file("a.png"));
        EXPECT_TRUE(within(5000, [&] { return pixels(picture(), d.file("b.png")) == expected; })) << name;
        d.type(undo_key);
    }
    // Its module asks for letters as it did when it was made.
    auto before = dark(pixels(picture(), d.file("a.png"), text_rows));
    d.type("\u00fc\u65e5");
    EXPECT_TRUE(within(5000, [&] { return dark(pixels(picture(), d.file("b.png"), text_rows)) > before; }));
}

INSTANTIATE_TEST_SUITE_P(Images, Golden, testing::Values("linux", "windows"), [](auto& p) { return p.param; });

TEST_F(Golden, DISABLED_make_a_golden)
{
    auto golden = goldens / std::getenv("GOLDEN");
    ASSERT_EQ(d.start().status, 0);
    put(d.file("golden.txt"), "one\ntwo\nthree: ä ß 中 é\n");
    id = d.open("note golden.txt");
    d.type("typed first ");
    d.click(120, 120);
    d.type("typed second");
    d.drag(100, 75, 160, 98);
    d.type("over what was selected");
    d.drag(140, 98, 200, 98);
    fs::create_directories(golden);
    put((golden / "as-it-was.png").string(), picture());
    ASSERT_EQ(d.ninth("stop").text, "");
    fs::copy(d.state(), golden / "state", fs::copy_options::recursive);
    fs::create_directories(goldens / "modules");
    for (auto& module : fs::directory_iterator(golden / "state/modules")) {
        auto kept = goldens / "modules" / module.path().filename();
        if (kept.extension() == ".wasm" && !fs::exists(kept)) fs::copy(module, kept);
    }
    for (auto gone : {"modules", "lock", "arriving", "ended"}) fs::remove_all(golden / "state" / gone);
    for (auto gone : {"lock", "shot.png"}) fs::remove(golden / "state/lives" / id / gone);
    ASSERT_EQ(d.start().status, 0);
    for (auto name : {"undone-once", "undone-twice"}) {
        d.type(undo_key);
        put((golden / name).string() + ".png", picture());
    }
}

}  // namespace
}  // namespace tests
