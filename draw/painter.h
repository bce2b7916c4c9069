// What shapes are painted with. Shapes cut themselves into rectangles; every pixel of them comes from one call here.
#pragma once

#include "draw/layer.h"

#include <cstring>

namespace draw {

// Stores one pixel along lines of an image of 32 bits a pixel: the quickest there is for shapes of many short lines.
struct Liner {
    Image& dst;
    std::uint32_t pixel;
    Rect drawn = {};

    // What is filled is inside the image.
    void row(int y, int from, int to)
    {
        constexpr int brief = 16;
        auto* at = dst.at({from, y});
        if (to - from > brief) long_row(at, to - from);
        else for (int n = to - from; n; --n, at += 4) std::memcpy(at, &pixel, 4);
        drawn = bounds(drawn, {{from, y}, {to, y + 1}});
    }
    void long_row(std::uint8_t* at, int n) const;
    void column(int x, int from, int to)
    {
        auto* at = dst.at({x, from});
        for (int n = to - from; n; --n, at += dst.stride()) std::memcpy(at, &pixel, 4);
        drawn = bounds(drawn, {{x, from}, {x + 1, to}});
    }
};

struct Painter {
    Image& dst;
    Rect clip;
    const Image& src;
    Op op = Op::SoverD;
    Touched touched = {};
    // The colour, if all there is to do is to store it where the shape is: most shapes and characters.
    std::optional<Argb> ink = ink_of(dst, src, op);

    // sp of src, and mp of mask, over r.min.
    void paint(Rect r, Point sp, const Image* mask = nullptr, Point mp = {})
    {
        if (!ink || !is_brief(r) || !paint_ink(r, sp, mask, mp)) draw::paint({dst, clip, r, src, sp, mask, mp, op}, touched);
    }

    // For all that is painted inside a part of dst and clip, where p + to_src of src lies over p; none if it is not so simple.
    std::optional<Liner> liner(Rect part, Point to_src);

  private:
    // What is larger is made pieces of.
    static bool is_brief(Rect r) { return std::int64_t(r.dx()) * r.dy() <= std::int64_t(piece_of_work); }
    static std::optional<Argb> ink_of(const Image& dst, const Image& src, Op op);
    // The same as paint. False, and nothing is done, if it is not so simple.
    bool paint_ink(Rect r, Point sp, const Image* mask, Point mp);
};

}  // namespace draw
