// SHA-256 (FIPS 180-4): the name of a module, and of a face.
#pragma once

#include <string>
#include <string_view>

namespace styx {

std::string sha256(std::string_view bytes);  // 64 hexadecimal digits, small letters

inline bool is_sha256(std::string_view text)
{
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace styx
