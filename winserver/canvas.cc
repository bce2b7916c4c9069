#include "winserver/canvas.h"

#include <cmath>

namespace winserver {
namespace {

// Colours here are not premultiplied, as people write them.
draw::Argb premultiplied(draw::Color c)
{
    std::uint32_t alpha = c & 0xff, out = alpha << 24;
    for (int shift = 8; shift < 32; shift += 8) out |= ((c >> shift & 0xff) * alpha / 255) << (shift - 8);
    return out;
}

draw::Color faded(draw::Color c, double part) { return (c & ~0xffu) | std::uint32_t(std::lround((c & 0xff) * part)); }

draw::Color mixed(draw::Color a, draw::Color b, int part, int whole)
{
    draw::Color out = 0;
    for (int shift = 0; shift < 32; shift += 8) {
        long long x = a >> shift & 0xff, y = b >> shift & 0xff;
        out |= std::uint32_t((x * (whole - part) + y * part + whole / 2) / whole) << shift;
    }
    return out;
}

}  // namespace

Result<Canvas> Canvas::on(draw::Arena& arena, draw::Image& onto, draw::Rect clip)
{
    draw::Rect all{{-(1 << 29), -(1 << 29)}, {1 << 29, 1 << 29}};
    auto pen = TRY(draw::Image::allocate(arena, {{{0, 0}, {1, 1}}, all, draw::Chan::a8r8g8b8, draw::Repl::yes}));
    return Canvas(onto, clip, std::move(pen));
}

Canvas Canvas::within(draw::Rect r) const { return {*onto_, draw::intersection(clip_, r), pen_}; }

void Canvas::dip(draw::Color c) { pen_->set_pixel({0, 0}, premultiplied(c)); }

void Canvas::fill(draw::Rect r, draw::Color c)
{
    dip(c);
    draw::compose({.dst = *onto_, .clip = clip_, .r = r, .src = *pen_, .sp = {}});
}

void Canvas::gradient(draw::Rect whole, draw::Color top, draw::Color bottom)
{
    auto r = draw::intersection(whole, clip_);
    for (int y = r.min.y; y < r.max.y; ++y)
        fill({{r.min.x, y}, {r.max.x, y + 1}}, mixed(top, bottom, y - whole.min.y, whole.dy()));
}

// A row of a rounded end, whose outline begins `inset` pixels from both sides: whole pixels, and one part of a pixel.
void Canvas::row_ends(draw::Rect r, int y, double inset, draw::Color c)
{
    int whole = int(std::ceil(inset));
    fill({{r.min.x + whole, y}, {r.max.x - whole, y + 1}}, c);
    double part = whole - inset;
    if (part <= 0 || whole == 0) return;
    fill({{r.min.x + whole - 1, y}, {r.min.x + whole, y + 1}}, faded(c, part));
    fill({{r.max.x - whole, y}, {r.max.x - whole + 1, y + 1}}, faded(c, part));
}

void Canvas::rounded(draw::Rect r, int radius, Corners corners, draw::Color c)
{
    int top = corners == Corners::none ? 0 : radius, bottom = corners == Corners::all ? radius : 0;
    for (int i = 0; i < radius; ++i) {
        double up = radius - i - 0.5;
        double inset = radius - std::sqrt(double(radius) * radius - up * up);
        if (top) row_ends(r, r.min.y + i, inset, c);
        if (bottom) row_ends(r, r.max.y - 1 - i, inset, c);
    }
    fill({{r.min.x, r.min.y + top}, {r.max.x, r.max.y - bottom}}, c);
}

void Canvas::text(const Letters& letters, draw::Point at, int most_width, draw::Color c)
{
    if (!letters.mask) return;
    dip(c);
    draw::Rect r{at, at + draw::Point{std::min(letters.mask->r().dx(), most_width), letters.mask->r().dy()}};
    draw::compose({.dst = *onto_, .clip = clip_, .r = r, .src = *pen_, .sp = {}, .mask = letters.mask.get(), .mp = {}});
}

void Canvas::copy(draw::Rect to, const draw::Image& from, draw::Point at)
{
    draw::compose(
        {.dst = *onto_, .clip = clip_, .r = to, .src = from, .sp = at, .mask = nullptr, .mp = {}, .op = draw::Op::S});
}

}  // namespace winserver
