// A process that runs a life of the model's, for tests that kill it or look on.
//
//   image_life hold DIRECTORY READY        has the log open, makes the file READY, and stays
//   image_life look DIRECTORY              asks for ever whether somebody has it open
//   image_life append DIRECTORY SEED TOLD  appends for ever; the file TOLD has the number of each record, 8 bytes, once it
//                                          is durable
//   image_life prune DIRECTORY SEED N      goes on with a life of one base to N records; of what came before a base
//                                          nothing stays
#include "model.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace tests {
namespace {

using namespace runtime::image;
using Words = std::span<char*>;

int hold(Words words)
{
    auto log = Log::open(words[0]);
    if (!log) return 1;
    write_all(words[1], "ready");
    for (;;) std::this_thread::sleep_for(std::chrono::seconds(1));
}

int look(Words words)
{
    for (;;) (void)is_locked(words[0]);
}

int append(Words words)
{
    auto log = Log::open(words[0]);
    auto* told = std::fopen(words[2], "ab");
    Life life(unsigned(std::atoi(words[1])));
    for (std::uint64_t i = 1; log && told; ++i) {
        life.live();
        auto record = life.record(log->needs_base() || i % 6 == 0 ? Kind::base : Kind::delta);
        if (i < log->next_sequence()) continue;
        if (!log->append(record) || std::fwrite(&i, sizeof i, 1, told) != 1 || std::fflush(told) != 0) break;
    }
    return 1;
}

int told(const Error& why)
{
    std::fprintf(stderr, "%s\n", why.text.c_str());
    return 1;
}

int prune(Words words)
{
    auto log = Log::open(words[0]);
    Life life(unsigned(std::atoi(words[1])));
    life.live();
    (void)life.record(Kind::base);
    for (int i = 1; log && i < std::atoi(words[2]); ++i) {
        life.live();
        if (auto kept = log->append(life.record(i % 3 == 0 ? Kind::base : Kind::delta)); !kept) return told(kept.error());
        if (auto pruned = log->prune(0); !pruned) return told(pruned.error());
    }
    return log ? 0 : 1;
}

struct Verb {
    std::string_view name;
    std::size_t words;
    int (*run)(Words);
};
constexpr Verb verbs[] = {{"hold", 2, hold}, {"look", 1, look}, {"append", 3, append}, {"prune", 3, prune}};

}  // namespace
}  // namespace tests

int main(int count, char** words)
{
    std::span all(words, std::size_t(count));
    for (auto& verb : tests::verbs)
        if (all.size() == verb.words + 2 && verb.name == all[1]) return verb.run(all.subspan(2));
    return 2;
}
