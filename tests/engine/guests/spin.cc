// Computes and never waits: in nested loops (l), or by recursion without a loop (r).
#include "runtime/guest/calls.h"

#include <cstdio>
#include <string>
#include <vector>

namespace {

unsigned work(int depth, unsigned seed, std::vector<std::string>& path)
{
    unsigned h = seed;
    path.push_back("n" + std::to_string(seed % 97));
    if (depth == 0)
        for (int i = 0; i < 3000; ++i) h = (h * 1664525 + 1013904223) ^ h >> 13;
    else
        for (int i = 0; i < 6; ++i) h = h * 31 + work(depth - 1, h + unsigned(i), path);
    for (auto& s : path)
        for (char c : s) h = h * 33 + static_cast<unsigned char>(c);
    path.pop_back();
    return h;
}

// The second call's result is used after it, so neither becomes a loop.
[[gnu::noinline]] unsigned fibonacci(unsigned n) { return n < 2 ? n : (fibonacci(n - 1) ^ n) + fibonacci(n - 2); }

}  // namespace

int main()
{
    char way = 0;
    calls::read(0, std::int32_t(reinterpret_cast<std::uintptr_t>(&way)), 1, -1);
    std::vector<std::string> path;
    std::printf("%08x\n", way == 'l' ? work(6, 1, path) : fibonacci(37));
    return 0;
}
