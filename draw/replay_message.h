// A message as replay writes it. Inside draw/ only.
#pragma once

#include "draw/geometry.h"
#include "styx/bytes.h"

namespace draw {

struct Message : styx::Writer {
    explicit Message(char letter) { u8(std::uint8_t(letter)); }
    void point(Point p)
    {
        i32(p.x);
        i32(p.y);
    }
    void rect(Rect r)
    {
        point(r.min);
        point(r.max);
    }
};

}  // namespace draw
