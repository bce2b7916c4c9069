#include "draw/compose.h"

#include "draw/job.h"

namespace draw {
namespace {

constexpr Way ways[] = {
    {"fill", fits_fill, draw_fill},           // an opaque colour
    {"copy", fits_copy, draw_copy},           // pixels as they are; scrolling
    {"stencil", fits_stencil, draw_stencil},  // through a boolean mask: bitmap fonts, shapes
    {"solid", fits_solid, draw_solid},        // a colour through a grey mask: text
    {"over", fits_over, draw_over},           // pictures with alpha
    {"any", [](const Job&) { return true; }, draw_any},
};

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
        way.run(job);
        break;
    }
    return c->r;
}

}  // namespace draw
