// A server without manners, crossed with freeze, checkpoint and kill: what a program asked for was done exactly once, or
// the program was told "interrupted".
#include "tests/runtime/running.h"
#include "tests/runtime/wayward.h"

#include <gtest/gtest.h>
#include <sstream>

namespace tests {
namespace {

const int calls = patience() > 1 ? 30 : 120;

struct ExactlyOnce : testing::TestWithParam<Manners> {
    Scratch place;
    std::minstd_rand chance{unsigned(GetParam()) + 1};

    void disturb(Running& run)
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + chance() % 120));
        switch (chance() % 3) {
        case 0: EXPECT_TRUE(run.ctl("checkpoint")); return;
        case 1: EXPECT_TRUE(run.freeze()) << run.said(); break;
        case 2: run.kill(); break;
        }
        run.start();
    }
    // The lines between the last begin and its end.
    static std::string account(const std::string& log)
    {
        auto begin = log.rfind("begin\n"), end = log.rfind("\nend\n");
        return begin == log.npos || end == log.npos || end < begin ? "" : log.substr(begin + 6, end + 1 - begin - 6);
    }
};

TEST_P(ExactlyOnce, or_it_is_told)
{
    auto address = place.unix("wayward");
    Wayward server(address, GetParam(), 1);
    Running run("courier", {address, std::to_string(calls)});
    run.start();
    int disturbances = 0;
    for (; disturbances < 200 && account(run.said()).empty(); ++disturbances) disturb(run);
    auto text = account(run.said());
    ASSERT_FALSE(text.empty()) << run.said();
    run.kill();
    server.stop();

    std::istringstream lines(text);
    int last = -1, told = 0, missing_untold = 0;
    bool is_told = false;
    for (std::string what, rest; lines >> what && std::getline(lines >> std::ws, rest);) {
        if (what == "w") {
            int n = std::atoi(rest.c_str());
            bool is_ok = rest.ends_with(" ok");
            EXPECT_TRUE(is_ok || rest.ends_with("interrupted")) << rest;
            EXPECT_LE(server.done[n], 1) << n << " was done twice";
            EXPECT_TRUE(!is_ok || server.done[n] == 1) << n << " was not done";
            told += !is_ok;
        } else if (!rest.starts_with("item ")) {
            EXPECT_TRUE(rest.ends_with("interrupted")) << rest;
            is_told = true, ++told;
        } else {
            int item = std::atoi(rest.c_str() + 5);
            EXPECT_GT(item, last) << "given twice";
            for (int i = last + 1; i < item; ++i)
                if (!is_told && !server.unheard.contains(i)) ++missing_untold;
            last = item, is_told = false;
        }
    }
    EXPECT_EQ(missing_untold, 0);
    EXPECT_LT(told, calls) << "half of all calls failed";
    std::printf("%d disturbances, %d of %d calls interrupted\n", disturbances, told, 2 * calls);
}

std::string name_of(const testing::TestParamInfo<Manners>& p)
{
    switch (p.param) {
    case Manners::good: return "good";
    case Manners::before: return "before";
    case Manners::after: return "after";
    case Manners::instead: return "instead";
    case Manners::silent: return "silent";
    }
    return "";
}
INSTANTIATE_TEST_SUITE_P(Manners, ExactlyOnce, testing::ValuesIn(all_manners), name_of);

}  // namespace
}  // namespace tests
