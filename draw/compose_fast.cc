// The ways of drawing that programs spend their time in. Compiled at -O3: the loops are written so that they
// vectorise, with 16-bit lanes holding a product of two bytes, and compute exactly what arithmetic.h says.
#include "draw/arithmetic.h"
#include "draw/job.h"
#include "draw/rows.h"

#include <cstring>
#include <vector>

// One copy of a loop for AVX2 and one for any x86-64. Its dispatch runs before sanitizers have started.
#if defined(__x86_64__) && defined(__ELF__) && defined(__GNUC__) && !defined(__clang__) &&                           \
    !defined(__SANITIZE_ADDRESS__)
#define NINTH_VECTOR __attribute__((target_clones("avx2", "default")))
#else
#define NINTH_VECTOR
#endif

namespace draw {
namespace {

bool is_32bit(const Image& image) { return image.chan() == Chan::x8r8g8b8 || image.chan() == Chan::a8r8g8b8; }

// Row down of an operand that may tile, at its point p.
Point row_of(const Image& image, Point p, int down)
{
    return {p.x, tiled(image.r().min.y, image.r().max.y, (long long)p.y + down)};
}

// ---- fill

void fill_row(std::uint8_t* to, int bytes, std::uint32_t pixel, int n)
{
    if (bytes == 1) {
        std::memset(to, int(pixel), std::size_t(n));
    } else if (bytes == 4) {
        for (int i = 0; i < n; ++i) std::memcpy(to + 4 * i, &pixel, 4);
    } else {
        for (int i = 0; i < n; ++i) put_pixel(to + i * bytes, bytes, pixel);
    }
}

// Pixels narrower than a byte: `pattern` is the pixel repeated, `from` and `to` are bits counted from the byte at `at`.
void fill_bits(std::uint8_t* at, std::uint8_t pattern, int from, int to)
{
    auto merge = [&](int byte, int bits) { at[byte] = std::uint8_t((at[byte] & ~bits) | (pattern & bits)); };
    int left = 0xff >> from, last = to / 8, right = 0xff00 >> to % 8 & 0xff;
    if (last == 0) return merge(0, left & right);
    merge(0, left);
    std::memset(at + 1, pattern, std::size_t(last - 1));
    if (right) merge(last, right);
}

void fill_narrow(const Job& job, std::uint32_t pixel)
{
    int depth = job.depth(), from = (job.r.min.x & (8 / depth - 1)) * depth;
    auto pattern = std::uint8_t(pixel * 0xff / ((1u << depth) - 1));
    for (int y = job.r.min.y; y < job.r.max.y; ++y)
        fill_bits(job.dst.at({job.r.min.x, y}), pattern, from, from + job.r.dx() * depth);
}

// ---- a colour through a mask; pixels are bytes B G R A, `keep` zeroes the ignored byte

// An opaque colour: fs = ma, fd = 255 - ma. The alpha byte of the colour is 255, which gives an alpha destination
// ma + (255 - ma) * da / 255.
NINTH_VECTOR void solid_row(std::uint8_t* dst, const std::uint8_t* mask, std::uint32_t pixel, std::uint32_t keep, int n)
{
    std::uint32_t color = pixel & 0xff00ff, other = pixel >> 8 & 0xff00ff;
    for (int i = 0; i < n; ++i) {
        std::uint32_t d, m = mask[i], rest = 255 - m;
        std::memcpy(&d, dst + 4 * i, 4);
        // Two channels a product: each sum is at most 255 * 255 + 128 and stays in its half.
        std::uint32_t even = m * color + rest * (d & 0xff00ff) + 0x800080;
        std::uint32_t odd = m * other + rest * (d >> 8 & 0xff00ff) + 0x800080;
        even = (even + (even >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
        odd = (odd + (odd >> 8 & 0xff00ff)) & 0xff00ff00;
        std::uint32_t out = (even | odd) & keep;
        std::memcpy(dst + 4 * i, &out, 4);
    }
}

// ---- over

// Whether every colour is at most its alpha: then dst = src + (255 - sa) * dst / 255 stays within a byte.
NINTH_VECTOR bool is_premultiplied(const std::uint8_t* src, int n)
{
    std::uint32_t over = 0;
    for (int i = 0; i < n; ++i) {
        std::uint32_t p;
        std::memcpy(&p, src + 4 * i, 4);
        std::uint32_t a = p >> 24;
        over |= (a - (p & 0xff)) | (a - (p >> 8 & 0xff)) | (a - (p >> 16 & 0xff));
    }
    return over >> 31 == 0;
}

// (255 * s + fd * d) / 255 rounds to s + fd * d / 255, since the first term is a multiple of 255.
NINTH_VECTOR void over_row(std::uint8_t* dst, const std::uint8_t* src, std::uint32_t keep, int n)
{
    for (int i = 0; i < n; ++i) {
        std::uint32_t s, d;
        std::memcpy(&s, src + 4 * i, 4);
        std::memcpy(&d, dst + 4 * i, 4);
        std::uint32_t fd = 255 - (s >> 24);
        std::uint32_t even = (d & 0xff00ff) * fd + 0x800080, odd = (d >> 8 & 0xff00ff) * fd + 0x800080;
        even = (even + (even >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
        odd = (odd + (odd >> 8 & 0xff00ff)) & 0xff00ff00;
        std::uint32_t out = (s + (even | odd)) & keep;
        std::memcpy(dst + 4 * i, &out, 4);
    }
}

void over_row_slow(std::uint8_t* dst, const std::uint8_t* src, Argb opaque, std::uint32_t keep, int n)
{
    for (int i = 0; i < n; ++i) {
        std::uint32_t s = get_pixel(src + 4 * i, 4), d = get_pixel(dst + 4 * i, 4) | opaque;
        put_pixel(dst + 4 * i, 4, blend_pixels(factors(Op::SoverD, 255, s >> 24, d >> 24), s, d) & keep);
    }
}

std::uint32_t kept_bits(const Image& image) { return image.format().has_alpha() ? ~0u : 0xffffffu; }

// ---- stencil

// What a stencil paints a row with: stored pixels of dst's format.
void stored_row(const Job& job, int down, std::uint32_t* out, Argb* scratch)
{
    int n = job.r.dx(), bytes = job.depth() / 8;
    Point p = row_of(job.src, job.sp, down);
    if (job.src.chan() == job.dst.chan() && job.src.repl() == Repl::no) {
        const std::uint8_t* at = job.src.at(p);
        for (int i = 0; i < n; ++i) out[i] = get_pixel(at + i * bytes, bytes);
        return;
    }
    fetch(job.src, p, n, scratch);
    for (int i = 0; i < n; ++i) out[i] = pixel_of(job.dst.format(), scratch[i]);
}

void stencil_row(std::uint8_t* to, int bytes, const std::uint8_t* mask, const std::uint32_t* pixels, int n)
{
    for (int i = 0; i < n; ++i)
        if (mask[i]) put_pixel(to + i * bytes, bytes, pixels[i]);
}

}  // namespace

bool fits_fill(const Job& job) { return !job.mask && job.is_opaque_color() && job.is_plain(); }

void draw_fill(const Job& job)
{
    std::uint32_t pixel = pixel_of(job.dst.format(), *job.color);
    if (job.depth() < 8) return fill_narrow(job, pixel);
    for (int y = job.r.min.y; y < job.r.max.y; ++y)
        fill_row(job.dst.at({job.r.min.x, y}), job.depth() / 8, pixel, job.r.dx());
}

bool fits_copy(const Job& job)
{
    const Format& f = job.src.format();
    bool same = job.src.chan() == job.dst.chan() && job.src.repl() == Repl::no && f.depth >= 8;
    if (job.mask || !same || !job.is_plain()) return false;
    return !f.has_alpha() || (job.op == Op::S && !f.has_ignored);
}

void draw_copy(const Job& job)
{
    auto n = std::size_t(job.r.dx()) * std::size_t(job.depth() / 8);
    int rows = job.r.dy();
    // Scrolling down: the last row first, before it is drawn over.
    bool upwards = job.src.offset() == job.dst.offset() && job.r.min.y > job.sp.y;
    for (int i = 0; i < rows; ++i) {
        int down = upwards ? rows - 1 - i : i;
        std::memmove(job.dst.at(job.r.min + Point{0, down}), job.src.at(job.sp + Point{0, down}), n);
    }
}

bool fits_stencil(const Job& job)
{
    bool opaque = !job.src.format().has_alpha() || (job.is_opaque_color() && job.mask && job.mask->repl() == Repl::no);
    return job.mask && job.mask->chan() == Chan::k1 && job.op == Op::SoverD && job.depth() >= 8 && opaque &&
           job.src.offset() != job.dst.offset();
}

void draw_stencil(const Job& job)
{
    auto n = std::size_t(job.r.dx());
    std::vector<std::uint8_t> mask(n);
    std::vector<std::uint32_t> pixels(n);
    std::vector<Argb> scratch(n);
    if (job.color) pixels.assign(n, pixel_of(job.dst.format(), *job.color));
    for (int down = 0; down < job.r.dy(); ++down) {
        fetch_mask(*job.mask, row_of(*job.mask, job.mp, down), int(n), mask.data());
        if (!job.color) stored_row(job, down, pixels.data(), scratch.data());
        stencil_row(job.dst.at(job.r.min + Point{0, down}), job.depth() / 8, mask.data(), pixels.data(), int(n));
    }
}

bool fits_solid(const Job& job)
{
    return job.mask && job.mask->chan() == Chan::k8 && job.mask->repl() == Repl::no && job.is_opaque_color() &&
           job.op == Op::SoverD && is_32bit(job.dst);
}

void draw_solid(const Job& job)
{
    std::uint32_t keep = kept_bits(job.dst);
    std::uint8_t* to = job.dst.at(job.r.min);
    const std::uint8_t* mask = job.mask->at(job.mp);
    for (int rows = job.r.dy(); rows; --rows, to += job.dst.stride(), mask += job.mask->stride())
        solid_row(to, mask, *job.color, keep, job.r.dx());
}

bool fits_over(const Job& job)
{
    bool readable =
        job.src.chan() == Chan::a8r8g8b8 && job.src.repl() == Repl::no && job.src.offset() != job.dst.offset();
    return !job.mask && (readable || job.color) && job.op == Op::SoverD && is_32bit(job.dst);
}

void draw_over(const Job& job)
{
    std::uint32_t keep = kept_bits(job.dst);
    int n = job.r.dx();
    std::vector<Argb> color;
    if (job.color) color.assign(std::size_t(n), *job.color);
    for (int down = 0; down < job.r.dy(); ++down) {
        std::uint8_t* to = job.dst.at(job.r.min + Point{0, down});
        const std::uint8_t* from =
            job.color ? reinterpret_cast<const std::uint8_t*>(color.data()) : job.src.at(job.sp + Point{0, down});
        if (is_premultiplied(from, n))
            over_row(to, from, keep, n);
        else
            over_row_slow(to, from, ~keep, keep, n);
    }
}

}  // namespace draw
