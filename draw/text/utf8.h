// Runes in UTF-8 text in which nothing is ever lost: every byte that is no part of a rune is a rune by itself.
#pragma once

#include <cstdint>
#include <string_view>

namespace draw::text {

constexpr std::uint32_t replacement = 0xfffd;  // what a byte stands for that is no part of a rune

struct Rune {
    std::uint32_t value = replacement;
    std::uint32_t size = 1;  // in bytes
};

// The first rune of a text that is not empty. Overlong forms, surrogates, what is beyond U+10FFFF and what is cut off
// are malformed (RFC 3629): their first byte is taken alone.
constexpr Rune first_rune(std::string_view text)
{
    auto byte = [&](std::size_t i) { return std::uint32_t(std::uint8_t(text[i])); };
    std::uint32_t lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    std::uint32_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return {};
    std::uint32_t value = lead & (0x7fu >> size);
    for (std::uint32_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {};
        value = value << 6 | (byte(i) & 0x3f);
    }
    constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < smallest[size] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return {};
    return {value, size};
}

// Whether a byte cannot begin a rune of well-formed text.
constexpr bool continues(char c) { return (std::uint8_t(c) & 0xc0) == 0x80; }

}  // namespace draw::text
