// heap -MEGABYTES: holds so much memory, full of what no compressor makes smaller, and at each key writes to one page in
// a hundred, each time to other ones.
#include "apps/kit/app.h"

#include <cstdio>
#include <cstdlib>

namespace {

using namespace kit;

constexpr std::size_t page = 4096;  // bytes, of an image

struct Noise {
    std::uint64_t state = 88172645463325252;  // xorshift64: G. Marsaglia, Xorshift RNGs (2003)
    std::uint64_t next()
    {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        return state;
    }
};

Result<> run(Window& window, std::vector<std::uint64_t>& memory)
{
    constexpr std::size_t words = page / sizeof(std::uint64_t);
    Noise noise;
    for (auto& word : memory) word = noise.next();
    for (std::size_t round = 0;;) {
        window.label("round " + std::to_string(round) + ": " + std::to_string(memory[round % memory.size()] % 10));
        window.image().draw(window.image().r(), window.display().color(round % 2 ? 0xffeeddff : 0xddeeffff));
        DO(window.display().flush());
        auto event = TRY(window.wait());
        if (!std::get_if<Key>(&event)) continue;
        for (auto at = round++ % 100 * words; at < memory.size(); at += 100 * words) memory[at] = noise.next();
    }
}

}  // namespace

int main(int count, char** words)
{
    if (count != 2 || words[1][0] != '-') return std::fprintf(stderr, "usage: heap -MEGABYTES\n"), 2;
    std::vector<std::uint64_t> memory((std::size_t(-std::atoi(words[1])) << 20) / sizeof(std::uint64_t));
    auto window = Window::open("heap");
    if (!window) return 1;
    return run(**window, memory) ? 0 : 1;
}
