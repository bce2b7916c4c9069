// What Unicode says of runes, as far as drawing text needs it. The tables are utf8proc's and HarfBuzz's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace draw::text {

// Says how others are drawn and is not seen itself: joiners, variation selectors, marks of direction, tags.
bool is_ignorable(std::uint32_t rune);

constexpr bool is_control(std::uint32_t rune) { return rune < 0x20 || (rune >= 0x7f && rune < 0xa0); }

// Whether a grapheme cluster is shown as an emoji, in colour: a flag, a keycap, what ends in U+FE0F, what is an emoji by
// itself and does not end in U+FE0E.
bool is_emoji(std::span<const std::uint32_t> cluster);

// How many columns of a terminal a grapheme cluster takes, 1 or 2: 2 if it is East Asian wide or an emoji.
int cells(std::span<const std::uint32_t> cluster);

// An hb_script_t.
std::uint32_t script_of(std::uint32_t rune);

// UAX #9, table 4, in its order; none for what is not assigned.
enum class BidiClass : std::uint8_t { none, L, LRE, LRO, R, AL, RLE, RLO, PDF, EN, ES, ET, AN, CS, NSM, BN, B, S, WS, ON, LRI, RLI, FSI, PDI };
BidiClass bidi_class(std::uint32_t rune);

// Where grapheme clusters begin (UAX #29), as indices of runes.
std::vector<std::uint32_t> grapheme_starts(std::span<const std::uint32_t> runes);

}  // namespace draw::text
