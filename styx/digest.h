// SHA-256 (FIPS 180-4): the name of a module, and of a face.
#pragma once

#include <string>
#include <string_view>

namespace styx {

std::string sha256(std::string_view bytes);  // 64 hexadecimal digits

}  // namespace styx
