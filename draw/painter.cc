#include "draw/painter.h"

#include "draw/job.h"

namespace draw {
namespace {

// Whether r, moved so that origin comes to lie on p, is inside the rectangle. Hostile sums do not fit in an int.
bool contains_moved(Rect outer, Rect r, Point origin, Point p)
{
    std::int64_t x = std::int64_t(p.x) - origin.x, y = std::int64_t(p.y) - origin.y;
    return r.min.x + x >= outer.min.x && r.min.y + y >= outer.min.y && r.max.x + x <= outer.max.x && r.max.y + y <= outer.max.y;
}

// The part of r whose pixels, moved so, are inside the rectangle.
Rect cut_moved(Rect r, Rect outer, Point origin, Point p)
{
    std::int64_t x = std::int64_t(p.x) - origin.x, y = std::int64_t(p.y) - origin.y;
    auto within = [](std::int64_t n, int low, int high) { return int(std::clamp<std::int64_t>(n, low, high)); };
    return {{within(outer.min.x - x, r.min.x, r.max.x), within(outer.min.y - y, r.min.y, r.max.y)},
            {within(outer.max.x - x, r.min.x, r.max.x), within(outer.max.y - y, r.min.y, r.max.y)}};
}

}  // namespace

std::optional<Argb> Painter::ink_of(const Image& dst, const Image& src, Op op)
{
    if (dst.layer() || src.layer() || &dst == &src || !src.is_color() || (op != Op::S && op != Op::SoverD)) return {};
    Argb color = src.argb(src.r().min);
    if (color >> 24 != 255) return {};
    return color;
}

void Liner::long_row(std::uint8_t* at, int n) const { fill_words(at, pixel, n); }

std::optional<Liner> Painter::liner(Rect part, Point to_src)
{
    constexpr int widest = 1 << 18;  // a line is not made pieces of
    if (part.dx() > widest || !ink || dst.depth() != 32 || !contains_moved(src.clip(), part, {}, to_src)) return {};
    return Liner{dst, pixel_of(dst.format(), *ink)};
}

// How much work it is to tell one: see compose.cc.
constexpr int to_begin = 16;

bool Painter::paint_ink(Rect r, Point sp, const Image* mask, Point mp)
{
    Rect here = intersection(r, intersection(clip, dst.r()));
    if (here.empty()) return true;
    if (!contains_moved(src.clip(), here, r.min, sp)) return false;
    if (!mask) {
        fill_rect(dst, here, pixel_of(dst.format(), *ink));
        dst.arena().did(std::uint64_t(here.dx()) * unsigned(here.dy()) + to_begin);
        touched.add(dst, here);
        return true;
    }
    if (!is_solid_mask(*mask, dst) || op != Op::SoverD || mask == &dst) return false;
    here = cut_moved(here, intersection(mask->r(), mask->clip()), r.min, mp);
    if (here.empty()) return true;
    solid_rect(dst, here, *ink, *mask, mp + (here.min - r.min));
    dst.arena().did(std::uint64_t(here.dx()) * unsigned(here.dy()) * 4 + to_begin);
    touched.add(dst, here);
    return true;
}

}  // namespace draw
