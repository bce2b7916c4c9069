// Where a line of text may be broken: after blanks, and between letters of writing that has none.
#pragma once

#include <cstddef>
#include <string_view>

namespace kit {

// Before the byte at `offset`, where a character begins that is not the first. Chinese, Japanese and Korean are broken
// between any two letters but before marks that close and after marks that open (JIS X 4051, kinsoku); Thai, which would
// need a dictionary, is not.
bool may_break(std::string_view text, std::size_t offset);

}  // namespace kit
