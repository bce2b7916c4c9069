// Plan 9's fixed-width numbers, "%11d " each, and the text of images: what the files of a window are made of.
#pragma once

#include "draw/image.h"
#include "styx/message.h"

#include <initializer_list>
#include <string>

namespace winserver {

std::string fields(std::initializer_list<int> numbers);  // 12 bytes each, right-justified, a blank after each
std::string field(std::string_view word);                // the same for a word

// image(6), not compressed: chan minx miny maxx maxy, 12 bytes each, then the rows.
std::string image_text(const draw::Image&);

// A whole number. Error: `not a number: WORD`.
Result<int> number(std::string_view word);
Result<std::uint64_t> long_number(std::string_view word);

std::string scale_text(double scale);  // "1", "1.25"

// word as rc writes it, always in quotes: 'it''s'
std::string rc_quote(std::string_view word);

// UTF-8 cut into its runes, one piece of text each. Error: `bad utf-8`.
Result<styx::Names> runes(std::string_view text);

}  // namespace winserver
