// How long one waits for a first frame: of the desktop, of a program that is new, of one that was frozen.
#include "eye.h"

#include <gtest/gtest.h>

namespace bench {
namespace {

constexpr int rounds = 7;

// A process of ours that does nothing: what the machine takes for one.
double bare_process(tests::Desktop& d)
{
    std::vector<double> all;
    for (int i = 0; i < rounds; ++i) {
        Stopwatch since;
        d.ninth("--help");
        all.push_back(since.msec());
    }
    return median(all);
}

double desktop(tests::Desktop& d)
{
    std::vector<double> all;
    for (int i = 0; i < rounds; ++i) {
        Stopwatch since;
        EXPECT_EQ(d.start("400x300").status, 0);
        Eye(d).screen();
        all.push_back(since.msec());
        EXPECT_EQ(d.ninth("stop").text, "");
    }
    return median(all);
}

}  // namespace

void start()
{
    tests::Desktop d;
    auto bare = bare_process(d);
    const std::string peer = "a process of ours that does nothing";
    print({"the desktop, empty, to its first frame", desktop(d), "ms", peer, bare, at_most(300)});
    tests::put(d.file("a.txt"), "some text\nand more of it\n");
    d.start("400x300");
    Stopwatch opening;
    auto id = d.open("note a.txt");
    print({"open of note, by its verb, to its first frame", opening.msec(), "ms", peer, bare, {}});
    std::vector<double> thaws, freezes;
    {
        Eye eye(d);
        Hand hand(d);
        for (int i = 0; i < rounds; ++i) {
            auto before = eye.screen_at_rest(), row = eye.first_row();
            Stopwatch freezing;
            hand.tell(id, "close");
            freezes.push_back(freezing.msec());
            Stopwatch thawing;
            hand.tell(id, "thaw");
            while (eye.first_row() != row && thawing.msec() < 10'000) {}
            thaws.push_back(thawing.msec());
            EXPECT_EQ(eye.screen(), before) << "it was thawed with another picture";
        }
    }
    print({"freeze of note", median(freezes), "ms", peer, bare, {}});
    print({"thaw of note, to its frame on the screen", median(thaws), "ms", peer, bare, at_most(100)});
    EXPECT_EQ(d.ninth("stop").text, "");
    print({"the desktop with a note, to the note's frame", desktop(d), "ms", peer, bare, at_most(300)});
}

}  // namespace bench
