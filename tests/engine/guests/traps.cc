// Does the wrong thing it is asked for.
#include "runtime/guest/calls.h"

#include <cstdio>
#include <cstdlib>
#include <limits>

namespace {

int byte()
{
    char c = 0;
    return calls::read(0, std::int32_t(reinterpret_cast<std::uintptr_t>(&c)), 1, -1) == 1 ? c : 0;
}

// What the compiler must not know.
template <class T> T hidden(T value)
{
    volatile T v = value;
    return v;
}

template <class T = int> volatile T* at(unsigned address) { return reinterpret_cast<volatile T*>(hidden(address)); }

[[gnu::noinline]] unsigned without_end(unsigned n) { return n == 0 ? 0 : without_end(n + 2) * 3 + n; }

[[gnu::noinline]] unsigned with_arrays(unsigned n)
{
    volatile char room[4096];
    room[n % 4096] = char(n);
    return n == 0 ? 0 : with_arrays(n + 2) + unsigned(room[n % 4096]);
}

[[gnu::noinline]] unsigned asking(unsigned n)
{
    calls::poll();
    return n == 0 ? 0 : asking(n + 2) * 3 + n;
}

void store_beyond() { *at(0x40000000) = 1; }
void load_beyond() { std::printf("%d\n", *at(0x40000000)); }
void store_below() { *at(0xfffffffc) = 1; }
void store_area() { *at(0xfc000000) = 1; }
void store_far() { *at<long long>(0xffffffff) = 1; }
void divide() { std::printf("%d\n", hidden(7) / hidden(0)); }
void overflow() { std::printf("%d\n", hidden(std::numeric_limits<int>::min()) / hidden(-1)); }
void reach() { __builtin_trap(); }
void call_nowhere() { reinterpret_cast<void (*)(int)>(hidden(9999))(1); }
void call_other_type() { reinterpret_cast<int (*)(double, double)>(hidden(&store_beyond))(1, 2); }
void recurse() { std::printf("%u\n", without_end(1)); }
void recurse_with_arrays() { std::printf("%u\n", with_arrays(1)); }
void recurse_asking() { std::printf("%u\n", asking(1)); }
void fill_beyond() { __builtin_memset(const_cast<int*>(at(0x0fff0000)), 1, hidden(0x7fffffff)); }
void leave() { std::exit(7); }
void give_up() { std::abort(); }

struct Deed {
    char letter;
    void (*run)();
};
constexpr Deed deeds[] = {
    {'s', store_beyond}, {'l', load_beyond}, {'b', store_below},    {'a', store_area},          {'f', store_far},
    {'d', divide},       {'o', overflow},    {'u', reach},          {'n', call_nowhere},        {'t', call_other_type},
    {'r', recurse},      {'R', recurse_with_arrays}, {'m', fill_beyond}, {'x', leave},          {'g', give_up},
    {'h', recurse_asking},
};

}  // namespace

int main()
{
    auto letter = byte();
    for (auto& deed : deeds)
        if (deed.letter == letter) deed.run();
    std::puts("still here");
    return 0;
}
