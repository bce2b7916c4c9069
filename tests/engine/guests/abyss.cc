// Ten thousand frames deep when it is stopped.
#include "runtime/guest/calls.h"

#include <cstdio>

namespace {
__attribute__((noinline)) int down(int n)
{
    if (n == 0) {
        char c = 0;
        return ninth::call_read(0, &c, 1, -1) + c;
    }
    int below = down(n - 1);
    return below + (n & 3);
}
}  // namespace

int main()
{
    std::printf("%d\n", down(10'000));
    return 0;
}
