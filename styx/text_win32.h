// Text as Windows has it: UTF-16, while all of Ninth is UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace styx {

std::wstring wide(std::string_view utf8);     // what is no UTF-8 becomes U+FFFD
std::string narrow(std::wstring_view utf16);  // so does half a surrogate pair
std::string system_reason(unsigned long code);  // of GetLastError: the system's words, without full stop and newline

}  // namespace styx
