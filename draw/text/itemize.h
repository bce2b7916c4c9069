// Text cut into stretches of one face, one script and one direction, in the order in which they are drawn.
#pragma once

#include "draw/text/faces.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace draw::text {

struct Item {
    Face* face = nullptr;              // null: no face has these runes
    std::uint32_t script = 0;          // an hb_script_t
    int level = 0;                     // UAX #9: odd is right to left
    bool is_emoji = false;
    std::uint32_t begin = 0, end = 0;  // runes of the text
};

struct Items {
    Direction direction = Direction::ltr;  // of the line
    std::vector<std::uint32_t> runes;      // of the text, in its order; controls come out as U+FFFD
    std::vector<std::uint32_t> at;         // the byte each rune begins at, and the size of the text behind them
    std::vector<std::uint32_t> around;     // of what its paragraph has before and after it
    std::vector<std::uint32_t> starts;     // of grapheme clusters: indices of runes
    std::vector<Item> items;               // from left to right
};

Items itemize(Faces&, Face& first, std::string_view utf8, const Setting&);

// Whether the letters of a script neither join nor change places: each is drawn by itself.
bool is_plain_script(std::uint32_t script);

}  // namespace draw::text
