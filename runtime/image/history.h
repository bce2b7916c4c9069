// Reading a life's log, while it runs or when it does not: the newest image, an older one, or the list of all.
//
// Nothing here writes or locks. What is damaged is named and left out.
#pragma once

#include "runtime/image/image.h"

namespace runtime::image {

// The newest record that is not beyond either.
struct Upto {
    std::uint64_t sequence = ~std::uint64_t(0);
    std::uint64_t time = ~std::uint64_t(0);  // ms since 1970, UTC
    bool is_bound() const { return sequence != Upto().sequence || time != Upto().time; }
};

// The newest image at or before `upto` whose base and deltas are all whole; its problems name what newer damage made it
// pass over. Blocks while the segment is read. Errors: "life 7 has no whole image: " and what is wrong with those there
// are, "life 7 has no image that old", the system's.
Result<Image> read_image(const std::string& directory, Upto = {});

struct HistoryEntry {
    std::uint64_t sequence = 0, generation = 0, time = 0;
    std::string cause;
    std::uint64_t bytes = 0;  // on the disk
    Kind kind = Kind::base;
    bool is_whole = false;  // as far as headers tell: all of it and of its chain is there; read_image sees the payload
};

struct History {
    std::vector<HistoryEntry> records;  // oldest first
    std::vector<std::string> problems;  // a sentence each
};

// Reads headers only. Errors: the system's, for the directory.
Result<History> history(const std::string& directory);

}  // namespace runtime::image
