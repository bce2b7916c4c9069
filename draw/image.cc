#include "draw/image.h"

#include "draw/job.h"
#include "draw/screen.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace draw {
namespace {

constexpr int farthest = 1 << 30;

// The byte, relative to that of x = 0, that holds pixel x.
constexpr std::int64_t byte_of(std::int64_t x, int depth) { return (x * depth) >> 3; }

// Bytes touched by the pixels of a row.
constexpr std::int64_t span(Rect r, int depth)
{
    return byte_of(std::int64_t(r.max.x) * depth + 7, 1) - byte_of(r.min.x, depth);
}

constexpr std::size_t stride_of(Rect r, int depth) { return std::size_t(span(r, depth) + 3) / 4 * 4; }

struct Layout {
    Format format;
    std::size_t stride = 0, bytes = 0;
};

Result<Layout> layout(const Shape& shape)
{
    if (!Image::is_placed(shape.r)) return fail("bad rectangle");
    Format format = format_of(shape.chan);
    if (format.depth == 0) return fail("bad channel descriptor " + print(shape.chan));
    std::size_t stride = stride_of(shape.r, format.depth);
    std::uint64_t bytes = std::uint64_t(stride) * std::uint64_t(shape.r.dy());
    if (bytes > SIZE_MAX / 2) return fail("image memory allocation failed");
    return Layout{format, stride, std::size_t(bytes)};
}

// The bits of a row's first and last byte that belong to pixels of r; the whole byte at depths of 8 and more.
struct Edges {
    std::uint8_t first = 0xff, last = 0xff;
};

Edges edges(Rect r, int depth)
{
    auto left = unsigned(r.min.x) * unsigned(depth) & 7, right = unsigned(r.max.x) * unsigned(depth) & 7;
    return {std::uint8_t(0xff >> left), std::uint8_t(right ? 0xff << (8 - right) : 0xff)};
}

void load_row(std::uint8_t* to, const char* from, std::size_t n, Edges edge)
{
    std::uint8_t first = n == 1 ? edge.first & edge.last : edge.first;
    to[0] = std::uint8_t((to[0] & ~first) | (std::uint8_t(from[0]) & first));
    if (n > 2) std::memcpy(to + 1, from + 1, n - 2);
    if (n > 1) to[n - 1] = std::uint8_t((to[n - 1] & ~edge.last) | (std::uint8_t(from[n - 1]) & edge.last));
}

}  // namespace

Image::Image(Arena& arena, const Shape& shape, const Format& format, std::size_t stride, std::uint64_t offset)
    : arena_(arena), shape_(shape), format_(format), stride_(stride), offset_(offset),
      data_(offset == Arena::no_room ? nullptr : arena.at(offset))
{
}

bool Image::is_placed(Rect r)
{
    constexpr int widest = 1 << 24;
    return !r.empty() && r.min.x >= -farthest && r.min.y >= -farthest && r.max.x <= farthest && r.max.y <= farthest &&
           r.max.x - r.min.x <= widest && r.max.y - r.min.y <= widest;
}

Image::~Image()
{
    if (layer_)
        layer_->screen->forget(*this);
    else
        arena_.release(offset_, bytes());
}

Result<std::shared_ptr<Image>> Image::allocate(Arena& arena, const Shape& shape)
{
    Layout l = TRY(layout(shape));
    std::uint64_t offset = arena.allocate(l.bytes);
    if (offset == Arena::no_room) return fail("image memory allocation failed");
    return std::shared_ptr<Image>(new Image(arena, shape, l.format, l.stride, offset));
}

Result<std::size_t> Image::size_of(const Shape& shape) { return TRY(layout(shape)).bytes; }

Result<std::shared_ptr<Image>> Image::adopt(Arena& arena, const Shape& shape, std::uint64_t offset)
{
    Layout l = TRY(layout(shape));
    if (!arena.holds(offset, l.bytes)) return fail("image pixels are not there");
    return std::shared_ptr<Image>(new Image(arena, shape, l.format, l.stride, offset));
}

Result<std::shared_ptr<Image>> Image::window(Rect r, std::unique_ptr<Layer> layer)
{
    if (!is_placed(r)) return fail("bad rectangle");
    const Image& base = layer->screen->base();
    auto image = std::shared_ptr<Image>(
        new Image(base.arena_, {r, r, base.chan(), Repl::no}, base.format_, 0, Arena::no_room));
    image->layer_ = std::move(layer);
    return image;
}

void Image::move_to(Point min)
{
    Point by = min - shape_.r.min;
    shape_.r = shape_.r + by;
    shape_.clip = shape_.clip + by;
    if (!layer_->stale.empty()) layer_->stale = layer_->stale + by;
}

std::uint32_t Image::pixel(Point p) const
{
    const std::uint8_t* byte = at(p);
    if (depth() >= 8) return get_pixel(byte, depth() / 8);
    int index = p.x & (8 / depth() - 1);
    return std::uint32_t(*byte >> (8 - depth() * (index + 1))) & ((1u << depth()) - 1);
}

void Image::set_pixel(Point p, std::uint32_t pixel)
{
    std::uint8_t* byte = at(p);
    if (depth() >= 8) return put_pixel(byte, depth() / 8, pixel);
    int shift = 8 - depth() * ((p.x & (8 / depth() - 1)) + 1);
    std::uint32_t mask = ((1u << depth()) - 1) << shift;
    *byte = std::uint8_t((*byte & ~mask) | (pixel << shift & mask));
}

std::size_t bytes_per_row(Rect r, int depth)
{
    if (r.min.x >= r.max.x) return 0;
    std::int64_t left = byte_of(r.min.x, depth), right = (std::int64_t(r.max.x) * depth + 7) / 8;
    if (r.min.x >= 0) return std::size_t(right - left);
    return std::size_t((-std::int64_t(r.min.x) * depth + 7) / 8 + right);
}

void fill(Image& image, Color color)
{
    if (color == no_fill) return;
    std::uint32_t pixel = pixel_of(image.format(), to_argb(color));
    const Rect r = image.r();
    int rows = std::max(1, int(piece_of_work) / r.dx());
    for (Rect part = r; part.min.y < r.max.y; part.min.y = part.max.y) {
        part.max.y = part.min.y + std::min(rows, r.max.y - part.min.y);
        fill_rect(image, part, pixel);
        // Of a new image: the system clears the memory first.
        if (!image.arena().did(image.stride() * unsigned(part.dy()) / 2)) return;
    }
}

void load(Image& image, Rect r, std::string_view rows)
{
    if (r.empty()) return;
    std::size_t wire = rows.size() / std::size_t(r.dy()), n = std::size_t(span(r, image.depth()));
    assert(image.r().contains(r) && wire >= n);
    Edges edge = edges(r, image.depth());
    for (int y = r.min.y; y < r.max.y; ++y, rows.remove_prefix(wire))
        load_row(image.at({r.min.x, y}), rows.data(), n, edge);
}

std::string unload(const Image& image, Rect r, std::size_t row_bytes)
{
    if (r.empty()) return {};
    std::size_t n = std::size_t(span(r, image.depth()));
    assert(image.r().contains(r) && row_bytes >= n);
    Edges edge = edges(r, image.depth());
    std::string rows(row_bytes * std::size_t(r.dy()), '\0');
    char* to = rows.data();
    for (int y = r.min.y; y < r.max.y; ++y, to += row_bytes) {
        std::memcpy(to, image.at({r.min.x, y}), n);
        to[0] = char(to[0] & edge.first);
        to[n - 1] = char(to[n - 1] & edge.last);
    }
    return rows;
}

}  // namespace draw
