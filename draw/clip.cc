// What is left of a draw once every rectangle has had its say.
#include "draw/compose.h"

#include <cstdint>

namespace draw {
namespace {

// Sums of hostile coordinates do not fit in an int.
struct Box {
    std::int64_t x0, y0, x1, y1;

    explicit Box(Rect r) : x0(r.min.x), y0(r.min.y), x1(r.max.x), y1(r.max.y) {}
    bool empty() const { return x0 >= x1 || y0 >= y1; }
    void cut(Rect r)
    {
        x0 = std::max<std::int64_t>(x0, r.min.x);
        y0 = std::max<std::int64_t>(y0, r.min.y);
        x1 = std::min<std::int64_t>(x1, r.max.x);
        y1 = std::min<std::int64_t>(y1, r.max.y);
    }
    void move(std::int64_t x, std::int64_t y) { x0 += x, x1 += x, y0 += y, y1 += y; }
};

// Cuts box, in dst's coordinates, by an image whose point p lies over origin.
void cut_by(Box& box, const Image& image, Point p, Point origin)
{
    std::int64_t x = std::int64_t(p.x) - origin.x, y = std::int64_t(p.y) - origin.y;
    box.move(x, y);
    if (image.repl() == Repl::no) box.cut(image.r());
    box.cut(image.clip());
    box.move(-x, -y);
}

Point tile_point(const Image& image, Point p, Point origin, Point at)
{
    Rect r = image.r();
    if (image.is_color()) return r.min;
    if (image.repl() == Repl::no) return p + (at - origin);
    return {tiled(r.min.x, r.max.x, std::int64_t(p.x) + at.x - origin.x),
            tiled(r.min.y, r.max.y, std::int64_t(p.y) + at.y - origin.y)};
}

}  // namespace

std::optional<Clipped> clipped(const Draw& d)
{
    if (d.r.empty()) return {};
    Box box(d.r);
    box.cut(d.dst.r());
    box.cut(d.clip);
    if (box.empty()) return {};
    cut_by(box, d.src, d.sp, d.r.min);
    if (d.mask) cut_by(box, *d.mask, d.mp, d.r.min);
    if (box.empty()) return {};
    Clipped c;
    c.r = {{int(box.x0), int(box.y0)}, {int(box.x1), int(box.y1)}};
    c.sp = tile_point(d.src, d.sp, d.r.min, c.r.min);
    if (d.mask) c.mp = tile_point(*d.mask, d.mp, d.r.min, c.r.min);
    return c;
}

}  // namespace draw
