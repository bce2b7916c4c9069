// Filling by scan lines. Edges carry their crossing with the current line as a whole number and a fraction
// (z + error / den), advanced exactly from line to line, so that the pixels are those of Plan 9's fillpoly.
#include "draw/shapes.h"

#include <algorithm>
#include <span>
#include <utility>

namespace draw {
namespace {

using std::int64_t;
__extension__ typedef __int128 Wide;  // products of two coordinates in 1/1024 pixel

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }  // b > 0
int64_t floor_mod(int64_t a, int64_t b) { return a % b + (a % b < 0 ? b : 0); }

// An edge that crosses lines: `begin` < `end` are along the direction lines advance, z across it.
struct Edge {
    int64_t begin, end, start_z, num, den;
    int winding;  // 1 if the polygon runs along with the lines, -1 against
    int64_t step = 0, step_error = 0;
    int64_t z = 0, error = 0;  // the crossing is z + error / den
    std::size_t order = 0;     // among edges that are equal otherwise: as they came, as they crossed before
};

// The lines of one direction: line n is at (n << shift) + half in fine units.
struct Grid {
    int shift;
    int64_t half;
    int origin;       // the first line of the clip, from which edges are followed; it may be far outside the image
    int first, last;  // lines painted, last excluded
    int low, high;    // pixels of a line painted, high excluded

    int64_t nearest(int64_t fine) const { return (fine + half) >> shift; }
    int64_t at(int64_t line) const { return (line << shift) + half; }
};

struct Span {
    int line, begin, end;
};

Edge make_edge(FinePoint p0, FinePoint p1, int shift)
{
    int winding = 1;
    if (p0.y > p1.y) std::swap(p0, p1), winding = -1;
    Edge e{p0.y, p1.y, p0.x, p1.x - p0.x, p1.y - p0.y, winding};
    int64_t remainder = floor_mod(e.num, e.den) << shift;
    e.step = (floor_div(e.num, e.den) << shift) + floor_div(remainder, e.den);
    e.step_error = floor_mod(remainder, e.den);
    return e;
}

// Edges of the closed polygon in order of their beginning; those that lie along a line cross none.
std::vector<Edge> make_edges(std::span<const FinePoint> points, int shift)
{
    std::vector<Edge> edges;
    FinePoint last = points.back();
    for (FinePoint p : points) {
        if (last.y != p.y) edges.push_back(make_edge(last, p, shift));
        if (last.y != p.y) edges.back().order = edges.size();
        last = p;
    }
    std::sort(edges.begin(), edges.end(),
              [](const Edge& a, const Edge& b) { return a.begin != b.begin ? a.begin < b.begin : a.order < b.order; });
    return edges;
}

void advance(Edge& e)
{
    e.z += e.step;
    e.error += e.step_error;
    if (e.error >= e.den) ++e.z, e.error -= e.den;
}

// The crossing with the line `lines` after the first that an edge meets, which is at `line`. There the whole part is
// truncated towards zero, not floored, as in Plan 9: an edge to the left starts up to one fine unit to the right.
void enter(Edge& e, int64_t line, int64_t lines)
{
    Wide product = Wide(line - e.begin) * e.num;
    auto remainder = int64_t(product % e.den);
    Wide error = (remainder < 0 ? remainder + e.den : remainder) + Wide(e.step_error) * lines;
    e.z = e.start_z + int64_t(product / e.den) + e.step * lines + int64_t(error / e.den);
    e.error = int64_t(error % e.den);
}

// Sweeps lines over the edges; calls span(Span) for each part inside that holds a pixel's centre and thin(Span) with
// the middle pixel of each that holds none.
class Sweep {
  public:
    Sweep(std::vector<Edge>& edges, const Grid& grid, Winding rule, Arena& arena)
        : edges_(edges), grid_(grid), rule_(rule), arena_(arena)
    {
    }

    template <class OnSpan, class OnThin> void run(OnSpan span, OnThin thin)
    {
        if (edges_.empty()) return;
        first_ = grid_.nearest(std::max(edges_[0].begin, int64_t(grid_.origin) << grid_.shift));
        int64_t line = std::max<int64_t>(first_, grid_.first);
        while (grid_.at(line) < int64_t(grid_.last) << grid_.shift) {
            meet(line);
            if (active_.empty()) {
                if (next_ == edges_.size()) return;
                line = std::max(line + 1, grid_.nearest(edges_[next_].begin));
                continue;
            }
            if (!cut(int(line), span, thin)) return;
            if (!arena_.did(8 * active_.size() + std::exchange(painted_, 0))) return;
            ++line;
        }
    }

