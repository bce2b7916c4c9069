// Lines are polygons: two points at each end, or an arrow head, with discs put on afterwards.
#include "draw/shapes.h"
#include "draw/trigonometry.h"

namespace draw {
namespace {

using std::int64_t;

int saturated(int64_t n) { return int(std::clamp<int64_t>(n, INT32_MIN, INT32_MAX)); }

// r in dst's coordinates, where (x, y) is added to get to r's own.
Rect seen_from_dst(Rect r, int64_t x, int64_t y)
{
    return {{saturated(r.min.x - x), saturated(r.min.y - y)}, {saturated(r.max.x - x), saturated(r.max.y - y)}};
}

void draw_disc(Painter& painter, Point p, int radius, Point to_src)
{
    auto arena = HeapArena::beside(painter.dst.arena());
    Point corner = p - Point{radius, radius};
    Rect size{{0, 0}, {2 * radius + 1, 2 * radius + 1}}, seen = intersection(size + corner, painter.clip);
    if (seen.empty() || corner.x > p.x || corner.y > p.y) return;
    auto disc = Image::allocate(arena, {seen - corner, seen - corner, Chan::k1, Repl::no});
    auto ink = Image::allocate(arena, {{{0, 0}, {1, 1}}, size, Chan::k1, Repl::yes});
    if (!disc || !ink) return;
    fill(**ink, white);
    Painter cutter{**disc, size, **ink, Op::S};
    draw_ellipse(cutter, {radius, radius}, radius, radius, -1, {radius, radius});
    painter.paint(seen, seen.min + to_src, disc->get(), seen.min - corner);
}

// Pixels along the line to the tip from where the shaft ends and from the barbs, and from the shaft out to a barb.
struct ArrowSize {
    int64_t shaft, barb, out;
};

ArrowSize arrow_size(std::uint32_t end)
{
    if (end == end_arrow) return {8, 10, 3};  // draw(2)
    return {end >> 5 & 0x1ff, end >> 14 & 0x1ff, end >> 23 & 0x1ff};
}

// The five points of a head whose tip is there, pointing along `way`: shaft, barb, tip, barb, shaft.
std::vector<FinePoint> arrow_head(FinePoint tip, ArrowSize size, CosSin way, int radius)
{
    int64_t half = 2 * int64_t(radius) + 1, wide = half + 2 * size.out;
    auto at = [&](int64_t across, int64_t back) {
        return FinePoint{tip.x + (across * way.sin / 2 - back * way.cos),
                         tip.y - (across * way.cos / 2 + back * way.sin)};
    };
    return {at(half, size.shaft), at(wide, size.barb), tip, at(-wide, size.barb), at(-half, size.shaft)};
}

FinePoint middle(Point p, CosSin way, int sign)
{
    return {int64_t(p.x) * trig_scale + trig_scale / 2 + sign * (way.cos / 2),
            int64_t(p.y) * trig_scale + trig_scale / 2 + sign * (way.sin / 2)};
}

// One end of the shaft: the two points where it stops, on the left and the right of `way`.
struct Shaft {
    Painter& painter;
    Point to_src;
    CosSin along;  // from p0 to p1
    int radius;
    std::vector<FinePoint> outline = {};

    // sign is -1 at p0 and 1 at p1, so that the outline runs around the shaft.
    void add_end(Point p, std::uint32_t end, int sign)
    {
        FinePoint q = middle(p, along, sign);
        if ((end & end_mask) == end_arrow) return add_arrow(q, end, sign);
        if ((end & end_mask) == end_disc) draw_disc(painter, p, radius, to_src);
        int64_t width = 2 * int64_t(radius) + 1;
        int64_t dx = sign * (along.sin * width / 2), dy = sign * (along.cos * width / 2);
        outline.push_back({q.x + dx, q.y - dy});
        outline.push_back({q.x - dx, q.y + dy});
    }

    void add_arrow(FinePoint tip, std::uint32_t end, int sign)
    {
        auto head = arrow_head(tip, arrow_size(end), {sign * along.cos, sign * along.sin}, radius);
        FinePoint first = outline.empty() ? head[0] : outline[0];
        // The source is aligned with the first point of the whole outline, for the second head too.
        Point shift{int((first.x - head[0].x + int64_t(to_src.x) * trig_scale) >> 10),
                    int((first.y - head[0].y + int64_t(to_src.y) * trig_scale) >> 10)};
        fill_fine_polygon(painter, head, shift, Detail::yes);
        outline.push_back(head[0]);
        outline.push_back(head[4]);
    }
};

// Where dst, the clip and the source let a line be.
Rect visible(const Painter& painter, Point p0, Point sp)
{
    int64_t x = int64_t(sp.x) - p0.x, y = int64_t(sp.y) - p0.y;
    Rect clip = intersection(painter.clip, painter.dst.r());
    clip = intersection(clip, seen_from_dst(painter.src.clip(), x, y));
    return painter.src.repl() == Repl::yes ? clip : intersection(clip, seen_from_dst(painter.src.r(), x, y));
}

bool is_backwards(Point p0, Point p1)
{
    int64_t w = int64_t(p1.x) - p0.x, h = int64_t(p1.y) - p0.y;
    bool flat = std::abs(w) > std::abs(h);
    return flat ? w < 0 : h < 0;
}

}  // namespace

void draw_line(Painter& painter, Point p0, Point p1, Stroke stroke, Point sp)
{
    // libmemlayer draws no line out of a window.
    if (painter.src.layer()) return;
    Rect clip = visible(painter, p0, sp);
    if (clip.empty()) return;
    Painter inside{painter.dst, clip, painter.src, painter.op};
    Point to_src = sp - p0;
    if (is_backwards(p0, p1)) std::swap(p0, p1), std::swap(stroke.end0, stroke.end1);
    bool square = (stroke.end0 & end_mask) == end_square && (stroke.end1 & end_mask) == end_square;
    if (square && (p0.x == p1.x || p0.y == p1.y)) {
        // The pixel at the far end is not part of it, and sp lies over the corner of the rectangle.
        Point wider = p0.x == p1.x ? Point{stroke.radius, 0} : Point{0, stroke.radius};
        Point one = p0.x == p1.x ? Point{1, 0} : Point{0, 1};
        inside.paint({p0 - wider, p1 + wider + one}, sp);
    } else {
        Shaft shaft{inside, to_src, cos_sin_of(int64_t(p1.x) - p0.x, int64_t(p1.y) - p0.y), stroke.radius};
        shaft.add_end(p0, stroke.end0, -1);
        shaft.add_end(p1, stroke.end1, 1);
        fill_fine_polygon(inside, shaft.outline, to_src, Detail::no);
    }
    painter.touched.add(inside.touched);
}

void draw_polyline(Painter& painter, const std::vector<Point>& points, Stroke stroke, Point sp)
{
    for (std::size_t i = 1; i < points.size() && painter.dst.arena().did(256); ++i) {
        Stroke part = stroke;
        if (i > 1) part.end0 = end_disc;
        if (i + 1 < points.size()) part.end1 = end_disc;
        draw_line(painter, points[i - 1], points[i], part, points[i - 1] + (sp - points[0]));
    }
}

}  // namespace draw
