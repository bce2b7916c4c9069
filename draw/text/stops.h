// Where characters are within a run, of where the clusters are that shaping made of them.
#pragma once

#include "draw/text/itemize.h"

#include <vector>

namespace draw::text {

// What shaping keeps together: the runes from `rune` up to the next extent's.
struct Extent {
    std::uint32_t rune = 0;   // the first
    int left = 0, right = 0;  // pixels from where the run begins
    bool is_rtl = false;
    // Where the face says that the characters of a ligature end, in pixels from its left; empty if it does not.
    std::vector<int> carets;
};

// Extents may be in any order.
std::vector<Stop> stops_of(const Items& text, std::vector<Extent> extents);

}  // namespace draw::text
