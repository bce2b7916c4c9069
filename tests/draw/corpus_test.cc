// Sessions of real programs come out as they were recorded: every answer, and every pixel of the last picture.
#include "draw/png.h"
#include "draw/recording/player.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

using namespace draw;

namespace {

std::string read_all(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

long differing_pixels(const Image& a, const Image& b)
{
    if (a.r().dx() != b.r().dx() || a.r().dy() != b.r().dy()) return -1;
    long n = 0;
    for (int y = 0; y < a.r().dy(); ++y)
        for (int x = 0; x < a.r().dx(); ++x) {
            Point p{x, y};
            n += (a.argb(a.r().min + p) ^ b.argb(b.r().min + p)) % (1 << 24) != 0;
        }
    return n;
}

class Corpus : public testing::TestWithParam<const char*> {};

}  // namespace

TEST_P(Corpus, ComesOutExact)
{
    std::string name = std::string(CORPUS) + "/" + GetParam();
    auto records = read_recording(read_all(name + ".draw"));
    ASSERT_TRUE(records) << records.error().text;
    Player player(*records);
    for (const Record& record : *records) ASSERT_TRUE(player.play(record));
    player.end();
    EXPECT_GT(player.answers(), 10);
    EXPECT_EQ(player.differing(), 0) << player.first_difference();
    HeapArena arena;
    auto expected = read_png(name + ".png", arena);
    ASSERT_TRUE(expected) << expected.error().text;
    EXPECT_EQ(differing_pixels(*player.screen(), **expected), 0);
}

INSTANTIATE_TEST_SUITE_P(Programs, Corpus,
                         testing::Values("9term", "acme", "clock", "colors", "colors-resize", "gview", "plot", "stats",
                                         "tweak"),
                         [](const auto& session) {
                             std::string name = session.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST(Recording, SaysWhereItIsDamaged)
{
    EXPECT_EQ(read_recording("").error().text, "this is no recording");
    EXPECT_EQ(read_recording("PLAN9DRAW2\n").error().text, "this is no recording");
    std::string whole = read_all(std::string(CORPUS) + "/clock.draw");
    auto records = read_recording(whole);
    ASSERT_TRUE(records);
    auto cut = read_recording(whole.substr(0, whole.size() - 1));
    EXPECT_EQ(cut.error().text, "the recording ends within record " + std::to_string(records->size()));
}

// A recording that says other than the device does is found out.
TEST(Recording, CountsWhatDiffers)
{
    auto records = *read_recording(read_all(std::string(CORPUS) + "/clock.draw"));
    for (Record& r : records)
        if (r.kind == 'R') {
            r.data.back() ^= 1;
            break;
        }
    records.push_back({'E', 0, "a refusal that never was"});
    records.push_back({'W', 0, "?"});
    Player player(records);
    for (const Record& record : records) ASSERT_TRUE(player.play(record));
    player.end();
    EXPECT_EQ(player.differing(), 3) << player.first_difference();
    EXPECT_EQ(player.play({'Z', 0, "r8g8b8 0 0"}).error().text, "bad screen r8g8b8 0 0");
}
