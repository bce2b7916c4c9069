// Ellipses by scan lines: the residual e(x, y) = b²x² + a²y² - a²b² is negative inside and is followed exactly.
#include "draw/shapes.h"

#include <cstdlib>

namespace draw {
namespace {

using std::int64_t;

// Walks the first quadrant of an ellipse from (0, b) down, pixel by pixel.
class Quadrant {
  public:
    Quadrant(int64_t a, int64_t b)
        : a_(a), a2_(a * a), b2_(b * b), a2y_(a2_ * b), below_(-((a2_ >> 2) + (a & 1) + b2_)),
          beside_(-((b2_ >> 2) + (b & 1))), residual_(-a2y_), dy_(2 * residual_)
    {
    }

    // The x of the rightmost pixel on the next line down.
    int next_line()
    {
        while (x_ < a_) {
            // The midpoint below, or beside, the next pixel is still inside.
            if (residual_ + b2x_ <= below_ || residual_ + a2y_ <= beside_) {
                go_right();
                continue;
            }
            dy_ += 2 * a2_;
            residual_ += dy_;
            a2y_ -= a2_;
            if (residual_ - a2y_ > beside_) break;
            int here = int(x_);
            go_right();
            return here;
        }
        return int(x_);
    }

  private:
    void go_right()
    {
        dx_ += 2 * b2_;
        residual_ += dx_;
        b2x_ += b2_;
        ++x_;
    }

    int64_t a_, x_ = 0;
    int64_t a2_, b2_, b2x_ = 0, a2y_;
    int64_t below_, beside_;  // what the residual is compared with
    int64_t residual_;        // e(x + 1/2, y - 1/2) - (a² + b²) / 4
    int64_t dx_ = 0, dy_;
};

// Paints rectangles given by their corner pixels, both included, relative to the centre.
struct Pen {
    Painter& painter;
    Point centre, sp;
    Rect seen = intersection(painter.clip, painter.dst.r());  // most of a huge ellipse is not

    // The work of a line, or of a step, whether it is seen or not.
    bool goes_on() { return painter.dst.arena().did(16); }
    void box(int x0, int y0, int x1, int y1)
    {
        Rect r = Rect{{x0, y0}, {x1 + 1, y1 + 1}} + centre;
        if (r.intersects(seen)) painter.paint(r, r.min + (sp - centre));
    }
    // The same above and below the x axis.
    void boxes(int x0, int x1, int y)
    {
        box(x0, y, x1, y);
        if (y != 0) box(x0, -y, x1, -y);
    }
    void brush(const Image& disc, int x, int y)
    {
        Rect r = disc.r() + (centre + Point{x, y});
        if (r.intersects(seen)) painter.paint(r, r.min + (sp - centre), &disc, disc.r().min);
    }
};

// The span of an outline between two ellipses, line by line.
void draw_outline(Pen& pen, int a, int b, int thick)
{
    int inner_top = thick < 0 ? -1 : b - thick, grown = std::max(thick, 0);
    Quadrant outer(a + grown, b + grown), inner(a - grown, inner_top);
    int inner_x = 0;
    for (int y = b + grown; y >= 0 && pen.goes_on(); --y) {
        int outer_x = outer.next_line();
        if (y > inner_top) {
            pen.boxes(-outer_x, outer_x, y);
            continue;
        }
        if (thick > 0) {
            inner_x = inner.next_line();
            if (y == inner_top) inner_x = 0;
        } else if (inner_x > outer_x) {
            inner_x = outer_x;
        }
        pen.boxes(inner_x, outer_x, y);
        pen.boxes(-outer_x, -inner_x, y);
        inner_x = outer_x + 1;
    }
}

// A horizontal or vertical run of the path of the brush.
void brush_run(Pen& pen, const Image& disc, Rect run, int thick)
{
    auto [x0, y0] = run.min;
    auto [x1, y1] = run.max;
    if (x1 > x0 + 1)
        pen.box(x0 + 1, y0 - thick, x1 - 1, y1 + thick);
    else if (y1 > y0 + 1)
        pen.box(x0 - thick, y0 + 1, x1 + thick, y1 - 1);
    pen.brush(disc, x0, y0);
    if (x1 != x0 || y1 != y0) pen.brush(disc, x1, y1);
}

// A very thick and skinny outline is a disc moved along the ellipse.
void draw_brushed(Pen& pen, int a, int b, int thick)
{
    auto arena = HeapArena::beside(pen.painter.dst.arena());
    Rect r{{-thick, -thick}, {thick + 1, thick + 1}};
    auto disc = Image::allocate(arena, {r, r, Chan::k1, Repl::no});
    auto ink =
        Image::allocate(arena, {{{0, 0}, {1, 1}}, {{-thick, -thick}, {thick + 1, thick + 1}}, Chan::k1, Repl::yes});
    if (!disc || !ink) return;
    draw::fill(**ink, white);
    Painter cutter{**disc, r, **ink, pen.painter.op};
    draw_ellipse(cutter, {}, thick, thick, -1, {});

    Quadrant path(a, b);
    int y = b, line = b, from = 0, to = path.next_line(), ahead = to;
    do {
        while (ahead == to && y-- > 0) ahead = path.next_line();
        ++y;
        brush_run(pen, **disc, {{-to, -line}, {-from, -y}}, thick);
        brush_run(pen, **disc, {{from, -line}, {to, -y}}, thick);
        brush_run(pen, **disc, {{-to, y}, {-from, line}}, thick);
        brush_run(pen, **disc, {{from, y}, {to, line}}, thick);
        from = to + 1;
        to = ahead;
        line = --y;
    } while (line > 0 && pen.goes_on());
}

}  // namespace

void draw_ellipse(Painter& painter, Point c, int a, int b, int thick, Point sp)
{
    Pen pen{painter, c, sp};
    int64_t excess = 2 * int64_t(thick) * (a - b);
    bool brushed = (b < a && excess > int64_t(b) * b) || (a < b && -excess > int64_t(a) * a);
    if (brushed)
        draw_brushed(pen, a, b, thick);
    else
        draw_outline(pen, a, b, thick);
}

}  // namespace draw
