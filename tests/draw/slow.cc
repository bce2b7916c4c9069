#include "slow.h"

#include <cstdlib>
#include <vector>

namespace {

using draw::Chan;
using draw::Image;
using draw::Op;
using draw::Point;

int floor_div(int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

struct Channels {
    int red = -1, green = -1, blue = -1, grey = -1, alpha = -1, map = -1;
};

// Unpacked pixel: every channel a byte; those the format lacks are -1 and its ignored bits are forgotten.
Channels unpack(Chan chan, std::uint32_t raw)
{
    Channels c;
    int* named[] = {&c.red, &c.green, &c.blue, &c.grey, &c.alpha, &c.map, nullptr};
    for (auto rest = std::uint32_t(chan); rest; rest >>= 8) {
        int bits = rest & 15;
        std::uint32_t value = raw & ((1u << bits) - 1), wide = 0;
        for (int at = 8 - bits; at > -bits; at -= bits) wide |= at >= 0 ? value << at : value >> -at;
        if (int* channel = named[rest >> 4 & 15]) *channel = int(wide & 255);
        raw >>= bits;
    }
    return c;
}

std::uint32_t pack(Chan chan, const Channels& c)
{
    const int named[] = {c.red, c.green, c.blue, c.grey, c.alpha, c.map, 0};
    std::uint32_t raw = 0;
    int at = 0;
    for (auto rest = std::uint32_t(chan); rest; rest >>= 8) {
        int bits = rest & 15;
        raw |= std::uint32_t(named[rest >> 4 & 15] >> (8 - bits)) << at;
        at += bits;
    }
    return raw;
}

struct Rgba {
    int r, g, b, a;
};

// color(6): the rgbv map.
Rgba map_color(int c)
{
    int r = c / 64, v = c / 16 % 4, rest = (c - v + r) % 16, g = rest / 4, b = rest % 4;
    int top = r > g ? r : g;
    if (b > top) top = b;
    if (top == 0) return {17 * v, 17 * v, 17 * v, 255};
    int n = 17 * (4 * top + v);
    return {r * n / top, g * n / top, b * n / top, 255};
}

int map_index(Rgba c)
{
    static std::vector<int> known(4096, -1);
    int& best = known[std::size_t(c.r / 16 * 256 + c.g / 16 * 16 + c.b / 16)];
    long least = 1 << 30;
    for (int i = 0; best < 0 || (i && i < 256); ++i) {
        Rgba m = map_color(i);
        long r = m.r - c.r / 16 * 17, g = m.g - c.g / 16 * 17, b = m.b - c.b / 16 * 17;
        if (r * r + g * g + b * b < least) least = r * r + g * g + b * b, best = i;
    }
    return best;
}

int grey(Rgba c) { return (156763 * c.r + 307758 * c.g + 59769 * c.b) / 524288; }

Rgba color(Chan chan, std::uint32_t raw)
{
    Channels c = unpack(chan, raw);
    if (c.map >= 0) return map_color(c.map);
    int a = c.alpha < 0 ? 255 : c.alpha;
    if (c.grey >= 0) return {c.grey, c.grey, c.grey, a};
    return {c.red < 0 ? 0 : c.red, c.green < 0 ? 0 : c.green, c.blue < 0 ? 0 : c.blue, a};
}

std::uint32_t stored(Chan chan, Rgba c) { return pack(chan, {c.r, c.g, c.b, grey(c), c.a, map_index(c)}); }

// The place of a pixel's bits, found from the start of the image.
struct Bits {
    std::uint8_t* byte;
    int shift, depth;
};

Bits bits_at(const Image& image, Point p)
{
    int depth = image.depth(), first = floor_div(image.r().min.x * depth, 8);
    auto* start = const_cast<std::uint8_t*>(image.at(image.r().min));
    auto* byte = start + std::size_t(p.y - image.r().min.y) * image.stride() + (floor_div(p.x * depth, 8) - first);
    int per_byte = depth < 8 ? 8 / depth : 1;
    int index = p.x - floor_div(p.x, per_byte) * per_byte;
    return {byte, depth < 8 ? 8 - depth * (index + 1) : 0, depth};
}

std::uint32_t get(const Image& image, Point p)
{
    Bits b = bits_at(image, p);
    if (b.depth < 8) return std::uint32_t(*b.byte >> b.shift) % (1u << b.depth);
    std::uint32_t raw = 0;
    for (int i = b.depth / 8; i-- > 0;) raw = raw << 8 | b.byte[i];
    return raw;
}

void put(Image& image, Point p, std::uint32_t raw)
{
    Bits b = bits_at(image, p);
    if (b.depth < 8) {
        int ones = ((1 << b.depth) - 1) << b.shift;
        *b.byte = std::uint8_t((*b.byte & ~ones) | int(raw << b.shift));
        return;
    }
    for (int i = 0; i < b.depth / 8; ++i, raw >>= 8) b.byte[i] = std::uint8_t(raw);
}

// An operand as it was before the draw.
struct Operand {
    const Image& image;
    std::vector<std::uint32_t> raw;

    explicit Operand(const Image& from) : image(from)
    {
        for (int y = from.r().min.y; y < from.r().max.y; ++y)
            for (int x = from.r().min.x; x < from.r().max.x; ++x) raw.push_back(get(from, {x, y}));
    }
    bool tiles() const { return image.repl() == draw::Repl::yes; }
    bool is_one_pixel() const { return tiles() && raw.size() == 1; }
    bool has(Point p) const { return image.clip().contains(p) && (tiles() || image.r().contains(p)); }
    std::uint32_t at(Point p) const
    {
        int w = image.r().dx(), h = image.r().dy(), x = p.x - image.r().min.x, y = p.y - image.r().min.y;
        return raw[std::size_t((y - floor_div(y, h) * h) * w + x - floor_div(x, w) * w)];
    }
    bool has_alpha() const { return unpack(image.chan(), 0).alpha >= 0; }
};

// Divided by 255 and rounded, as libmemdraw does it.
int over255(int n) { return (n + 128 + (n + 128) / 256) / 256; }

Rgba combined(Op op, Rgba s, int ma, Rgba d)
{
    int ratio = over255(s.a * ma), fs = 0, fd = 0;
    switch (op) {
    case Op::Clear: return {0, 0, 0, 0};
    case Op::D: return d;
    case Op::DoutS: fd = 255 - ratio; break;
    case Op::DinS: fd = ratio; break;
    case Op::S: fs = ma; break;
    case Op::SinD: fs = over255(ma * d.a); break;
    case Op::SoutD: fs = over255(ma * (255 - d.a)); break;
    case Op::SatopD: fs = over255(ma * d.a), fd = 255 - ratio; break;
    case Op::SxorD: fs = over255(ma * (255 - d.a)), fd = 255 - ratio; break;
    case Op::DatopS: fs = over255(ma * (255 - d.a)), fd = ratio; break;
    case Op::DoverS: fs = over255(ma * (255 - d.a)), fd = 255; break;
    case Op::SoverD: fs = ma, fd = 255 - ratio; break;
    }
    auto channel = [&](int sv, int dv) { return over255(fs * sv + fd * dv) % 256; };
    return {channel(s.r, d.r), channel(s.g, d.g), channel(s.b, d.b), channel(s.a, d.a)};
}

bool keeps_outside(Op op) { return (int(op) & 1) != 0; }

}  // namespace

void slow_draw(const draw::Draw& d)
{
    Operand src(d.src);
    std::optional<Operand> mask;
    if (d.mask) mask.emplace(*d.mask);
    Chan chan = d.dst.chan();
    bool is_grey = unpack(chan, 0).grey >= 0;
    bool is_plain = d.op == Op::S || d.op == Op::SoverD;
    bool full = !mask || (mask->is_one_pixel() && mask->raw[0] == 0xffffffffu >> (32 - d.mask->depth()));
    bool opaque_color = src.is_one_pixel() && color(d.src.chan(), src.raw[0]).a == 255;
    bool same = d.src.chan() == chan && !src.tiles() && d.dst.depth() >= 8;
    bool copies = full && same && !src.has_alpha() && is_plain;
    bool stencil = mask && !full && d.mask->chan() == Chan::k1 && d.op == Op::SoverD && d.dst.depth() >= 8 &&
                   (!src.has_alpha() || (opaque_color && !mask->tiles())) && &d.src != &d.dst;
    if (keeps_outside(d.op) && src.is_one_pixel() && color(d.src.chan(), src.raw[0]).a == 0) return;
    if (keeps_outside(d.op) && mask && mask->is_one_pixel() && mask->raw[0] == 0) return;

    for (int y = d.r.min.y; y < d.r.max.y; ++y)
        for (int x = d.r.min.x; x < d.r.max.x; ++x) {
            Point s{d.sp.x + x - d.r.min.x, d.sp.y + y - d.r.min.y}, m{d.mp.x + x - d.r.min.x, d.mp.y + y - d.r.min.y};
            if (!d.dst.r().contains(Point{x, y}) || !d.clip.contains(Point{x, y}) || !src.has(s) ||
                (mask && !mask->has(m)))
                continue;
            Rgba sc = color(d.src.chan(), src.at(s)),
                 mc = mask ? color(d.mask->chan(), mask->at(m)) : Rgba{0, 0, 0, 255};
            int ma = mask && !mask->has_alpha() ? grey(mc) : mc.a;
            if (stencil && ma == 0) continue;
            if (copies || (stencil && same)) {
                put(d.dst, {x, y}, src.at(s));
                continue;
            }
            if (is_grey) sc.r = sc.g = sc.b = grey(sc);
            put(d.dst, {x, y}, stored(chan, combined(d.op, sc, ma, color(chan, get(d.dst, {x, y})))));
        }
}
