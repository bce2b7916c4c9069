// The twelve Porter-Duff operators, with Plan 9's numbers: each is a sum of the four regions it keeps (draw(2)).
#pragma once

#include <cstdint>

namespace draw {

enum class Op : std::uint8_t {
    Clear = 0,
    DoutS = 1,
    SoutD = 2,
    SxorD = 3,
    DinS = 4,
    D = 5,
    DatopS = 6,
    DoverS = 7,
    SinD = 8,
    SatopD = 9,
    S = 10,
    SoverD = 11,
};

constexpr int op_count = 12;

// Whether op has the region: keeps(Op::SoverD, Op::DoutS).
constexpr bool keeps(Op op, Op region) { return (std::uint8_t(op) & std::uint8_t(region)) != 0; }

}  // namespace draw
