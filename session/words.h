// Words as rc writes them: what styx::tokens reads, written.
#pragma once

#include "styx/message.h"

#include <string>
#include <string_view>
#include <vector>

namespace session {

std::string quoted(std::string_view word);           // as it is if it is plain, else 'it''s'
std::string line_of(const styx::Names& words);       // quoted, with blanks between, without a newline
std::vector<std::string_view> lines_of(std::string_view text);  // cut at newlines that no quotes hold; views of text

// Whether a word can stand as the name of a file: no slash, no control character, not "", "." or "..", at most 64 bytes.
bool is_file_name(std::string_view word);
bool is_id(std::string_view word);                   // 8 hexadecimal digits, lower case

}  // namespace session
