#include "draw/text/picture.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace draw::text {
namespace {

// Which source pixels a pixel of the result covers, and how much of each.
struct Cover {
    int first = 0;
    std::vector<float> parts;  // together 1
};

std::vector<Cover> covers(int from, int to)
{
    std::vector<Cover> out;
    double step = double(from) / to;
    for (int i = 0; i < to; ++i) {
        double begin = i * step, end = std::min<double>(from, begin + step);
        Cover cover{int(begin), {}};
        for (int at = cover.first; at < from && at < end; ++at)
            cover.parts.push_back(float((std::min<double>(end, at + 1) - std::max<double>(begin, at)) / (end - begin)));
        out.push_back(std::move(cover));
    }
    return out;
}

}  // namespace

Glyph picture_of(const FT_Bitmap_& bitmap)
{
    Glyph g;
    bool is_coloured = bitmap.pixel_mode == FT_PIXEL_MODE_BGRA;
    if (!is_coloured && bitmap.pixel_mode != FT_PIXEL_MODE_GRAY) return g;
    g.ink = is_coloured ? Ink::colour : Ink::mask;
    g.width = int(bitmap.width);
    g.height = int(bitmap.rows);
    // FreeType's blue, green, red, alpha are the bytes of an a8r8g8b8 pixel, and premultiplied, too.
    std::size_t row = bitmap.width * bytes_a_pixel(g.ink);
    g.pixels.resize(row * bitmap.rows);
    for (unsigned y = 0; y < bitmap.rows; ++y)
        std::memcpy(g.pixels.data() + y * row, bitmap.buffer + std::ptrdiff_t(y) * bitmap.pitch, row);
    return g;
}

Glyph scaled(const Glyph& from, int num, int den)
{
    auto size = [&](int n) { return n == 0 ? 0 : std::max(1, int(std::lround(double(n) * num / den))); };
    auto place = [&](int n) { return int(std::lround(double(n) * num / den)); };
    Glyph to{from.ink, place(from.left), place(from.top), size(from.width), size(from.height), from.advance, {}};
    auto columns = covers(from.width, to.width), rows = covers(from.height, to.height);
    std::size_t n = bytes_a_pixel(from.ink), stride = std::size_t(from.width) * n;
    for (const Cover& row : rows)
        for (const Cover& column : columns) {
            std::array<float, 4> sum{};
            for (std::size_t y = 0; y < row.parts.size(); ++y)
                for (std::size_t x = 0; x < column.parts.size(); ++x) {
                    auto* pixel = from.pixels.data() + (std::size_t(row.first) + y) * stride + (std::size_t(column.first) + x) * n;
                    float part = row.parts[y] * column.parts[x];
                    for (std::size_t i = 0; i < n; ++i) sum[i] += part * float(std::uint8_t(pixel[i]));
                }
            for (std::size_t i = 0; i < n; ++i) to.pixels += char(std::uint8_t(std::clamp(sum[i] + 0.5f, 0.f, 255.f)));
        }
    return to;
}

Glyph in_one_ink(const Glyph& from)
{
    if (from.ink == Ink::mask) return from;
    Glyph to{Ink::mask, from.left, from.top, from.width, from.height, from.advance, {}};
    for (std::size_t i = 0; i < from.pixels.size(); i += bytes_a_pixel(from.ink)) {
        auto byte = [&](std::size_t at) { return int(std::uint8_t(from.pixels[i + at])); };
        int light = (byte(0) + 2 * byte(1) + byte(2)) / 4;  // at most the alpha
        to.pixels += char(std::uint8_t(byte(3) - light * 3 / 4));
    }
    return to;
}

}  // namespace draw::text
