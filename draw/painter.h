// What shapes are painted with. Shapes cut themselves into rectangles; every pixel of them comes from one call here.
#pragma once

#include "draw/layer.h"

namespace draw {

struct Painter {
    Image& dst;
    Rect clip;
    const Image& src;
    Op op = Op::SoverD;
    Touched touched = {};

    // sp of src, and mp of mask, over r.min.
    void paint(Rect r, Point sp, const Image* mask = nullptr, Point mp = {})
    {
        draw::paint({dst, clip, r, src, sp, mask, mp, op}, touched);
    }
};

}  // namespace draw
