// Keeps timers in the air, and writes between them. Says so and ends when an answer is not the one to what was asked.
#include "runtime/guest/calls.h"
#include "runtime/guest/sys.h"

#include <cstdio>

int main()
{
    auto file = ninth::create("/tmp/balls", 0600, styx::OWRITE);
    if (!file) return std::fprintf(stderr, "%s\n", file.error().text.c_str()), 1;
    for (unsigned i = 1; i <= 6; ++i) (void)ninth::atimer(i);
    std::fprintf(stderr, "begun\n");
    for (int n = 0;; ++n) {
        auto c = ninth::await();
        if (!c) return std::fprintf(stderr, "await: %s\n", c.error().text.c_str()), 1;
        if (c->kind != ninth::abi::Kind::timer) continue;  // thawed
        (void)ninth::atimer(1 + unsigned(n) % 3);
        char text[100] = {};
        int size = 1 + n % int(sizeof text);
        auto taken = calls::write(*file, std::int32_t(reinterpret_cast<std::uintptr_t>(text)), size, 0);
        if (taken != size) return std::fprintf(stderr, "a write of %d bytes was told %d\n", size, int(taken)), 1;
    }
}
