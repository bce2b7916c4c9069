// A life as a test knows it: its memory in strings, and what every moment of it looked like.
#pragma once

#include "runtime/image/history.h"
#include "runtime/image/log.h"
#include "tests/child.h"
#include "tests/scratch.h"
#include "tests/within.h"

#include <filesystem>
#include <random>
#include <set>

namespace tests {

namespace image = runtime::image;

std::string in_memory();  // a place for a scratch: thousands of syncs would be the time of these tests

struct Moment {
    std::uint64_t generation = 1, sequence = 0, time = 1'000'000;
    std::string cause, state;
    std::map<std::uint8_t, std::string> memory;  // by region
    bool operator==(const Moment&) const = default;
};

Moment moment_of(const image::Image&);
std::ostream& operator<<(std::ostream&, const Moment&);

// A program that changes its memory by chance, the same way for the same seed.
class Life {
  public:
    explicit Life(unsigned seed);

    void live();  // writes in some pages, clears some, grows or shrinks a region
    // The next record, of what changed since the last. Its pages are views of `now`.
    image::Record record(image::Kind);

    Moment now;

  private:
    int chance(int below) { return int(random_() % unsigned(below)); }
    void write_page(std::uint8_t region, std::uint32_t page);
    void resize(std::uint8_t region);
    std::vector<image::PageRun> runs(std::uint8_t region, image::Kind) const;

    std::mt19937 random_;
    std::map<std::uint8_t, std::set<std::uint32_t>> dirty_;
};

// A log of `count` records whose every record `base_every` is a base, and the moment each of them holds.
std::vector<Moment> write_life(const std::string& directory, unsigned seed, int count, int base_every);

std::vector<std::string> segments(const std::string& directory);  // paths, oldest first
std::string read_all(const std::string& path);
void write_all(const std::string& path, std::string_view bytes);
// Where each record of a segment begins, then where the last one ends.
std::vector<std::uint64_t> record_offsets(const std::string& segment);

}  // namespace tests
