// A desktop with one note, at which nobody does anything, and then somebody types: what its processes hold, and what
// they do.
#include "eye.h"
#include "proc.h"

#include <csignal>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {
namespace {

constexpr int settle = 3'000, watched = 10'000;  // msec; the first image is made after 400
constexpr double minutes = watched / 60'000.0;
constexpr int pause = 100;                       // msec between keys: ten a second

struct Desk {
    tests::Desktop desktop;
    std::map<std::string, std::uint64_t> pids;  // by a word for each process
    Desk()
    {
        EXPECT_EQ(desktop.start("1280x800").status, 0);
        tests::put(desktop.file("a.txt"), "some text\nand more of it\n");
        auto life = desktop.open("note a.txt");
        sleep_msec(settle);
        for (auto& [post, pid] : desktop.pids()) pids[post == "life-" + life ? "note" : post] = pid;
        sleep_msec(settle);  // to have been asked woke them
    }
    std::map<std::string, Counts> counts() const
    {
        std::map<std::string, Counts> all;
        for (auto& [name, pid] : pids) all[name] = counts_of(pid);
        return all;
    }
};

Counts operator-(const Counts& a, const Counts& b) { return {a.wake_ups - b.wake_ups, a.cpu_msec - b.cpu_msec, a.written - b.written}; }

void watch_idle(Desk& desk)
{
    auto before = desk.counts();
    sleep_msec(watched);
    for (auto& [name, now] : desk.counts()) {
        auto did = now - before[name];
        print({"idle, " + name + ": wake-ups", double(did.wake_ups) / minutes, "/min", "", 0, at_most(0)});
        print({"idle, " + name + ": processor time", did.cpu_msec / minutes, "ms/min", "", 0, at_most(0)});
        print({"idle, " + name + ": written", double(did.written) / 1024 / minutes, "KB/min", "", 0, at_most(0)});
    }
}

void watch_typing(Desk& desk)
{
    Eye eye(desk.desktop);
    auto before = desk.counts();
    double typed = 0;
    for (Stopwatch since; since.msec() < watched; sleep_msec(pause), ++typed) eye.type("x");
    auto keys = typed / minutes;
    for (auto& [name, now] : desk.counts()) {
        auto did = now - before[name];
        print({"typing, " + name + ": wake-ups", double(did.wake_ups) / minutes, "/min", "keys", keys, {}});
        print({"typing, " + name + ": processor time", did.cpu_msec / minutes, "ms/min", "of one processor", 60'000, {}});
        print({"typing, " + name + ": written", double(did.written) / 1024 / minutes, "KB/min", "", 0, {}});
    }
}

double pss_of_sleep()
{
    auto pid = fork();
    if (pid == 0) execlp("sleep", "sleep", "60", nullptr), _exit(1);
    sleep_msec(200);
    auto pss = pss_mb(std::uint64_t(pid));
    kill(pid, SIGKILL), waitpid(pid, nullptr, 0);
    return pss;
}

}  // namespace

void memory()
{
    Desk desk;
    auto bare = pss_of_sleep();
    double together = 0;
    for (auto& [name, pid] : desk.pids) {
        auto pss = pss_mb(pid);
        together += pss;
        print({name, pss, "MB", "sleep(1)", bare, {}});
    }
    print({"together", together, "MB", "the screen's pixels", 1280 * 800 * 4 / 1048576.0, {}});
}

void idle()
{
    Desk desk;
    watch_idle(desk);
    watch_typing(desk);
}

}  // namespace bench
