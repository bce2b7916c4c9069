#include "apps/kit/breaks.h"

#include "draw/text/utf8.h"

#include <algorithm>
#include <array>

namespace kit {
namespace {

using draw::text::Rune;

// Ideographs, kana, Hangul, the full-width forms, and pictographs.
bool breaks_anywhere(std::uint32_t rune)
{
    return (rune >= 0x2e80 && rune <= 0xa4cf) || (rune >= 0xac00 && rune <= 0xd7a3) || (rune >= 0xf900 && rune <= 0xfaff) ||
           (rune >= 0xff00 && rune <= 0xffef) || (rune >= 0x1f300 && rune <= 0x1faff) || (rune >= 0x20000 && rune <= 0x3ffff);
}

constexpr std::array<std::uint32_t, 40> never_first = {
    '!', ')', ',', '.', ':', ';', '?', ']', '}', 0x2019, 0x201d, 0x2026, 0x3001, 0x3002, 0x3005, 0x3009, 0x300b, 0x300d, 0x300f, 0x3011,
    0x3015, 0x3017, 0x301f, 0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083, 0x3085, 0x3087, 0x30fb, 0x30fc, 0xff01, 0xff09, 0xff0c,
    0xff0e, 0xff1a, 0xff1f};
constexpr std::array<std::uint32_t, 14> never_last = {'(', '[', '{', 0x2018, 0x201c, 0x3008, 0x300a, 0x300c, 0x300e, 0x3010, 0x3014, 0x3016, 0xff08, 0xff3b};

Rune rune_before(std::string_view text, std::size_t offset)
{
    std::size_t begin = offset - 1;
    while (begin > 0 && offset - begin < 4 && draw::text::continues(text[begin])) --begin;
    return draw::text::first_rune(text.substr(begin));
}

}  // namespace

bool may_break(std::string_view text, std::size_t offset)
{
    char last = text[offset - 1];
    if (last == ' ' || last == '\t') return true;
    std::uint32_t before = rune_before(text, offset).value, after = draw::text::first_rune(text.substr(offset)).value;
    if (!breaks_anywhere(before) && !breaks_anywhere(after)) return false;
    return !std::ranges::binary_search(never_first, after) && !std::ranges::binary_search(never_last, before);
}

}  // namespace kit
