// How points, rectangles and operators stand in messages of draw(3). For the program's side, inside draw/ only.
#pragma once

#include "draw/geometry.h"
#include "draw/op.h"
#include "styx/bytes.h"

namespace draw::client {

constexpr std::size_t id_size = 4, point_size = 2 * 4, rect_size = 4 * 4;

inline void put(styx::Writer& out, Point p)
{
    out.i32(p.x);
    out.i32(p.y);
}

inline void put(styx::Writer& out, Rect r)
{
    put(out, r.min);
    put(out, r.max);
}

// 'O' op[1]: the operator of the next drawing message. SoverD is understood.
constexpr std::size_t size_of(Op op) { return op == Op::SoverD ? 0 : 2; }
inline void put(styx::Writer& out, Op op)
{
    if (op == Op::SoverD) return;
    out.u8('O');
    out.u8(std::uint8_t(op));
}

}  // namespace draw::client
