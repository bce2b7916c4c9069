#include "draw/text/bidi.h"

#include <fribidi.h>

namespace draw::text {
namespace {

// Hebrew's block is the first that runs right to left, and there is no mark of direction before it.
constexpr std::uint32_t first_rtl = 0x590;

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

std::vector<std::int8_t> bidi_levels(std::span<const std::uint32_t> line, Direction& direction)
{
    bool is_simple = direction != Direction::rtl && std::ranges::all_of(line, [](std::uint32_t rune) { return rune < first_rtl; });
    std::vector<std::int8_t> levels(line.size(), 0);
    if (is_simple || line.empty()) {
        if (direction == Direction::automatic) direction = Direction::ltr;
        return levels;
    }
    auto n = FriBidiStrIndex(line.size());
    std::vector<FriBidiCharType> types(line.size());
    std::vector<FriBidiBracketType> brackets(line.size());
    fribidi_get_bidi_types(line.data(), n, types.data());
    fribidi_get_bracket_types(line.data(), n, types.data(), brackets.data());
    FriBidiParType base = asked(direction);
    bool done = fribidi_get_par_embedding_levels_ex(types.data(), brackets.data(), n, &base, levels.data()) != 0 &&
                fribidi_reorder_line(FRIBIDI_FLAGS_DEFAULT, types.data(), n, 0, base, levels.data(), nullptr, nullptr) != 0;
    if (!done) levels.assign(line.size(), 0);  // deeper than FriBidi goes, or no memory
    direction = FRIBIDI_IS_RTL(base) ? Direction::rtl : Direction::ltr;
    return levels;
}

}  // namespace draw::text
