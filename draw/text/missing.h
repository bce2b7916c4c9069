// The face that has every rune: a box with its code point.
#pragma once

#include "draw/text/protocol.h"

namespace draw::text {

// Four or six hexadecimal digits in two rows, as large as the size has room for; without digits where it has none.
// size: smallest_size to largest_size.
Glyph missing_glyph(int size, std::uint32_t rune);
int missing_advance(int size, std::uint32_t rune);

}  // namespace draw::text
