// The program's messages for lines, polygons, ellipses and pixels.
#include "draw/client.h"
#include "draw/client_message.h"

#include <algorithm>

namespace draw::client {
namespace {

constexpr std::uint32_t end_square = 0;  // draw(2), Endsquare
constexpr std::uint32_t odd_even = 1;    // the low bit of the winding number (draw(3), 'P')

// One coordinate of a polygon: 7 bits added to the one before, or 23 bits by themselves with the top bit of the first
// byte set (draw(3)).
void put_coordinate(std::string& out, int at, int before)
{
    int change = wrapped_difference(at, before);
    if (change >= -0x40 && change < 0x40) {
        out += char(change & 0x7f);
        return;
    }
    out += char((at & 0x7f) | 0x80);
    out += char(at >> 7 & 0xff);
    out += char(at >> 15 & 0xff);
}

std::string packed(std::span<const Point> points)
{
    std::string out;
    Point before;
    for (Point p : points) {
        put_coordinate(out, p.x, before.x);
        put_coordinate(out, p.y, before.y);
        before = p;
    }
    return out;
}

// 'p' and 'P' without their points, and with an operator before them.
constexpr std::size_t poly_size = 2 + 1 + id_size + 2 + 3 * 4 + id_size + point_size;
constexpr std::size_t largest_point = 2 * 3;

// As many bytes of a message as a row takes, counted as libdraw does (draw(3), 'y').
std::size_t row_bytes(Rect r, int depth)
{
    if (r.min.x >= 0) return std::size_t((r.max.x * depth + 7) / 8 - r.min.x * depth / 8);
    return std::size_t((-r.min.x * depth + 7) / 8 + (r.max.x * depth + 7) / 8);
}

std::size_t byte_of(int x, int depth) { return std::size_t(std::int64_t(x) * depth >> 3); }

constexpr std::size_t load_size = 1 + id_size + rect_size;

}  // namespace

void Image::line(Point from, Point to, int radius, const Image& src, Op op)
{
    // 'L' dstid[4] P0[2*4] P1[2*4] end0[4] end1[4] radius[4] srcid[4] sp[2*4]
    styx::Writer& out = display_->message(size_of(op) + 1 + 2 * id_size + 3 * point_size + 3 * 4);
    put(out, op);
    out.u8('L');
    out.u32(info_.id);
    put(out, from);
    put(out, to);
    out.u32(end_square);
    out.u32(end_square);
    out.i32(radius);
    out.u32(src.id());
    put(out, Point{});
}

void Image::poly(std::span<const Point> points, int radius, const Image& src, Op op)
{
    const std::size_t most = (display_->iounit() - poly_size) / largest_point;
    while (points.size() > 1) {
        auto part = points.first(std::min(points.size(), most));
        std::string path = packed(part);
        // 'p' dstid[4] n[2] end0[4] end1[4] radius[4] srcid[4] sp[2*4] (n+1)*P
        styx::Writer& out = display_->message(size_of(op) + poly_size - 2 + path.size());
        put(out, op);
        out.u8('p');
        out.u32(info_.id);
        out.u16(std::uint16_t(part.size() - 1));
        out.u32(end_square);
        out.u32(end_square);
        out.i32(radius);
        out.u32(src.id());
        put(out, Point{});
        out.bytes(path);
        points = points.subspan(part.size() - 1);
    }
}

void Image::fill_poly(std::span<const Point> points, const Image& src, Op op)
{
    if (points.size() < 3) return;
    std::string path = packed(points);
    if (path.size() + poly_size > display_->iounit()) return display_->report({"polygon has too many points"});
    // 'P' dstid[4] n[2] wind[4] ignore[2*4] srcid[4] sp[2*4] (n+1)*P
    styx::Writer& out = display_->message(size_of(op) + poly_size - 2 + path.size());
    put(out, op);
    out.u8('P');
    out.u32(info_.id);
    out.u16(std::uint16_t(points.size() - 1));
    out.u32(odd_even);
    put(out, Point{});
    out.u32(src.id());
    put(out, Point{});
    out.bytes(path);
}

void Image::ellipse(Point centre, int a, int b, int thick, const Image& src, Op op)
{
    shape('e', centre, a, b, thick, src, op);
}

void Image::fill_ellipse(Point centre, int a, int b, const Image& src, Op op) { shape('E', centre, a, b, 0, src, op); }

void Image::shape(char letter, Point centre, int a, int b, int thick, const Image& src, Op op)
{
    // dstid[4] srcid[4] centre[2*4] a[4] b[4] thick[4] sp[2*4] alpha[4] phi[4]
    styx::Writer& out = display_->message(size_of(op) + 1 + 2 * id_size + 2 * point_size + 5 * 4);
    put(out, op);
    out.u8(std::uint8_t(letter));
    out.u32(info_.id);
    out.u32(src.id());
    put(out, centre);
    out.i32(a);
    out.i32(b);
    out.i32(thick);
    put(out, Point{});
    out.i32(0);
    out.i32(0);
}

// A wide image is cut into columns whose rows fit a message, but for a byte at each end that two columns may share.
Result<> Image::load(Rect to, std::string_view pixels)
{
    if (to.empty()) return {};
    if (!info_.r.contains(to)) return fail("load is outside the image");
    const int depth = format_of(info_.chan).depth;
    const std::size_t stride = row_bytes(to, depth), needed = stride * std::size_t(to.dy());
    if (pixels.size() != needed)
        return fail("load of " + std::to_string(pixels.size()) + " bytes needs " + std::to_string(needed));
    const int widest = int(display_->iounit() - load_size - 2) * 8 / depth;
    for (Rect column = to; column.min.x < to.max.x; column.min.x = column.max.x) {
        column.max.x = column.min.x + std::min(widest, to.max.x - column.min.x);
        load_column(column, pixels.substr(byte_of(column.min.x, depth) - byte_of(to.min.x, depth)), stride);
    }
    return {};
}

// Rows of `column`, `stride` bytes apart, as many to a message as fit.
void Image::load_column(Rect column, std::string_view pixels, std::size_t stride)
{
    const std::size_t row = row_bytes(column, format_of(info_.chan).depth);
    const int most = int((display_->iounit() - load_size) / row);
    for (Rect part = column; part.min.y < column.max.y; part.min.y = part.max.y) {
        part.max.y = std::min(part.min.y + most, column.max.y);
        // 'y' id[4] R[4*4] pixels
        styx::Writer& out = display_->message(load_size + row * std::size_t(part.dy()));
        out.u8('y');
        out.u32(info_.id);
        put(out, part);
        for (int y = part.min.y; y < part.max.y; ++y)
            out.bytes(pixels.substr(std::size_t(y - column.min.y) * stride, row));
    }
}

}  // namespace draw::client
