#include "draw/text/unicode.h"

#include <hb.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

namespace draw::text {
namespace {

constexpr std::uint32_t text_selector = 0xfe0e, emoji_selector = 0xfe0f;

struct Range {
    std::uint32_t first, last;
};

bool is_in(std::span<const Range> ascending, std::uint32_t rune)
{
    auto next = std::ranges::upper_bound(ascending, rune, {}, &Range::first);
    return next != ascending.begin() && rune <= (next - 1)->last;
}

// Default_Ignorable_Code_Point, what is not assigned left out.
constexpr std::array<Range, 16> ignorable = {{{0xad, 0xad}, {0x34f, 0x34f}, {0x61c, 0x61c}, {0x115f, 0x1160}, {0x17b4, 0x17b5},
    {0x180b, 0x180f}, {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},
    {0xffa0, 0xffa0}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}}};

// Wide pictographs that are text where nothing says otherwise.
constexpr std::array<Range, 6> text_by_default = {{{0x3030, 0x3030}, {0x303d, 0x303d}, {0x3297, 0x3299}, {0x1f202, 0x1f202},
                                                   {0x1f237, 0x1f237}, {0x1f260, 0x1f265}}};
constexpr Range flag_letters = {0x1f1e6, 0x1f1ff}, skin_tones = {0x1f3fb, 0x1f3ff};

// Unicode's Emoji_Presentation: pictographs are wide just if they have it, but for a few.
bool is_emoji_by_default(std::uint32_t rune)
{
    if (rune < 0x80) return false;
    if (is_in(std::array{flag_letters, skin_tones}, rune)) return true;
    auto* property = utf8proc_get_property(utf8proc_int32_t(rune));
    return property->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC && property->charwidth == 2 && !is_in(text_by_default, rune);
}

bool has(std::span<const std::uint32_t> runes, std::uint32_t rune) { return std::ranges::find(runes, rune) != runes.end(); }

}  // namespace

bool is_ignorable(std::uint32_t rune) { return rune >= ignorable[0].first && is_in(ignorable, rune); }

bool is_emoji(std::span<const std::uint32_t> cluster)
{
    if (cluster.size() > 1 && has(cluster, emoji_selector)) return true;
    return is_emoji_by_default(cluster[0]) && !has(cluster, text_selector);
}

int cells(std::span<const std::uint32_t> cluster)
{
    return is_emoji(cluster) || utf8proc_charwidth(utf8proc_int32_t(cluster[0])) == 2 ? 2 : 1;
}

std::uint32_t script_of(std::uint32_t rune) { return std::uint32_t(hb_unicode_script(hb_unicode_funcs_get_default(), rune)); }

static_assert(int(BidiClass::L) == UTF8PROC_BIDI_CLASS_L && int(BidiClass::NSM) == UTF8PROC_BIDI_CLASS_NSM && int(BidiClass::PDI) == UTF8PROC_BIDI_CLASS_PDI);

BidiClass bidi_class(std::uint32_t rune) { return BidiClass(utf8proc_get_property(utf8proc_int32_t(rune))->bidi_class); }

std::vector<std::uint32_t> grapheme_starts(std::span<const std::uint32_t> runes)
{
    std::vector<std::uint32_t> starts;
    utf8proc_int32_t state = 0;
    for (std::uint32_t i = 0; i < runes.size(); ++i)
        if (i == 0 || utf8proc_grapheme_break_stateful(utf8proc_int32_t(runes[i - 1]), utf8proc_int32_t(runes[i]), &state))
            starts.push_back(i);
    return starts;
}

}  // namespace draw::text
