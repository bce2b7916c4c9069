// Computes without a call that waits: only polls can stop it.
#include <cstdint>
#include <cstdio>

namespace {
volatile int rounds = 60'000'000;
}

int main()
{
    std::uint32_t a = 1, b = 2;
    for (int i = 0; i < rounds; ++i) {
        a = a * 1664525u + 1013904223u;
        b ^= a >> 7;
        if ((i & 0xffffff) == 0) std::printf("%u\n", b);
    }
    std::printf("result %u\n", b);
    return 0;
}
