// What a checkpoint costs a program with much memory of which little was written, and what a freeze and a thaw take.
#include "eye.h"

#include "styx/handlers.h"

#include <cstring>
#include <gtest/gtest.h>

namespace bench {
namespace {

constexpr int rounds = 9;
constexpr std::size_t mega = 1 << 20;

// Memory that is there already, to memory that is there already: nothing copies faster.
double memcpy_msec(std::size_t bytes)
{
    std::vector<char> from(bytes, 1), to(bytes, 2);
    std::vector<double> all;
    for (int i = 0; i < 5; ++i) {
        Stopwatch since;
        std::memcpy(to.data(), from.data(), bytes);
        asm volatile("" : : "r"(to.data()) : "memory");
        all.push_back(since.msec());
    }
    return median(all);
}

// The last word of the line in runtime/run.h.
double pause_msec(tests::Desktop& d, const std::string& life)
{
    auto words = styx::tokens(d.read("life-" + life, "status"));
    return words.empty() ? 0 : std::atof(words.back().c_str()) / 1000;
}

// sequence generation time cause bytes kind whole, of the newest image
double logged_mb(Hand& hand, const std::string& life)
{
    auto text = hand.read("lives/" + life + "/history");
    auto words = styx::tokens(text.substr(text.rfind('\n', text.size() - 2) + 1));
    return words.size() < 7 ? 0 : std::atof(words[4].c_str()) / mega;
}

// Asked of the process itself, which answers when this one is durable; to the session any would do.
void take_image(tests::Desktop& d, const std::string& life) { EXPECT_EQ(d.write("life-" + life, "ctl", "checkpoint"), ""); }

struct Costs {
    std::vector<double> pause, durable, logged, freeze, thaw;
};

void measure(std::size_t megabytes)
{
    tests::Desktop d;
    ASSERT_EQ(d.start("400x300").status, 0);
    Eye eye(d);
    Hand hand(d);
    auto id = d.open("heap -" + std::to_string(megabytes));
    take_image(d, id);
    double first = pause_msec(d, id);
    Costs c;
    for (int i = 0; i < rounds && !testing::Test::HasFailure(); ++i) {
        eye.type("x");
        eye.screen_at_rest();  // what the key does is done
        Stopwatch since;
        take_image(d, id);
        c.durable.push_back(since.msec());
        c.pause.push_back(pause_msec(d, id));
        c.logged.push_back(logged_mb(hand, id));
    }
    for (int i = 0; i < 3; ++i) {
        eye.type("x");
        auto before = eye.screen_at_rest();
        Stopwatch freezing;
        hand.tell(id, "close");
        c.freeze.push_back(freezing.msec());
        Stopwatch thawing;
        hand.tell(id, "thaw");
        eye.until([&](auto& now) { return now == before; });
        c.thaw.push_back(thawing.msec());
    }
    auto size = std::to_string(megabytes) + " MB";
    auto copy = memcpy_msec(megabytes * mega);
    std::string peer = "memcpy of " + size;
    print({size + ", 1 % written: pause", median(c.pause), "ms", peer, copy, megabytes <= 64 ? at_most(2) : Goal{}});
    print({size + ", 1 % written: longest pause", percentile(c.pause, 100), "ms", peer, copy, {}});
    print({size + ", all of it: pause of the first image", first, "ms", peer, copy, {}});
    print({size + ", 1 % written: until durable", median(c.durable), "ms", peer, copy, {}});
    print({size + ", 1 % written: to the log", median(c.logged), "MB", "of memory", double(megabytes), {}});
    print({size + ": freeze", median(c.freeze), "ms", peer, copy, {}});
    print({size + ": thaw, to its frame on the screen", median(c.thaw), "ms", peer, copy, {}});
}

}  // namespace

void checkpoint()
{
    for (std::size_t megabytes : {4, 64, 512}) measure(megabytes);
}

}  // namespace bench
