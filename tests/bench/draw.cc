// Drawing on a screen of 1920x1080, beside pixman, cairo and what memory gives.
#include "bench.h"
#include "draw_peers.h"

#include "draw/engine.h"
#include "draw/shapes.h"

#include <algorithm>
#include <cstring>
#include <random>

namespace bench {
namespace {

constexpr draw::Rect screen{{0, 0}, {1920, 1080}}, screen_4k{{0, 0}, {3840, 2160}};
constexpr draw::Rect everywhere{{-1 << 20, -1 << 20}, {1 << 20, 1 << 20}};

// The best of several runs, since what else the machine does only adds.
double best_msec(const std::function<void()>& run)
{
    run();
    double best = 1e9;
    for (Stopwatch whole; whole.msec() < 400;) {
        Stopwatch one;
        run();
        best = std::min(best, one.msec());
    }
    return best;
}

struct Scene {
    draw::HeapArena arena;
    std::mt19937 random{7};

    std::shared_ptr<draw::Image> make(draw::Rect r, draw::Chan chan, draw::Repl repl = draw::Repl::no)
    {
        return *draw::Image::allocate(arena, {r, repl == draw::Repl::yes ? everywhere : r, chan, repl});
    }
    std::shared_ptr<draw::Image> ink(draw::Color color)
    {
        auto image = make({{0, 0}, {1, 1}}, draw::Chan::a8r8g8b8, draw::Repl::yes);
        draw::fill(*image, color);
        return image;
    }
    // A picture with soft edges: most is opaque or clear, the rest between, premultiplied.
    Canvas picture()
    {
        Canvas c{screen.dx(), screen.dy(), std::vector<std::uint32_t>(std::size_t(screen.dx()) * std::size_t(screen.dy()))};
        for (auto& p : c.pixels) {
            std::uint32_t n = random(), a = n % 4 == 0 ? n >> 24 : n % 4 == 1 ? 0 : 255;
            auto part = [&](int shift) { return (n >> shift & 0xff) * a / 255 << shift; };
            p = a << 24 | part(16) | part(8) | part(0);
        }
        return c;
    }
    Coverage coverage(int width, int height)
    {
        Coverage c{width, height, (width + 3) & ~3, {}};
        for (int i = 0; i < c.stride * height; ++i) c.bytes.push_back(std::uint8_t(random() % 3 == 0 ? random() : random() % 2 ? 255 : 0));
        return c;
    }
};

void put(draw::Image& to, const Canvas& from)
{
    for (int y = 0; y < from.height; ++y) std::memcpy(to.at({0, y}), &from.pixels[std::size_t(y * from.width)], std::size_t(from.width) * 4);
}
void put(draw::Image& to, const Coverage& from, draw::Point at = {})
{
    for (int y = 0; y < from.height; ++y) std::memcpy(to.at(at + draw::Point{0, y}), &from.bytes[std::size_t(y * from.stride)], std::size_t(from.width));
}

// A pixel at a time, a channel at a time, as libmemdraw's general way does it.
std::uint32_t blend(std::uint32_t s, std::uint32_t d, std::uint32_t through)
{
    std::uint32_t out = 0, rest = 255 - ((s >> 24) * through + 127) / 255;
    for (int shift = 0; shift < 32; shift += 8) {
        std::uint32_t sum = through * (s >> shift & 0xff) + rest * (d >> shift & 0xff) + 128;
        out |= ((sum + (sum >> 8)) >> 8 & 0xff) << shift;
    }
    return out;
}
void scalar_over(Canvas& to, const Canvas& from)
{
    for (std::size_t i = 0; i < to.pixels.size(); ++i) to.pixels[i] = blend(from.pixels[i], to.pixels[i], 255);
}
void scalar_masked(Canvas& to, std::uint32_t color, const Coverage& through)
{
    for (int y = 0; y < to.height; ++y)
        for (int x = 0; x < to.width; ++x) {
            auto& p = to.pixels[std::size_t(y * to.width + x)];
            p = blend(color, p, through.bytes[std::size_t(y * through.stride + x)]);
        }
}

double megapixels(double msec) { return double(screen.dx()) * screen.dy() / msec / 1000; }

// A row of megapixels a second.
void row(const std::string& what, const std::function<void()>& ours, const std::string& peer, const std::function<void()>& theirs, Goal goal)
{
    double measured = megapixels(best_msec(ours));
    if (!theirs) return print({what, measured, "Mpx/s", "", 0, {}});
    print({what, measured, "Mpx/s", peer, megapixels(best_msec(theirs)), goal});
}

// A function of the peer with what it is called with, or none.
template <class F, class... A> std::function<void()> with(const F& f, A&&... arguments)
{
    if (!f) return {};
    return [&f, ... a = std::ref(arguments)] { f(a...); };
}

void pixels(Scene& s)
{
    auto& p = peers();
    Canvas theirs = s.picture();
    const Canvas from = s.picture();
    auto dst = s.make(screen, draw::Chan::x8r8g8b8), src = s.make(screen, draw::Chan::x8r8g8b8), alpha = s.make(screen, draw::Chan::a8r8g8b8);
    auto mask = s.make(screen, draw::Chan::k8);
    const Coverage through = s.coverage(screen.dx(), screen.dy());
    put(*src, from), put(*alpha, from), put(*mask, through);
    auto blue = s.ink(0x224466ff), glass = s.ink(0x11223380);
    auto paint = [&](const draw::Image& with_src, const draw::Image* with_mask) {
        return [&, with_mask] { draw::compose({*dst, screen, screen, with_src, {}, with_mask, {}, draw::Op::SoverD}); };
    };
    std::uint32_t color = 0xff224466, glass_color = 0x80112233;
    auto* bytes = reinterpret_cast<char*>(theirs.pixels.data());
    auto size = theirs.pixels.size() * 4, line = std::size_t(screen.dx()) * 4 * 16;
    row("fill", paint(*blue, nullptr), "pixman_fill", with(p.fill, theirs, color), ratio_at_least(0.9));
    row("fill, beside memory", paint(*blue, nullptr), "memset", [&] { std::memset(bytes, 0x55, size); }, {});
    row("copy", paint(*src, nullptr), "pixman SRC", with(p.copy, theirs, from), ratio_at_least(1));
    row("copy, beside memory", paint(*src, nullptr), "memcpy", [&] { std::memcpy(bytes, from.pixels.data(), size); }, {});
    auto scroll = [&] { draw::compose({*dst, screen, screen, *dst, {0, 16}, nullptr, {}, draw::Op::SoverD}); };
    row("scroll by 16 lines", scroll, "memmove", [&] { std::memmove(bytes, bytes + line, size - line); }, ratio_at_least(0.9));
    row("picture over", paint(*alpha, nullptr), "pixman OVER", with(p.over, theirs, from), ratio_at_least(1));
    row("picture over, beside scalar code", paint(*alpha, nullptr), "scalar", [&] { scalar_over(theirs, from); }, {});
    row("colour over", paint(*glass, nullptr), "pixman OVER", with(p.over_color, theirs, glass_color), ratio_at_least(1));
    row("colour through a mask", paint(*blue, mask.get()), "pixman OVER, a8", with(p.masked, theirs, color, through), ratio_at_least(1));
    row("colour through a mask, beside scalar code", paint(*blue, mask.get()), "scalar", [&] { scalar_masked(theirs, color, through); }, {});
}

// A screen full of text of 8x16 pixels a character, as one 's' message a line.
void text(Scene& s)
{
    constexpr draw::Point cell{8, 16};
    constexpr int shapes = 96;
    draw::Engine engine(s.arena, std::make_shared<draw::Shared>());
    draw::Watcher nobody;
    std::vector<Coverage> all;
    auto sheet = s.make({{0, 0}, {shapes * cell.x, cell.y}}, draw::Chan::k8);
    for (int i = 0; i < shapes; ++i) all.push_back(s.coverage(cell.x, cell.y)), put(*sheet, all.back(), {i * cell.x, 0});
    auto dst = s.make(screen, draw::Chan::x8r8g8b8), ink = s.ink(0x000000ff);
    auto& names = engine.state().shared->names;
    (void)names.add("sheet", sheet), (void)names.add("dst", dst), (void)names.add("ink", ink);
    auto message = [](char letter, auto... fields) {
        styx::Writer w;
        w.u8(std::uint8_t(letter));
        auto add = [&](auto f) {
            if constexpr (sizeof f == 4) w.u32(std::uint32_t(f));
            else if constexpr (sizeof f == 2) w.u16(std::uint16_t(f));
            else w.u8(std::uint8_t(f));
        };
        (add(fields), ...);
        return w.out;
    };
    auto attach = [&](std::uint32_t id, std::string name) { (void)engine.write(message('n', id, std::uint8_t(name.size())) + name, nobody); };
    attach(1, "sheet"), attach(2, "dst"), attach(3, "ink");
    (void)engine.write(message('i', 1u, std::uint32_t(shapes), std::uint8_t(0)), nobody);
    for (int i = 0; i < shapes; ++i)
        (void)engine.write(message('l', 1u, 1u, std::uint16_t(i), i * cell.x, 0, (i + 1) * cell.x, cell.y, i * cell.x, 0, std::uint8_t(0), std::uint8_t(cell.x)), nobody);
    std::string messages;
    std::vector<Placed> placed;
    int columns = screen.dx() / cell.x;
    for (int y = 0; y + cell.y <= screen.dy(); y += cell.y) {
        messages += message('s', 2u, 3u, 1u, 0, y, 0, 0, screen.dx(), screen.dy(), 0, 0, std::uint16_t(columns));
        for (int x = 0; x < columns; ++x) {
            int index = int(s.random() % shapes);
            messages += char(index), messages += '\0';
            placed.push_back({x * cell.x, y, index});
        }
    }
    Canvas theirs{screen.dx(), screen.dy(), std::vector<std::uint32_t>(std::size_t(screen.dx()) * std::size_t(screen.dy()))};
    std::function<void()> peer;
    if (peers().glyphs) peer = [&, set = peers().glyphs(all)] { set(theirs, 0xff000000, placed); };
    row("text of k8 glyphs, 16080 characters", [&] { (void)engine.write(messages, nobody); }, "pixman glyphs", peer, ratio_at_least(1));
}

void shape_row(const std::string& what, int count, const std::function<void()>& ours, const std::function<void()>& theirs)
{
    double measured = count / best_msec(ours);
    if (!theirs) return print({what, measured, "/ms", "", 0, {}});
    print({what, measured, "/ms", "cairo, no antialiasing", count / best_msec(theirs), ratio_at_least(0.5)});
}

void shapes(Scene& s)
{
    auto& p = peers();
    Canvas theirs = s.picture();
    auto dst = s.make(screen, draw::Chan::x8r8g8b8), ink = s.ink(0x336699ff);
    constexpr int count = 50;
    std::vector<std::pair<int, int>> star;
    std::vector<draw::Point> ours;
    for (int i = 0; i < 5; ++i) {
        constexpr int at[5][2] = {{200, 0}, {320, 380}, {0, 140}, {400, 140}, {80, 380}};
        star.push_back({at[i][0], at[i][1]}), ours.push_back({at[i][0], at[i][1]});
    }
    auto polygons = [&] {
        draw::Painter painter{*dst, screen, *ink};
        for (int i = 0; i < count; ++i) {
            auto moved = ours;
            for (auto& q : moved) q = q + draw::Point{13 * i % 1000, 7 * i % 500};
            draw::fill_polygon(painter, moved, draw::Winding::nonzero, {});
        }
    };
    auto ellipses = [&] {
        draw::Painter painter{*dst, screen, *ink};
        for (int i = 0; i < count; ++i) draw::draw_ellipse(painter, {300 + 13 * i % 1000, 200 + 7 * i % 500}, 200, 120, -1, {});
    };
    auto lines = [&] {
        draw::Painter painter{*dst, screen, *ink};
        for (int i = 0; i < count; ++i)
            draw::draw_line(painter, {13 * i % 1900, 7 * i % 1000}, {1900 - 29 * i % 1900, 1000 - 17 * i % 1000}, {0, 0, 1}, {});
    };
    const int n = count;
    shape_row("filled stars, 400 pixels", count, polygons, with(p.polygons, theirs, star, n));
    shape_row("filled ellipses, 400 by 240", count, ellipses, with(p.ellipses, theirs, n));
    shape_row("lines, 3 pixels wide", count, lines, with(p.lines, theirs, n));
}

void scroll_4k(Scene& s)
{
    auto dst = s.make(screen_4k, draw::Chan::x8r8g8b8);
    auto run = [&] { draw::compose({*dst, screen_4k, screen_4k, *dst, {0, 40}, nullptr, {}, draw::Op::SoverD}); };
    std::vector<char> bytes(std::size_t(screen_4k.dx()) * std::size_t(screen_4k.dy()) * 4);
    auto line = std::size_t(screen_4k.dx()) * 4 * 40;
    double memory = best_msec([&] { std::memmove(bytes.data(), bytes.data() + line, bytes.size() - line); });
    print({"scroll of a screen of 3840x2160", best_msec(run), "ms", "memmove", memory, at_most(8)});
}

}  // namespace

void drawing()
{
    if (!peers().fill) note("pixman and cairo were not there at build time: libpixman-1-dev libcairo2-dev");
    Scene s;
    pixels(s);
    text(s);
    shapes(s);
    scroll_4k(s);
}

}  // namespace bench
