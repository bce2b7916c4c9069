// Blocked at every character, deep in a recursion, with all kinds of locals alive.
#include "runtime/guest/calls.h"

#include <bit>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

struct Source {
    virtual ~Source() = default;
    virtual std::string line() = 0;
};

struct Input : Source {
    std::string line() override
    {
        std::string s;
        char c = 0;
        while (calls::read(0, std::int32_t(reinterpret_cast<std::uintptr_t>(&c)), 1, -1) == 1 && c != '\n') s += c;
        return s;
    }
};

struct State {
    std::map<std::string, int> seen;
    std::uint64_t hash = 14695981039346656037u;
    double sum = 1;
    float half = 1;
    int lines = 0;

    void mix(const std::string& s)
    {
        for (unsigned char c : s) hash = (hash ^ c) * 1099511628211u;
        half = half * 0.5f + float(hash) * 0.4f;
        hash ^= std::uint64_t(double(hash) / 1.5) + std::uint64_t(half);
        sum = sum * 1.0000001 + std::sqrt(double(std::popcount(hash))) / std::countl_zero(hash >> 7 | 1);
        hash += std::uint64_t(std::int64_t(hash) / 7) + std::uint64_t(std::int64_t(hash >> 1) % 1000003) + std::rotl(hash, 9);
    }
};

using Parents = std::map<std::string, std::vector<int>>;

void descend(Source& source, int depth, State& state, int most, Parents parents)
{
    std::vector<std::string> local;
    auto tag = "d" + std::to_string(depth);
    std::function<void(const std::string&)> note = [&](const std::string& line) {
        local.push_back(tag + ":" + line);
        parents[line].push_back(depth);
        ++state.seen[line];
    };
    for (int i = 0; i < 2 && state.lines < most; ++i) {
        if (depth > 0) descend(source, depth - 1, state, most, parents);
        auto line = source.line();
        if (line.empty()) return;
        ++state.lines;
        note(line);
        std::string all;
        for (auto& l : local) all += l + ",";
        for (auto& [text, depths] : parents) all += text + "=" + std::to_string(depths.size()) + ";";
        state.mix(all);
        std::printf("%d depth=%d line=%s hash=%016llx sum=%.17g half=%.9g local=%zu seen=%zu\n", state.lines, depth, line.c_str(),
                    static_cast<unsigned long long>(state.hash), state.sum, double(state.half), local.size(), state.seen.size());
    }
}

}  // namespace

int main()
{
    std::setvbuf(stdout, nullptr, _IOLBF, 256);
    auto source = std::make_unique<Input>();
    State state;
    for (int before = -1; before != state.lines; ) {
        before = state.lines;
        descend(*source, 4, state, 60, {});
    }
    std::printf("end %d\n", state.lines);
    return 3;
}
