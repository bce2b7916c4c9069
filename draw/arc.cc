// An arc is an ellipse through a mask: the ellipse's own pixels cut by a wedge, both boolean images.
#include "draw/shapes.h"
#include "draw/trigonometry.h"

namespace draw {
namespace {

int circular(std::int64_t degrees) { return int((degrees % 360 + 360) % 360); }

struct Angles {
    int alpha = 0, beta = 0, sweep = 0;  // clockwise on the screen, since y runs down; sweep from 0 to 359
};

FinePoint times(CosSin p, std::int64_t n) { return {p.cos * n, p.sin * n}; }

// From the centre out along alpha, around the corners of a square that holds the ellipse, back along beta.
std::vector<Point> wedge_outline(Angles angles, int half_width)
{
    constexpr Point corners[] = {{1, 1}, {-1, 1}, {-1, -1}, {1, -1}};
    int scale = (half_width + trig_scale - 1) / trig_scale, m = scale * trig_scale;
    auto ray = [&](int degrees) {
        auto p = times(cos_sin(degrees), scale);
        return Point{int(p.x), int(p.y)};
    };
    int corner = angles.alpha / 90 & 3, last = angles.beta / 90 & 3;
    std::vector<Point> outline{{0, 0}, ray(angles.alpha)};
    for (int left = angles.sweep;; left -= 90, corner = (corner + 1) & 3) {
        outline.push_back({corners[corner].x * m, corners[corner].y * m});
        if (corner == last && left < 180) break;
    }
    outline.push_back(ray(angles.beta));
    return outline;
}

struct Masks {
    HeapArena arena;
    std::shared_ptr<Image> ink, wedge, figure, mask;

    bool make(Rect r, const Arena& beside)
    {
        arena.set_work(beside.work());
        constexpr Rect everywhere{{-largest_shape * 4, -largest_shape * 4}, {largest_shape * 4, largest_shape * 4}};
        for (auto image : {&wedge, &figure, &mask}) {
            auto made = Image::allocate(arena, {r, r, Chan::k1, Repl::no});
            if (!made) return false;
            *image = *made;
        }
        auto made = Image::allocate(arena, {{{0, 0}, {1, 1}}, everywhere, Chan::k1, Repl::yes});
        if (!made) return false;
        ink = *made;
        fill(*ink, white);
        return true;
    }
};

}  // namespace

void draw_arc(Painter& painter, Point c, int a, int b, int thick, Point sp, int alpha, int phi)
{
    std::int64_t from = -std::int64_t(alpha), to = from - phi;
    if (from > to) std::swap(from, to);
    if (to - from >= 360) return draw_ellipse(painter, c, a, b, thick, sp);
    Angles angles{circular(from), circular(to), int(to - from)};

    // The masks, with the centre at the origin, are made only where they can show.
    int grown = std::max(thick, 0);
    Rect all{{-a - grown, -b - grown}, {a + grown + 1, b + grown + 1}};
    Rect seen = intersection(painter.clip, painter.dst.r());
    if (!seen.intersects(all + c)) return;
    Rect r = intersection(all, seen - c);
    Masks masks;
    if (!masks.make(r, painter.dst.arena())) return;
    // A polygon is followed from the top of its clip, not of what is seen of it.
    Painter wedge{*masks.wedge, all, *masks.ink, Op::S};
    fill_polygon(wedge, wedge_outline(angles, std::max(all.max.x, all.max.y)), Winding::nonzero, {});
    Painter figure{*masks.figure, r, *masks.ink, Op::S};
    draw_ellipse(figure, {}, a, b, thick, {});
    compose({*masks.mask, r, r, *masks.figure, r.min, masks.wedge.get(), r.min, Op::S});
    painter.paint(r + c, r.min + sp, masks.mask.get(), r.min);
}

}  // namespace draw
