#include "draw/rows.h"

#include <algorithm>
#include <cstring>

namespace draw {
namespace {

// Calls each(value widened to a byte) for n pixels of 1, 2 or 4 bits from x on; at is the byte of the first.
template <class Each> void each_narrow(const std::uint8_t* at, int x, int depth, int n, Each each)
{
    int bit = (x & (8 / depth - 1)) * depth;
    for (int i = 0; i < n; ++i, bit += depth)
        each(i, widened(std::uint32_t(at[bit / 8] >> (8 - depth - bit % 8)), depth));
}

void fetch_narrow(const std::uint8_t* at, int x, int depth, int n, Argb* out)
{
    each_narrow(at, x, depth, n, [&](int i, std::uint8_t grey) { out[i] = 0xff000000 | grey * 0x010101u; });
}

// A part of a row that is inside the image.
void fetch_part(const Image& image, Point p, int n, Argb* out)
{
    const Format& f = image.format();
    const std::uint8_t* at = image.at(p);
    if (f.depth < 8) return fetch_narrow(at, p.x, f.depth, n, out);
    if (image.chan() == Chan::x8r8g8b8 || image.chan() == Chan::a8r8g8b8) {
        std::uint32_t opaque = f.has_alpha() ? 0 : 0xff000000;
        for (int i = 0; i < n; ++i) out[i] = get_pixel(at + 4 * i, 4) | opaque;
        return;
    }
    int bytes = f.depth / 8;
    for (int i = 0; i < n; ++i) out[i] = argb_of(f, get_pixel(at + i * bytes, bytes));
}

void fetch_mask_part(const Image& image, Point p, int n, std::uint8_t* out)
{
    if (image.chan() == Chan::k8 || image.chan() == Chan::a8) {
        std::memcpy(out, image.at(p), std::size_t(n));
        return;
    }
    if (image.depth() < 8)
        return each_narrow(image.at(p), p.x, image.depth(), n, [&](int i, std::uint8_t grey) { out[i] = grey; });
    const std::uint8_t* at = image.at(p);
    int bytes = image.depth() / 8;
    for (int i = 0; i < n; ++i) {
        Argb pixel = argb_of(image.format(), get_pixel(at + i * bytes, bytes));
        out[i] = image.format().has_alpha() ? std::uint8_t(pixel >> 24) : grey_of(pixel);
    }
}

// Calls part(p, n, offset in the row) for each piece of a row that may wrap around the tile.
template <class Part> void each_part(const Image& image, Point p, int n, Part part)
{
    for (int done = 0; done < n;) {
        int here = std::min(n - done, image.r().max.x - p.x);
        part(p, here, done);
        done += here;
        p.x = image.r().min.x;
    }
}

}  // namespace

void fetch(const Image& image, Point p, int n, Argb* out)
{
    if (image.r().dx() == 1) {
        std::fill_n(out, n, image.argb(p));
        return;
    }
    each_part(image, p, n, [&](Point q, int m, int done) { fetch_part(image, q, m, out + done); });
}

void fetch_mask(const Image& image, Point p, int n, std::uint8_t* out)
{
    if (image.r().dx() == 1) {
        fetch_mask_part(image, p, 1, out);
        std::memset(out, *out, std::size_t(n));
        return;
    }
    each_part(image, p, n, [&](Point q, int m, int done) { fetch_mask_part(image, q, m, out + done); });
}

void store(Image& image, Point p, int n, const Argb* pixels)
{
    const Format& f = image.format();
    if (f.depth < 8) {
        for (int i = 0; i < n; ++i) image.set_pixel({p.x + i, p.y}, pixel_of(f, pixels[i]));
        return;
    }
    std::uint8_t* at = image.at(p);
    if (image.chan() == Chan::x8r8g8b8 || image.chan() == Chan::a8r8g8b8) {
        std::uint32_t keep = f.has_alpha() ? ~0u : 0xffffff;
        for (int i = 0; i < n; ++i) put_pixel(at + 4 * i, 4, pixels[i] & keep);
        return;
    }
    int bytes = f.depth / 8;
    for (int i = 0; i < n; ++i) put_pixel(at + i * bytes, bytes, pixel_of(f, pixels[i]));
}

}  // namespace draw
