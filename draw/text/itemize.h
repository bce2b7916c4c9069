// Text cut into stretches of one face, one script and one direction, in the order in which they are drawn.
//
// Directions follow the Unicode bidirectional algorithm (UAX #9) for a left-to-right line as far as strong letters,
// numbers and what is between them go; explicit controls, isolates and mirrored numbers are not looked at.
#pragma once

#include "draw/text/faces.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace draw::text {

struct ItemRune {
    std::uint32_t value;
    std::uint32_t at;  // byte of the text
};

struct Item {
    Face* face = nullptr;
    std::uint32_t script = 0;     // an hb_script_t
    int level = 0;                // UAX #9: odd is right to left; 2 is a number among such text
    std::vector<ItemRune> runes;  // in the order of the text
};

// Every byte of the text is in some rune; control characters come out as U+FFFD.
std::vector<Item> itemize(Faces&, Face& first, std::string_view utf8);

}  // namespace draw::text
