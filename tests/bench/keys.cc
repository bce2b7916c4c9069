// From a key to its pixels: a key goes in at `kbdin`, over the display, the process and the program, and comes back as
// another picture. And the same in large texts: what a key costs must not grow with the text.
#include "eye.h"

#include <gtest/gtest.h>

namespace bench {
namespace {

constexpr double frame = 1000.0 / 60;  // msec
constexpr int warm_up = 3;

std::string some_text(std::size_t bytes)
{
    const std::string line = "The quick brown fox jumps over the lazy dog, and goes on and on.\n";
    std::string text;
    while (text.size() < bytes) text += line;
    return text;
}

std::vector<double> type_into(std::size_t bytes, int count)
{
    tests::Desktop d;
    EXPECT_EQ(d.start("400x300").status, 0);
    tests::put(d.file("a.txt"), some_text(bytes));
    d.open("note a.txt");
    Eye eye(d);
    for (int i = 0; i < warm_up; ++i) eye.key_to_pixel("w");
    std::vector<double> all;
    for (int i = 0; i < count && !testing::Test::HasFailure(); ++i) all.push_back(eye.key_to_pixel(i % 2 ? "\b" : "x"));
    return all;
}

double a_look()
{
    tests::Desktop d;
    EXPECT_EQ(d.start("400x300").status, 0);
    Eye eye(d);
    std::vector<double> all;
    for (int i = 0; i < 50; ++i) {
        Stopwatch since;
        eye.first_row();
        all.push_back(since.msec());
    }
    return median(all);
}

}  // namespace

void keys()
{
    auto all = type_into(100, 200);
    print({"a look at the screen, which is part of the others", a_look(), "ms", "a frame", frame, {}});
    print({"a key to its pixels, median of 200", median(all), "ms", "a frame", frame, ratio_at_most(1)});
    print({"a key to its pixels, 99th percentile", percentile(all, 99), "ms", "a frame", frame, ratio_at_most(1)});
}

void typing()
{
    auto small = median(type_into(4 << 10, 60));
    print({"a key in 4 KB", small, "ms", "a frame", frame, ratio_at_most(1)});
    for (int mega : {1, 8})
        print({"a key in " + std::to_string(mega) + " MB", median(type_into(std::size_t(mega) << 20, 60)), "ms", "in 4 KB", small, ratio_at_most(1.5)});
}

}  // namespace bench
