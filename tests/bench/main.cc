#include "bench.h"

#include "styx/loop.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <gtest/gtest.h>
#include <string_view>
#include <thread>

namespace bench {
namespace {

// THE TABLE of benches.
struct Bench {
    std::string_view name, help;
    void (*run)();
};
constexpr Bench benches[] = {
    {"rpc", "9P requests a second against plain sockets that pass messages of the same sizes", rpc},
    {"draw", "pixels, text and shapes on a screen of 1920x1080, against pixman, cairo and memory", drawing},
    {"text", "lines of nine scripts shaped and drawn, against HarfBuzz alone; what goes to the display", text},
    {"fair", "what a client that draws a little waits for, beside one that keeps the display busy", fairness},
    {"checkpoint", "how long a program stands still, what goes to the log, freeze and thaw, against memcpy of its memory", checkpoint},
    {"start", "the desktop's and a program's first frame", start},
    {"keys", "from a key to its pixels, against a frame of 60 Hz", keys},
    {"typing", "a key in a large text, against one in 4 KB", typing},
    {"memory", "proportional set size of each process of a desktop with one note", memory},
    {"idle", "wake-ups, processor time and bytes written while nothing happens and while somebody types; takes half a minute", idle},
};

std::string number(double n)
{
    char text[32];
    int digits = n == 0 || std::abs(n) >= 100 ? 0 : std::abs(n) >= 10 ? 1 : std::abs(n) >= 1 ? 2 : 3;
    std::snprintf(text, sizeof text, "%.*f", digits, n);
    return text;
}

std::string goal_text(const Row& r)
{
    using Of = Goal::Of;
    if (r.goal.of == Of::none) return "";
    double ratio = r.peer > 0 ? r.measured / r.peer : 0;
    bool is_met = r.goal.of == Of::measured_at_most ? r.measured <= r.goal.n : r.goal.of == Of::ratio_at_least ? ratio >= r.goal.n : ratio <= r.goal.n;
    std::string sign = r.goal.of == Of::ratio_at_least ? ">= " : "<= ";
    return sign + number(r.goal.n) + (is_met ? "  met" : "  MISSED");
}

void print_columns(const std::string& what, const std::string& measured, const std::string& peer, const std::string& ratio, const std::string& goal)
{
    std::printf("  %-44s %16s  %-40s %8s  %s\n", what.c_str(), measured.c_str(), peer.c_str(), ratio.c_str(), goal.c_str());
    std::fflush(stdout);  // before a fork, and for who watches
}

int help()
{
    std::puts("bench [NAME…]: measures, and prints each number beside a peer measured in the same run. All of them, or:");
    for (auto& b : benches) std::printf("  %-12.*s %.*s\n", int(b.name.size()), b.name.data(), int(b.help.size()), b.help.data());
    return 0;
}

void print_machine()
{
    std::string load;
    std::getline(std::ifstream("/proc/loadavg"), load);
    std::printf("%u processors, load %s\n", std::thread::hardware_concurrency(), load.substr(0, load.find('/')).c_str());
}

int run(int count, char** words)
{
    std::vector<const Bench*> chosen;
    for (int i = 1; i < count; ++i) {
        std::string_view word = words[i];
        if (word == "--help" || word == "-h") return help();
        auto b = std::ranges::find(benches, word, &Bench::name);
        if (b == std::end(benches)) return std::fprintf(stderr, "bench: no bench is called %s (bench --help lists them)\n", words[i]), 2;
        chosen.push_back(b);
    }
    if (chosen.empty())
        for (auto& b : benches) chosen.push_back(&b);
    print_machine();
    print_columns("what", "measured", "peer", "ratio", "goal");
    for (auto* b : chosen) {
        note(std::string(b->name) + ": " + std::string(b->help));
        b->run();
        bool has_failed = testing::UnitTest::GetInstance()->ad_hoc_test_result().Failed();  // a desktop did not do as it was told
        if (has_failed) return std::fprintf(stderr, "bench: %s went wrong: its numbers are none\n", b->name.data()), 1;
    }
    print_machine();
    return 0;
}

}  // namespace

void print(const Row& r)
{
    auto peer = r.peer_name.empty() ? "" : number(r.peer) + " " + r.unit + " " + r.peer_name;
    auto ratio = r.peer_name.empty() || r.peer == 0 ? "" : number(r.measured / r.peer);
    print_columns(r.what, number(r.measured) + " " + r.unit, peer, ratio, goal_text(r));
}

void note(const std::string& text)
{
    std::printf("%s\n", text.c_str());
    std::fflush(stdout);
}

double percentile(std::vector<double> all, double percent)
{
    if (all.empty()) return 0;
    std::ranges::sort(all);
    return all[std::min(all.size() - 1, std::size_t(double(all.size()) * percent / 100))];
}
double median(std::vector<double> all) { return percentile(std::move(all), 50); }

void sleep_msec(int msec) { std::this_thread::sleep_for(std::chrono::milliseconds(msec)); }

}  // namespace bench

int main(int count, char** words)
{
    styx::ignore_broken_pipes();
    testing::InitGoogleTest(&count, words);
    return bench::run(count, words);
}
