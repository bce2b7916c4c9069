// What a client waits for while another one keeps the display busy: each draws in a window of its own, over sockets, as
// programs do. The display is a process; so is the hostile client.
#include "bench.h"

#include "../desktop/desktop.h"
#include "../winserver/hostile.h"

#include "draw/client.h"
#include "styx/remote.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {
namespace {

// A client with a window, which waits for each answer.
class Client {
  public:
    explicit Client(const std::string& address) : remote_(std::move(styx::Remote::dial(address, "new -s 600 400").value()))
    {
        auto ctl = remote_->open("draw/new", styx::ORDWR).value();
        auto number = std::stoi(remote_->read(ctl, 0, 144).value());
        data = remote_->open("draw/" + std::to_string(number) + "/data", styx::ORDWR).value();
    }
    bool write(const std::string& messages) { return remote_->write(data, 0, messages).has_value(); }
    styx::Remote& remote() { return *remote_; }
    styx::OpenFile data;

  private:
    std::unique_ptr<styx::Remote> remote_;
};

// Until it is killed. Sends the next write before the last is answered: there is always one.
[[noreturn]] void be_hostile(const std::string& address, const tests::Hostile& kind, int ready)
{
    Client c(address);
    if (!kind.prepare.empty() && !c.write(kind.prepare)) _exit(1);
    auto all = tests::write_of(kind);
    std::function<void()> send = [&] {
        c.remote().client().ask(styx::Twrite{c.data.fid, 0, {all}}, [&](Result<styx::Rwrite>) { send(); });
    };
    for (int i = 0; i < 4; ++i) send();
    (void)!::write(ready, "!", 1);
    c.remote().loop().run_until([] { return false; });
    _exit(0);
}

// One small draw and `v`, in one write, with its answer.
std::vector<double> waits(Client& c, int count)
{
    using namespace draw;
    std::vector<double> all;
    for (int i = 0; i < count; ++i) {
        Rect r{{i % 500, 0}, {i % 500 + 40, 40}};
        auto m = message('d', 0u, 1u, 1u, r, Point{}, Point{}) + "v";
        Stopwatch since;
        if (!c.write(m)) std::exit(1);
        all.push_back(since.msec());
        usleep(500);
    }
    return all;
}

}  // namespace

void fairness()
{
    tests::Desktop d;
    if (d.start("1280x800").status != 0) return note("the desktop did not start");
    auto address = d.post("display-app");
    constexpr int count = 300;
    Client c(address);
    (void)c.write(allocate_color(1, 0x336699ff));
    (void)waits(c, 20);
    auto alone = waits(c, count);
    print({"a small draw, alone, median", median(alone), "ms", "", 0, {}});
    print({"… worst of 300", percentile(alone, 100), "ms", "", 0, {}});
    for (auto& kind : tests::hostile_kinds()) {
        int ready[2];
        if (pipe(ready) != 0) return;
        auto pid = fork();
        if (pid == 0) be_hostile(address, kind, ready[1]);
        char mark;
        close(ready[1]);
        bool is_ready = ::read(ready[0], &mark, 1) == 1;
        close(ready[0]);
        auto all = is_ready ? waits(c, count) : std::vector<double>{};
        kill(pid, SIGKILL), waitpid(pid, nullptr, 0);
        if (!is_ready) note(kind.name + ": was not prepared");
        print({"beside " + kind.name + ", median", median(all), "ms", "a frame", 1000.0 / 60, ratio_at_most(0.5)});
        print({"… worst of 300", percentile(all, 100), "ms", "a frame", 1000.0 / 60, ratio_at_most(2)});
    }
}

}  // namespace bench
