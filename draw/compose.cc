#include "draw/compose.h"

#include "draw/job.h"

#include <algorithm>

namespace draw {
namespace {

constexpr Way ways[] = {
    {"fill", 1, fits_fill, draw_fill},            // an opaque colour
    {"copy", 1, fits_copy, draw_copy},            // pixels as they are; scrolling
    {"stencil", 16, fits_stencil, draw_stencil},  // through a boolean mask: bitmap fonts, shapes
    {"solid", 4, fits_solid, draw_solid},         // a colour through a grey mask: text
    {"over", 8, fits_over, draw_over},            // pictures with alpha
    {"any", any_cost, [](const Job&) { return true; }, draw_any},
};

// The part of a job in r, which is inside its rectangle.
Job part_of(const Job& job, Rect r)
{
    int right = r.min.x - job.r.min.x, down = r.min.y - job.r.min.y;
    auto moved = [&](const Image& image, Point p) {
        const Rect& all = image.r();
        return Point{tiled(all.min.x, all.max.x, (long long)p.x + right), tiled(all.min.y, all.max.y, (long long)p.y + down)};
    };
    return {job.dst, r, job.src, moved(job.src, job.sp), job.mask, job.mask ? moved(*job.mask, job.mp) : job.mp, job.op, job.color};
}

// How large the pieces of a job are.
Point size_of_piece(const Job& job, int cost)
{
    auto pixels = int(piece_of_work) / cost, dx = &job.src == &job.dst ? job.r.dx() : std::min(job.r.dx(), pixels);
    return {dx, std::clamp(pixels / dx, 1, job.r.dy())};
}

// The stored bits of a one-pixel mask, repeated to 32 bits, decide: 0 paints nothing and all ones everything.
bool is_all_ones(const Image& image) { return image.pixel(image.r().min) == ~0u >> (32 - image.depth()); }

// Operators that keep what is outside the source leave dst alone where there is no source.
bool is_nothing(const Job& job)
{
    if (!keeps(job.op, Op::DoutS)) return false;
    if (job.color && *job.color >> 24 == 0) return true;
    return job.mask && job.mask->is_color() && job.mask->pixel(job.mask->r().min) == 0;
}

}  // namespace

void run_in_pieces(const Job& job, int cost, void (*run)(const Job&))
{
    constexpr int to_begin = 64;  // what it costs that there is a job at all
    Arena& arena = job.dst.arena();
    if (!arena.work()) return run(job);
    if (!arena.did(to_begin)) return;
    const Rect& all = job.r;
    Point size = size_of_piece(job, cost);
    int rows = (all.dy() + size.y - 1) / size.y;
    bool upwards = &job.src == &job.dst && job.r.min.y > job.sp.y;
    for (int i = 0; i < rows; ++i) {
        int top = all.min.y + (upwards ? rows - 1 - i : i) * size.y;
        for (Rect r{{all.min.x, top}, {}}; r.min.x < all.max.x; r.min.x = r.max.x) {
            r.max = {r.min.x + std::min(size.x, all.max.x - r.min.x), std::min(top + size.y, all.max.y)};
            run(part_of(job, r));
            if (!arena.did(std::uint64_t(r.dx()) * unsigned(r.dy()) * unsigned(cost))) return;
        }
    }
}

Rect compose(const Draw& d)
{
    auto c = clipped(d);
    if (!c) return {};
    Job job{d.dst, c->r, d.src, c->sp, d.mask, c->mp, d.op, {}};
    if (d.src.is_color()) job.color = d.src.argb(d.src.r().min);
    if (is_nothing(job)) return {};
    if (job.mask && job.mask->is_color() && is_all_ones(*job.mask)) job.mask = nullptr;
    for (const Way& way : ways) {
        if (!way.fits(job)) continue;
        // It makes pieces of what it does by itself.
        way.run == draw_any ? draw_any(job) : run_in_pieces(job, way.cost, way.run);
        break;
    }
    return c->r;
}

}  // namespace draw
