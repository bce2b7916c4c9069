// Where characters are within a run, of where the clusters are that shaping made of them.
#pragma once

#include "draw/text/itemize.h"

#include <functional>
#include <vector>

namespace draw::text {

// What shaping keeps together: the runes from `rune` up to the next extent's.
struct Extent {
    std::uint32_t rune = 0;   // the first
    int left = 0, right = 0;  // pixels from where the run begins
    bool is_rtl = false;
    // If it is one glyph, of that face.
    Face* face = nullptr;
    std::uint32_t glyph = 0;
};

// Where the face says that the characters of a ligature end, in pixels from its left; empty if it does not.
using LigatureCarets = std::function<std::vector<int>(const Extent&)>;

// Extents may be in any order.
std::vector<Stop> stops_of(const Items& text, std::vector<Extent> extents, const LigatureCarets&);

}  // namespace draw::text