  private:
    // Makes active_ the edges that cross the line, in the order of their crossings.
    void meet(int64_t line)
    {
        int64_t here = grid_.at(line);
        std::erase_if(active_, [&](const Edge* e) { return e->end < here; });
        for (Edge* e : active_) advance(*e);
        for (; next_ < edges_.size() && edges_[next_].begin < here; ++next_) {
            Edge& e = edges_[next_];
            if (e.end < here) continue;
            int64_t met = std::max(first_, ((e.begin - grid_.half) >> grid_.shift) + 1);
            enter(e, grid_.at(met), line - met);
            active_.push_back(&e);
        }
        auto left = [](const Edge* a, const Edge* b) { return a->z < b->z; };
        if (std::is_sorted(active_.begin(), active_.end(), left)) return;
        for (std::size_t i = 0; i < active_.size(); ++i) active_[i]->order = i;
        std::sort(active_.begin(), active_.end(),
                  [](const Edge* a, const Edge* b) { return a->z != b->z ? a->z < b->z : a->order < b->order; });
    }

    // False if the line is never left, which only a broken polygon does.
    template <class OnSpan, class OnThin> bool cut(int line, OnSpan span, OnThin thin)
    {
        for (std::size_t i = 0; i < active_.size(); ++i) {
            const Edge& in = *active_[i];
            if (grid_.nearest(in.z) >= grid_.high) break;
            int count = in.winding;
            do {
                if (++i == active_.size()) return false;
                count += active_[i]->winding;
            } while (std::uint32_t(count) & std::uint32_t(rule_));
            const Edge& out = *active_[i];
            int64_t begin = std::max<int64_t>(grid_.nearest(in.z), grid_.low), end = grid_.nearest(out.z);
            if (end <= grid_.low) continue;
            end = std::min<int64_t>(end, grid_.high);
            painted_ += std::uint64_t(std::max<int64_t>(end - begin, 1));
            if (begin < end)
                span(Span{line, int(begin), int(end)});
            else
                thin(middle(line, in, out));
        }
        return true;
    }

    Span middle(int line, const Edge& in, const Edge& out) const
    {
        bool carry = Wide(in.error) * out.den + Wide(out.error) * in.den > Wide(out.den) * in.den;
        auto pixel = (in.z + carry + out.z) >> (grid_.shift + 1);
        return {line, int(pixel), int(pixel + 1)};
    }

    std::vector<Edge>& edges_;
    const Grid& grid_;
    Winding rule_;
    Arena& arena_;
    std::uint64_t painted_ = 0;  // pixels of this line
    std::vector<Edge*> active_;
    std::size_t next_ = 0;
    int64_t first_ = 0;  // the line that Plan 9 would begin with
};

// points in units of 1 / (1 << shift) pixel. Lines are painted by row(Span) and column(Span).
template <class Row, class Column>
void sweep(const Painter& painter, std::span<const FinePoint> points, int shift, Winding rule, Detail detail, Row row, Column column)
{
    Rect clip = intersection(painter.clip, painter.dst.r());
    Arena& arena = painter.dst.arena();
    auto nothing = [](Span) {};

    std::vector<Edge> edges = make_edges(points, shift);
    Grid rows{shift, int64_t(1) << (shift - 1), painter.clip.min.y, clip.min.y, clip.max.y, clip.min.x, clip.max.x};
    if (detail == Detail::no) return Sweep(edges, rows, rule, arena).run(row, nothing);
    Sweep(edges, rows, rule, arena).run(row, row);

    std::vector<FinePoint> turned(points.begin(), points.end());
    for (FinePoint& p : turned) std::swap(p.x, p.y);
    edges = make_edges(turned, shift);
    Grid columns{shift, rows.half, painter.clip.min.x, clip.min.x, clip.max.x, clip.min.y, clip.max.y};
    Sweep(edges, columns, rule, arena).run(nothing, column);
}

void fill(Painter& painter, std::span<const FinePoint> points, int shift, Winding rule, Point to_src, Detail detail)
{
    Rect clip = intersection(painter.clip, painter.dst.r());
    if (points.empty() || clip.empty()) return;
    if (auto liner = painter.liner(clip, to_src)) {
        sweep(painter, points, shift, rule, detail, [&](Span s) { liner->row(s.line, s.begin, s.end); },
              [&](Span s) { liner->column(s.line, s.begin, s.end); });
        return painter.touched.add(painter.dst, liner->drawn);
    }
    auto paint = [&](Rect r) { painter.paint(r, r.min + to_src); };
    sweep(painter, points, shift, rule, detail, [&](Span s) { paint({{s.begin, s.line}, {s.end, s.line + 1}}); },
          [&](Span s) { paint({{s.line, s.begin}, {s.line + 1, s.end}}); });
}

}  // namespace

void fill_polygon(Painter& painter, const std::vector<Point>& points, Winding rule, Point sp)
{
    if (points.empty()) return;
    std::vector<FinePoint> fine;  // half pixels
    for (Point p : points) fine.push_back({int64_t(p.x) * 2, int64_t(p.y) * 2});
    fill(painter, fine, 1, rule, sp - points[0], Detail::no);
}

void fill_fine_polygon(Painter& painter, const std::vector<FinePoint>& points, Point to_src, Detail detail)
{
    fill(painter, points, 10, Winding::nonzero, to_src, detail);
}

}  // namespace draw
