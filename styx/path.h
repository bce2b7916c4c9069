// Paths are UTF-8 text with / in Ninth, and what the system has them as in std::filesystem.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace styx {

inline std::filesystem::path path_of(std::string_view text)
{
    return std::filesystem::path(std::u8string(text.begin(), text.end()));
}

inline std::string text_of(const std::filesystem::path& path)
{
    auto text = path.generic_u8string();
    return {text.begin(), text.end()};
}

}  // namespace styx
