// The order in which a line's runes are drawn: the Unicode bidirectional algorithm (UAX #9), by FriBidi.
#pragma once

#include "draw/text/protocol.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace draw::text {

// An embedding level for each rune of the line that begins and ends there in the paragraph: odd is right to left. Blanks at
// the end of the line have the paragraph's. direction: if it is automatic, it becomes what the paragraph makes it.
std::vector<std::int8_t> bidi_levels(std::span<const std::uint32_t> paragraph, std::size_t begin, std::size_t end, Direction& direction);

// Rule L2: reverses what is at each level or above, from the highest down to the lowest odd one.
template <class Items, class Level> void reorder(Items& items, Level level_of)
{
    int highest = 0;
    for (auto& item : items) highest = std::max<int>(highest, level_of(item));
    for (int level = highest; level > 0; --level)
        for (auto begin = items.begin(); begin != items.end();) {
            begin = std::find_if(begin, items.end(), [&](auto& item) { return level_of(item) >= level; });
            auto end = std::find_if(begin, items.end(), [&](auto& item) { return level_of(item) < level; });
            std::reverse(begin, end);
            begin = end;
        }
}

}  // namespace draw::text
