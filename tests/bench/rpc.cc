// Reads of a client and our server in two processes over a Unix socket, against plain blocking sockets that pass messages
// of the same sizes to and fro: both ends on one CPU, then on two. Each number is the best of five, taken by turns, so
// that what else the machine does falls on all alike.
#include "bench.h"

#include "styx/handlers.h"
#include "styx/remote.h"
#include "styx/serve.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <csignal>
#include <sched.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace bench {
namespace {

using namespace styx;

constexpr std::size_t data_size = 64;                  // what one read gives
constexpr std::size_t request_size = 23;               // Tread: size[4] type[1] tag[2] fid[4] offset[8] count[4]
constexpr std::size_t answer_size = 11 + data_size;    // Rread: size[4] type[1] tag[2] count[4] data[count]
constexpr unsigned batch = 32;
constexpr double seconds = 0.3;                        // of each measurement
constexpr int turns = 5;

void pin(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) std::perror("sched_setaffinity"), std::exit(1);
}

// Calls `round`, which does `n` exchanges, until the time is up; exchanges a second.
template <class F> double rate(unsigned n, F round)
{
    for (int i = 0; i < 200; ++i) round();
    Stopwatch since;
    unsigned long rounds = 0;
    for (; since.msec() < seconds * 1000; rounds += 64)
        for (int i = 0; i < 64; ++i) round();
    return double(rounds) * n / since.msec() * 1000;
}

void put(int fd, const char* bytes, std::size_t n)
{
    if (::write(fd, bytes, n) != ssize_t(n)) _exit(1);
}

std::size_t get(int fd, char* bytes, std::size_t least, std::size_t most)
{
    std::size_t n = 0;
    while (n < least) {
        auto r = ::read(fd, bytes + n, most - n);
        if (r <= 0) _exit(0);  // the other end is done
        n += std::size_t(r);
    }
    return n;
}

struct Child {
    pid_t pid;
    ~Child() { kill(pid, SIGKILL), waitpid(pid, nullptr, 0); }
};

template <class F> Child child(int cpu, F run)
{
    auto pid = fork();
    if (pid == 0) pin(cpu), run(), _exit(0);
    return {pid};
}

double raw(int cpu, unsigned outstanding)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) std::exit(1);
    auto other = child(cpu, [&] {
        close(ends[0]);
        static char in[batch * request_size], out[batch * answer_size];
        for (std::size_t have = 0;;) {
            have += get(ends[1], in + have, 1, sizeof in - have);
            auto n = have / request_size;
            have %= request_size;
            if (n) put(ends[1], out, n * answer_size);
        }
    });
    close(ends[1]);
    static char in[batch * answer_size], out[batch * request_size];
    auto per_second = rate(outstanding, [&] {
        put(ends[0], out, outstanding * request_size);
        get(ends[0], in, outstanding * answer_size, outstanding * answer_size);
    });
    close(ends[0]);
    return per_second;
}

void serve(const std::string& address, int ready)
{
    Loop loop;
    Server server;
    server.attach = attach_to(dir("/", {file("data", 0444, [](ReadRequest r) {
        static const std::string bytes(data_size, 'x');
        r.reply(bytes);
    })}));
    auto l = loop.listen(address, [&](auto channel) { server.serve(std::move(channel)); });
    if (!l) std::fprintf(stderr, "%s\n", l.error().text.c_str()), _exit(1);
    put(ready, "!", 1);
    loop.run();
}

struct Rates {
    double remote = 0, client = 0, batched = 0;
};

Rates ours(int cpu)
{
    auto address = "unix!/tmp/rpc-bench-" + std::to_string(getpid());
    int ready[2];
    if (pipe(ready) != 0) std::exit(1);
    auto other = child(cpu, [&] { serve(address, ready[1]); });
    char mark;
    get(ready[0], &mark, 1, 1);
    close(ready[0]), close(ready[1]);
    auto remote = Remote::dial(address);
    if (!remote) std::fprintf(stderr, "%s\n", remote.error().text.c_str()), std::exit(1);
    auto& r = **remote;
    auto f = r.open("data", OREAD);
    if (!f) std::exit(1);
    Rates rates;
    rates.remote = rate(1, [&] {
        if (auto piece = r.read(*f, 0, data_size); !piece || piece->size() != data_size) std::exit(1);
    });
    unsigned waiting = 0;
    auto ask = [&](unsigned n) {
        for (waiting = n; n > 0; --n)
            r.client().ask(Tread{f->fid, 0, data_size}, [&](Result<Rread> answer) {
                if (!answer || answer->data.bytes.size() != data_size) std::exit(1);
                --waiting;
            });
        r.loop().run_until([&] { return waiting == 0; });
    };
    rates.client = rate(1, [&] { ask(1); });
    rates.batched = rate(batch, [&] { ask(batch); });
    unlink(address.substr(5).c_str());
    return rates;
}

void measure(int cpu)
{
    double plain = 0, plain_batched = 0;
    Rates best;
    for (int turn = 0; turn < turns; ++turn) {
        plain = std::max(plain, raw(cpu, 1));
        plain_batched = std::max(plain_batched, raw(cpu, batch));
        auto r = ours(cpu);
        best = {std::max(best.remote, r.remote), std::max(best.client, r.client), std::max(best.batched, r.batched)};
    }
    auto where = cpu ? ", two CPUs" : ", one CPU";
    auto goal = ratio_at_least(0.7);
    print({"one outstanding" + std::string(where), best.client, "/s", "plain socket", plain, goal});
    print({"one outstanding, blocking calls" + std::string(where), best.remote, "/s", "plain socket", plain, {}});
    print({"32 outstanding" + std::string(where), best.batched, "/s", "plain socket, 32 at once", plain_batched, {}});
}

}  // namespace

void rpc()
{
    cpu_set_t before;
    sched_getaffinity(0, sizeof before, &before);
    for (int cpu : {0, 1}) {
        if (cpu >= sysconf(_SC_NPROCESSORS_ONLN)) break;
        pin(0);
        measure(cpu);
    }
    sched_setaffinity(0, sizeof before, &before);
}

}  // namespace bench
