// The ways of drawing that programs spend their time in. Compiled at -O3: the loops are written so that they
// vectorise, with 16-bit lanes holding a product of two bytes, and compute exactly what arithmetic.h says.
#include "draw/arithmetic.h"
#include "draw/job.h"
#include "draw/rows.h"

#include <cstring>
#include <vector>

// One copy of a loop for AVX2 and one for any x86-64; the builds for Windows and with sanitizers have the latter only, and
// run the same tests. The dispatch runs before sanitizers have started.
#if defined(__x86_64__) && defined(__ELF__) && defined(__GNUC__) && !defined(__clang__) &&                           \
    !defined(__SANITIZE_ADDRESS__)
#define NINTH_VECTOR __attribute__((target_clones("avx2", "default")))
#else
#define NINTH_VECTOR
#endif

namespace draw {

NINTH_VECTOR void fill_words(std::uint8_t* to, std::uint32_t pixel, int n)
{
    for (int i = 0; i < n; ++i) std::memcpy(to + 4 * i, &pixel, 4);
}

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
    if (bytes == 1) return void(std::memset(to, int(pixel), std::size_t(n)));
    if (bytes == 4) return fill_words(to, pixel, n);
    for (int i = 0; i < n; ++i) put_pixel(to + i * bytes, bytes, pixel);
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

void fill_narrow(Image& dst, Rect r, std::uint32_t pixel)
{
    int depth = dst.depth(), from = (r.min.x & (8 / depth - 1)) * depth;
    auto pattern = std::uint8_t(pixel * 0xff / ((1u << depth) - 1));
    for (int y = r.min.y; y < r.max.y; ++y) fill_bits(dst.at({r.min.x, y}), pattern, from, from + r.dx() * depth);
}

// ---- a colour through a mask; pixels are bytes B G R A, `keep` zeroes the ignored byte

// An opaque colour: fs = ma, fd = 255 - ma. The alpha byte of the colour is 255, which gives an alpha destination
// ma + (255 - ma) * da / 255.
//
// Both are pictures of dx by dy, with the bytes from row to row: a character is one call.
// Left to itself the compiler takes as many pixels at a time as there are bytes of mask in a register, and a character has
// no more than the rest of that: those are drawn eight at a time.
using Words = std::uint32_t __attribute__((vector_size(32)));
using Bytes = std::uint8_t __attribute__((vector_size(8)));

// out of d through m. Two channels a product: each sum is at most 255 * 255 + 128 and stays in its half.
#define NINTH_BLEND(out, d, m)                                                  \
    do {                                                                        \
        auto rest = 255 - (m);                                                  \
        auto even = (m) * color + rest * ((d) & 0xff00ff) + 0x800080;           \
        auto odd = (m) * other + rest * ((d) >> 8 & 0xff00ff) + 0x800080;       \
        even = (even + (even >> 8 & 0xff00ff)) >> 8 & 0xff00ff;                 \
        odd = (odd + (odd >> 8 & 0xff00ff)) & 0xff00ff00;                       \
        out = (even | odd) & keep;                                              \
    } while (false)

NINTH_VECTOR void solid_row(std::uint8_t* dst, const std::uint8_t* mask, std::uint32_t pixel, std::uint32_t keep, int n)
{
    std::uint32_t color = pixel & 0xff00ff, other = pixel >> 8 & 0xff00ff;
    for (int i = 0; i < n; ++i) {
        std::uint32_t d, m = mask[i];
        std::memcpy(&d, dst + 4 * i, 4);
        NINTH_BLEND(d, d, m);
        std::memcpy(dst + 4 * i, &d, 4);
    }
}

NINTH_VECTOR void solid_rows(std::uint8_t* dst, std::size_t stride, const std::uint8_t* mask, std::size_t mask_stride,
                             std::uint32_t pixel, std::uint32_t keep, int dx, int dy)
{
    constexpr int lanes = 8;
    std::uint32_t color = pixel & 0xff00ff, other = pixel >> 8 & 0xff00ff;
    for (; dy; --dy, dst += stride, mask += mask_stride) {
        int i = 0;
        for (; i + lanes <= dx; i += lanes) {
            Words d;
            Bytes narrow;
            std::memcpy(&d, dst + 4 * i, sizeof d);
            std::memcpy(&narrow, mask + i, sizeof narrow);
            Words m = __builtin_convertvector(narrow, Words);
            NINTH_BLEND(d, d, m);
            std::memcpy(dst + 4 * i, &d, sizeof d);
        }
        for (; i < dx; ++i) {
            std::uint32_t d, m = mask[i];
            std::memcpy(&d, dst + 4 * i, 4);
            NINTH_BLEND(d, d, m);
            std::memcpy(dst + 4 * i, &d, 4);
        }
    }
}
#undef NINTH_BLEND

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

// The same of one colour, which is premultiplied and not clear.
NINTH_VECTOR void over_row_color(std::uint8_t* dst, std::uint32_t s, std::uint32_t keep, int n)
{
    std::uint32_t fd = 255 - (s >> 24);
    for (int i = 0; i < n; ++i) {
        std::uint32_t d;
        std::memcpy(&d, dst + 4 * i, 4);
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

void fill_rect(Image& dst, Rect r, std::uint32_t pixel)
{
    if (dst.depth() < 8) return fill_narrow(dst, r, pixel);
    int bytes = dst.depth() / 8;
    std::uint8_t *first = dst.at(r.min), *to = first;
    fill_row(first, bytes, pixel, r.dx());
    // The first row is in the nearest cache by then.
    for (int rows = r.dy() - 1; rows > 0; --rows) std::memcpy(to += dst.stride(), first, std::size_t(r.dx() * bytes));
}

void draw_fill(const Job& job) { fill_rect(job.dst, job.r, pixel_of(job.dst.format(), *job.color)); }

namespace {

// What is not in a cache is copied quicker so than by memcpy: the next lines are asked for in time.
void copy_far(std::uint8_t* to, const std::uint8_t* from, std::size_t n)
{
    using Part = std::uint64_t __attribute__((vector_size(16)));
    constexpr std::size_t parts = 4, step = parts * sizeof(Part), ahead = 4 * step;
    for (; n >= step; n -= step, to += step, from += step) {
        __builtin_prefetch(from + ahead);
        Part line[parts];
        for (std::size_t i = 0; i < parts; ++i) std::memcpy(&line[i], from + i * sizeof(Part), sizeof(Part));
        for (std::size_t i = 0; i < parts; ++i) std::memcpy(to + i * sizeof(Part), &line[i], sizeof(Part));
    }
    std::memcpy(to, from, n);
}

}  // namespace

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
    constexpr std::size_t far = std::size_t(1) << 20;  // bytes: no cache holds both
    bool is_far = &job.src != &job.dst && n * std::size_t(rows) >= far;
    for (int y = 0; is_far && y < rows; ++y) copy_far(job.dst.at(job.r.min + Point{0, y}), job.src.at(job.sp + Point{0, y}), n);
    if (is_far) return;
    // Whole rows of both are one piece of memory.
    if (n == job.dst.stride() && n == job.src.stride())
        return void(std::memmove(job.dst.at(job.r.min), job.src.at(job.sp), n * std::size_t(rows)));
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

bool is_solid_mask(const Image& mask, const Image& dst)
{
    return mask.chan() == Chan::k8 && mask.repl() == Repl::no && is_32bit(dst) && !mask.layer();
}

void solid_rect(Image& dst, Rect r, Argb color, const Image& mask, Point mp)
{
    constexpr int wide = 64;
    std::uint8_t* to = dst.at(r.min);
    const std::uint8_t* through = mask.at(mp);
    if (r.dx() < wide) return solid_rows(to, dst.stride(), through, mask.stride(), color, kept_bits(dst), r.dx(), r.dy());
    for (int rows = r.dy(); rows; --rows, to += dst.stride(), through += mask.stride())
        solid_row(to, through, color, kept_bits(dst), r.dx());
}

bool fits_solid(const Job& job)
{
    return job.mask && is_solid_mask(*job.mask, job.dst) && job.is_opaque_color() && job.op == Op::SoverD;
}

void draw_solid(const Job& job) { solid_rect(job.dst, job.r, *job.color, *job.mask, job.mp); }

bool fits_over(const Job& job)
{
    bool readable =
        job.src.chan() == Chan::a8r8g8b8 && job.src.repl() == Repl::no && job.src.offset() != job.dst.offset();
    return !job.mask && (readable || job.color) && job.op == Op::SoverD && is_32bit(job.dst);
}

void over_color(const Job& job)
{
    std::uint32_t keep = kept_bits(job.dst);
    const auto* color = reinterpret_cast<const std::uint8_t*>(&*job.color);
    bool is_plain = is_premultiplied(color, 1);
    for (int down = 0; down < job.r.dy(); ++down) {
        std::uint8_t* to = job.dst.at(job.r.min + Point{0, down});
        if (is_plain) over_row_color(to, *job.color, keep, job.r.dx());
        else for (int i = 0; i < job.r.dx(); ++i) over_row_slow(to + 4 * i, color, ~keep, keep, 1);
    }
}

void draw_over(const Job& job)
{
    if (job.color) return over_color(job);
    std::uint32_t keep = kept_bits(job.dst);
    int n = job.r.dx();
    for (int down = 0; down < job.r.dy(); ++down) {
        std::uint8_t* to = job.dst.at(job.r.min + Point{0, down});
        const std::uint8_t* from = job.src.at(job.sp + Point{0, down});
        if (is_premultiplied(from, n))
            over_row(to, from, keep, n);
        else
            over_row_slow(to, from, ~keep, keep, n);
    }
}

}  // namespace draw
