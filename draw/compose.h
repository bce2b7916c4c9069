// The draw operation: combines a source, through a mask, onto a destination (draw(2), memdraw(2)).
#pragma once

#include "draw/geometry.h"
#include "draw/image.h"
#include "draw/op.h"

#include <optional>

namespace draw {

// r.min of dst lies over sp of src and mp of mask. r is cut to dst and `clip`, to the clips of src and mask, and to
// their rectangles where they do not tile. A mask gives its alpha or, without one, its grey; none is opaque.
// The result is as if src and mask had been copied before: they may be dst itself.
struct Draw {
    Image& dst;
    Rect clip;  // dst.clip(), or what stands for it in this operation
    Rect r;
    const Image& src;
    Point sp;
    const Image* mask = nullptr;
    Point mp = {};
    Op op = Op::SoverD;
};

// Returns the rectangle of dst that was touched, empty if none was.
// Ignored (x) bits become zero, except that a plain copy between equal formats without alpha copies them and a
// boolean mask leaves those of the pixels it does not paint.
Rect compose(const Draw&);

// The parameters cut down to what is drawn: r is not empty and inside dst; sp and mp are inside src.r() and mask.r(),
// and stay inside over the whole of r unless the image tiles.
struct Clipped {
    Rect r;
    Point sp, mp;
};
std::optional<Clipped> clipped(const Draw&);

}  // namespace draw
