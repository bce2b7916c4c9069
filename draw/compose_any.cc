// Drawing in every format with every operator, a row at a time. The other ways only do some of this faster.
#include "draw/arithmetic.h"
#include "draw/job.h"
#include "draw/rows.h"

#include <algorithm>
#include <vector>

namespace draw {
namespace {

void to_grey(Argb* pixels, int n)
{
    for (int i = 0; i < n; ++i) pixels[i] = (pixels[i] & 0xff000000) | grey_of(pixels[i]) * 0x010101u;
}

using Combine = void (*)(Argb* dst, const Argb* src, const std::uint8_t* mask, int n);

template <int op> void combine(Argb* dst, const Argb* src, const std::uint8_t* mask, int n)
{
    for (int i = 0; i < n; ++i)
        dst[i] = blend_pixels(factors(Op(op), mask[i], src[i] >> 24, dst[i] >> 24), src[i], dst[i]);
}

// A loop for each operator, by its number.
constexpr Combine combines[op_count] = {combine<0>, combine<1>, combine<2>, combine<3>, combine<4>,  combine<5>,
                                        combine<6>, combine<7>, combine<8>, combine<9>, combine<10>, combine<11>};

// The pixels of r as an image of their own, at the same coordinates; null if there is no memory for it.
std::shared_ptr<Image> copy_of(HeapArena& arena, const Image& image, Rect r)
{
    auto copy = Image::allocate(arena, {r, r, image.chan(), image.repl()});
    if (!copy) return nullptr;
    Point size{std::min(r.dx(), int(piece_of_work)), std::max(1, int(piece_of_work) / r.dx())};
    for (Rect part{r.min, {}}; part.min.y < r.max.y; part.min = {r.min.x, part.max.y})
        for (; part.min.x < r.max.x; part.min.x = part.max.x) {
            part.max = {part.min.x + std::min(size.x, r.max.x - part.min.x), part.min.y + std::min(size.y, r.max.y - part.min.y)};
            load(**copy, part, unload(image, part));
            if (!arena.did(std::uint64_t(part.dx()) * unsigned(part.dy()))) return *copy;
        }
    return *copy;
}

// An operand that is dst itself, copied where it is read.
std::shared_ptr<Image> saved(HeapArena& arena, const Image& dst, const Image* operand, Point p, Rect r)
{
    if (!operand || operand->offset() != dst.offset()) return nullptr;
    bool tiles = operand->repl() == Repl::yes;
    return copy_of(arena, *operand, tiles ? operand->r() : Rect{p, p + Point{r.dx(), r.dy()}});
}

struct Lines {
    std::vector<Argb> src, dst;
    std::vector<std::uint8_t> mask;
};

// Row y of r, in buffers of r.dx() pixels.
void draw_row(const Job& job, int y, Lines& lines)
{
    int n = job.r.dx(), down = y - job.r.min.y;
    auto row = [&](const Image& image, Point p) {
        return Point{p.x, tiled(image.r().min.y, image.r().max.y, (long long)p.y + down)};
    };
    Point at{job.r.min.x, y};
    fetch(job.src, row(job.src, job.sp), n, lines.src.data());
    if (job.mask) fetch_mask(*job.mask, row(*job.mask, job.mp), n, lines.mask.data());
    fetch(job.dst, at, n, lines.dst.data());
    if (job.dst.format().is_grey()) to_grey(lines.src.data(), n);
    combines[std::size_t(job.op)](lines.dst.data(), lines.src.data(), lines.mask.data(), n);
    store(job.dst, at, n, lines.dst.data());
}

void draw_rows(const Job& job)
{
    auto n = std::size_t(job.r.dx());
    Lines lines{std::vector<Argb>(n), std::vector<Argb>(n), std::vector<std::uint8_t>(n, 255)};
    for (int y = job.r.min.y; y < job.r.max.y; ++y) draw_row(job, y, lines);
}

}  // namespace

void draw_any(const Job& job)
{
    auto arena = HeapArena::beside(job.dst.arena());
    auto src = saved(arena, job.dst, &job.src, job.sp, job.r);
    auto mask = saved(arena, job.dst, job.mask, job.mp, job.r);
    Job own{job.dst, job.r, src ? *src : job.src, job.sp, mask ? mask.get() : job.mask, job.mp, job.op, job.color};
    run_in_pieces(own, any_cost, draw_rows);
}

}  // namespace draw
