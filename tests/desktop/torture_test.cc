// One process after another is killed, at any moment, while words are typed.
#include "desktop.h"

#include "session/processes.h"
#include "styx/loop.h"
#include "styx/remote.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <gtest/gtest.h>
#include <random>
#include <thread>

namespace tests {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto unread = std::chrono::milliseconds(300);  // how long typed keys may wait, on a slow machine, to be read

int kills()
{
    const char* value = std::getenv("NINTH_KILLS");
    return value ? std::atoi(value) : 200;
}

unsigned seed()
{
    const char* value = std::getenv("NINTH_SEED");
    return value ? unsigned(std::atoi(value)) : unsigned(Clock::now().time_since_epoch().count());
}

// Types word after word, each once; those that a display may have had and lost with its life are known.
class Typist {
  public:
    explicit Typist(Desktop& d) : desktop_(d), thread_([this] { run(); }) {}
    ~Typist() { stop(); }
    void stop()
    {
        ends_ = true;
        if (thread_.joinable()) thread_.join();
    }
    struct Word {
        Clock::time_point at;
        bool is_accepted;
    };
    const std::vector<Word>& words() const { return words_; }  // after stop

  private:
    void run()
    {
        std::minstd_rand chance(1);
        std::unique_ptr<styx::Remote> display;
        while (!ends_) {
            auto at = Clock::now();
            if (!display || !display->alive()) display = dial();
            auto done = display && display->write("kbdin", "<" + std::to_string(words_.size()) + ">\n").has_value();
            words_.push_back({at, done});
            if (!done) display.reset();
            std::this_thread::sleep_for(std::chrono::milliseconds(5 + chance() % 60));
        }
    }
    std::unique_ptr<styx::Remote> dial()
    {
        auto r = styx::Remote::dial(desktop_.post("display"), "", 500);
        return r ? std::move(*r) : nullptr;
    }
    Desktop& desktop_;
    std::atomic<bool> ends_ = false;
    std::vector<Word> words_;
    std::thread thread_;
};

TEST(Torture, whatever_is_killed_nothing_typed_is_lost_and_nobody_else_dies)
{
    styx::ignore_broken_pipes();
    Desktop d;
    ASSERT_EQ(d.start().status, 0);
    put(d.file("a.txt"), "");
    auto id = d.open("note a.txt");
    auto first = seed();
    std::printf("seed %u\n", first);
    std::minstd_rand chance(first);
    struct Kill {
        std::string name;
        Clock::time_point at, back = {};
    };
    std::vector<Kill> kills_done;
    Typist typist(d);
    auto pids = d.pids();
    for (int i = 0; i < kills(); ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(chance() % 150));
        auto victim = std::next(pids.begin(), long(chance() % pids.size()));
        auto [name, pid] = *victim;
        ASSERT_TRUE(session::kill_process(pid));
        kills_done.push_back({name, Clock::now(), {}});
        std::map<std::string, std::uint64_t> now;
        ASSERT_TRUE(within(8000, [&] {
            now = d.pids();
            return now.count(name) && now[name] != pid && now.size() == pids.size() && d.state_of(id) == "running" && d.label_of(id) != "";
        })) << name << " is not back after kill " << i << ": " << d.ninth("ls").text << d.said_by(id);
        kills_done.back().back = Clock::now();
        now[name] = pid;
        ASSERT_EQ(now, pids) << "killing " << name << " took another along";
        pids = d.pids();
    }
    typist.stop();
    ASSERT_TRUE(within(5000, [&] {
        d.type(put_key);
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        return d.label_of(id) == "a.txt";
    })) << d.label_of(id) << "\n" << d.ninth("ls").text << d.said_by(id);
    // Words are there in order and once; one may be missing, or cut short, only if the display died with it unread or
    // had no window yet.
    auto& typed = typist.words();
    auto text = contents(d.file("a.txt"));
    long last = -1, there = 0;
    auto excused = [&](long n) {
        if (!typed[std::size_t(n)].is_accepted) return true;
        auto at = typed[std::size_t(n)].at;
        return std::ranges::any_of(kills_done, [&](auto& k) { return k.name == "display" && at > k.at - unread && at < k.back; });
    };
    // What was killed around the time a word was typed.
    auto around = [&](long n) {
        std::string out;
        for (auto& k : kills_done) {
            auto msec = std::chrono::duration_cast<std::chrono::milliseconds>(k.at - typed[std::size_t(n)].at).count();
            if (std::abs(msec) < 3000) out += k.name + " at " + std::to_string(msec) + " ms; ";
        }
        return out;
    };
    for (std::size_t at = 0; at < text.size();) {
        auto next = text.find('<', at + 1);
        auto word = text.substr(at, std::min(next, text.size()) - at);
        at += word.size();
        long n = std::atol(word.c_str() + 1);
        if (word != "<" + std::to_string(n) + ">\n") {  // a display took the rest of it along
            ASSERT_TRUE(last + 1 < long(typed.size()) && excused(last + 1)) << word << " after " << last << ": " << around(last);
            continue;
        }
        ASSERT_TRUE(n > last && n < long(typed.size())) << word << " after " << last << ": " << around(last);
        for (long missing = last + 1; missing < n; ++missing)
            EXPECT_TRUE(excused(missing)) << missing << " is lost, and no display died then: " << around(missing);
        last = n, ++there;
    }
    for (long missing = last + 1; missing < long(typed.size()); ++missing) EXPECT_TRUE(excused(missing)) << missing << " is lost: " << around(missing);
    std::printf("%ld of %zu words are there\n", there, typed.size());
    EXPECT_GT(there, long(typed.size()) / 2);
}

}  // namespace
}  // namespace tests
