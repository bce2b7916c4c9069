// Carries numbers to a server and items from it, and keeps account of what came of each: for exactly_once_test.
//
//   courier ADDRESS COUNT      then prints the account, a line for each call: "w N ok|ERROR", "r ITEM|ERROR"
#include "runtime/guest/sys.h"

#include <cstdio>
#include <cstdlib>

namespace {

// A server that cut the connection is there again; the name is opened anew.
Result<int> open_again(int fd, const char* path, std::uint8_t mode)
{
    if (fd >= 0) (void)ninth::close(fd);
    return ninth::open(path, mode);
}

int opened(const char* path, std::uint8_t mode)
{
    int fd = -1;
    for (;;) {
        auto again = open_again(fd, path, mode);
        if (again) return *again;
    }
}

}  // namespace

int main(int, char** words)
{
    while (!ninth::mount(words[1], "/n/s")) {}
    int in = opened("/n/s/in", styx::OWRITE), out = opened("/n/s/out", styx::OREAD);
    std::string account;
    int count = std::atoi(words[2]);
    for (int n = 0; n < count; ++n) {
        auto done = ninth::write(in, std::to_string(n), 0);
        account += "w " + std::to_string(n) + " " + (done ? "ok" : done.error().text) + "\n";
        if (!done) in = opened("/n/s/in", styx::OWRITE);
        auto item = ninth::read(out, 64, 0);
        account += "r " + (item ? *item : item.error().text) + "\n";
        if (!item) out = opened("/n/s/out", styx::OREAD);
    }
    std::fprintf(stderr, "begin\n%send\n", account.c_str());
    for (;;) (void)ninth::await();
}
