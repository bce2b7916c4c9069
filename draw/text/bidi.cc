#include "draw/text/bidi.h"

#include "draw/text/unicode.h"

#include <fribidi.h>

#include <array>
#include <iterator>

namespace draw::text {
namespace {

// Unicode keeps what runs right to left in these blocks, also what it has not assigned yet; and the marks of direction.
bool may_turn(std::uint32_t rune)
{
    if (rune < 0x590) return false;
    if (rune < 0x900) return true;
    if (rune < 0xfb1d) return rune >= 0x200e && rune <= 0x2069;
    return rune < 0xff00 || (rune >= 0x10800 && rune < 0x11000) || (rune >= 0x1e800 && rune < 0x1f000);
}

// By BidiClass.
constexpr std::array<FriBidiCharType, 24> types = {
    0, FRIBIDI_TYPE_LTR, FRIBIDI_TYPE_LRE, FRIBIDI_TYPE_LRO, FRIBIDI_TYPE_RTL, FRIBIDI_TYPE_AL, FRIBIDI_TYPE_RLE, FRIBIDI_TYPE_RLO,
    FRIBIDI_TYPE_PDF, FRIBIDI_TYPE_EN, FRIBIDI_TYPE_ES, FRIBIDI_TYPE_ET, FRIBIDI_TYPE_AN, FRIBIDI_TYPE_CS, FRIBIDI_TYPE_NSM, FRIBIDI_TYPE_BN,
    FRIBIDI_TYPE_BS, FRIBIDI_TYPE_SS, FRIBIDI_TYPE_WS, FRIBIDI_TYPE_ON, FRIBIDI_TYPE_LRI, FRIBIDI_TYPE_RLI, FRIBIDI_TYPE_FSI, FRIBIDI_TYPE_PDI};

// FriBidi's own table is of an older Unicode; it knows what is not assigned by the block it is in.
FriBidiCharType type_of(std::uint32_t rune)
{
    BidiClass known = bidi_class(rune);
    return known == BidiClass::none ? fribidi_get_bidi_type(rune) : types[std::size_t(known)];
}

FriBidiParType asked(Direction direction)
{
    switch (direction) {
    case Direction::ltr: return FRIBIDI_PAR_LTR;
    case Direction::rtl: return FRIBIDI_PAR_RTL;
    case Direction::automatic: break;
    }
    return FRIBIDI_PAR_ON;
}

}  // namespace

std::vector<std::int8_t> bidi_levels(std::span<const std::uint32_t> paragraph, std::size_t begin, std::size_t end, Direction& direction)
{
    bool is_simple = direction != Direction::rtl && std::ranges::none_of(paragraph, may_turn);
    if (is_simple || paragraph.empty()) {
        if (direction == Direction::automatic) direction = Direction::ltr;
        return std::vector<std::int8_t>(end - begin, 0);
    }
    std::vector<std::int8_t> levels(paragraph.size(), 0);
    auto n = FriBidiStrIndex(paragraph.size());
    std::vector<FriBidiCharType> own;
    std::vector<FriBidiBracketType> brackets(paragraph.size());
    std::ranges::transform(paragraph, std::back_inserter(own), type_of);
    fribidi_get_bracket_types(paragraph.data(), n, own.data(), brackets.data());
    FriBidiParType base = asked(direction);
    bool done = fribidi_get_par_embedding_levels_ex(own.data(), brackets.data(), n, &base, levels.data()) != 0;
    if (done && end > begin)
        done = fribidi_reorder_line(FRIBIDI_FLAGS_DEFAULT, own.data(), FriBidiStrIndex(end - begin), FriBidiStrIndex(begin), base, levels.data(),
                                    nullptr, nullptr) != 0;
    if (!done) levels.assign(paragraph.size(), 0);  // deeper than FriBidi goes, or no memory
    direction = FRIBIDI_IS_RTL(base) ? Direction::rtl : Direction::ltr;
    return {levels.begin() + std::ptrdiff_t(begin), levels.begin() + std::ptrdiff_t(end)};
}

}  // namespace draw::text
