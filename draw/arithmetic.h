// The arithmetic of compositing, as libmemdraw rounds it: products of bytes over 255, to the nearest, one rounding
// for a sum of two. Every way of drawing computes exactly this.
//
// With ma the mask, sa and da the alphas of source and destination (255 where there is none), for each channel:
//     dst = (fs * src + fd * dst) / 255
//     fs  = ma * (SinD ? da : 0 + SoutD ? 255 - da : 0) / 255
//     fd  =      (DinS ? sa * ma / 255 : 0) + (DoutS ? 255 - sa * ma / 255 : 0)
// A grey destination takes the grey of the source. Sources that are not premultiplied may exceed 255: such a channel
// keeps the low 8 bits and does not disturb its neighbours.
#pragma once

#include "draw/op.h"

#include <cstdint>

namespace draw {

constexpr std::uint32_t over_255(std::uint32_t n) { return (n + 128 + ((n + 128) >> 8)) >> 8; }

constexpr std::uint32_t product(std::uint32_t a, std::uint32_t v) { return over_255(a * v); }

constexpr std::uint32_t blend(std::uint32_t a1, std::uint32_t v1, std::uint32_t a2, std::uint32_t v2)
{
    return over_255(a1 * v1 + a2 * v2) & 0xff;
}

struct Factors {
    std::uint32_t src, dst;
};

constexpr Factors factors(Op op, std::uint32_t ma, std::uint32_t sa, std::uint32_t da)
{
    std::uint32_t inside = product(sa, ma);
    std::uint32_t region = (keeps(op, Op::SinD) ? da : 0) + (keeps(op, Op::SoutD) ? 255 - da : 0);
    return {product(ma, region), (keeps(op, Op::DinS) ? inside : 0) + (keeps(op, Op::DoutS) ? 255 - inside : 0)};
}

constexpr std::uint32_t blend_pixels(Factors f, std::uint32_t src, std::uint32_t dst)
{
    std::uint32_t out = 0;
    for (int shift = 0; shift < 32; shift += 8)
        out |= blend(f.src, src >> shift & 0xff, f.dst, dst >> shift & 0xff) << shift;
    return out;
}

}  // namespace draw
