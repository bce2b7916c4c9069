// Traps in the way the first byte says.
#include "runtime/guest/calls.h"

#include <cstdint>

namespace {
volatile int zero = 0;
volatile std::uint32_t far = 0xf0000000u;
using Function = int (*)(int);
volatile std::uintptr_t nowhere = 77777;

int deep(int n) { volatile char room[256] = {}; room[n & 255] = 1; return deep(n + 1) + room[0]; }
}  // namespace

int main()
{
    char how = 0;
    ninth::call_read(0, &how, 1, -1);
    if (how == 'b') return *reinterpret_cast<volatile int*>(far);
    if (how == 'd') return 1 / zero;
    if (how == 'u') __builtin_trap();
    if (how == 'i') return reinterpret_cast<Function>(nowhere)(1);
    if (how == 's') return deep(0);
    return 7;
}
