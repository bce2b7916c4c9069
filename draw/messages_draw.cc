// Messages that draw shapes.
#include "draw/errors.h"
#include "draw/messages.h"
#include "draw/shapes.h"

namespace draw {
namespace {

// Discs and arcs need masks as large as themselves.
constexpr int largest_radius = 8191;

// Reads one coordinate of a polygon: 7 bits added to the one before, or 23 bits by themselves (draw(3)).
Result<int> coordinate(styx::Reader& in, int before)
{
    std::uint32_t byte = in.u8(), low = byte & 0x7f;
    if (in.bad) return fail(errors::short_message);
    if (!(byte & 0x80)) return wrapped_sum(before, int(low) - (low & 0x40 ? 0x80 : 0));
    std::uint32_t value = low | std::uint32_t(in.u16()) << 7;
    if (in.bad) return fail(errors::short_message);
    return int(value) - (value & 1u << 22 ? 1 << 23 : 0);
}

// n + 1 points.
Result<std::vector<Point>> points(styx::Reader& in, std::uint32_t n)
{
    std::vector<Point> out;
    Point last;
    for (std::uint32_t i = 0; i <= n; ++i) {
        last.x = TRY(coordinate(in, last.x));
        last.y = TRY(coordinate(in, last.y));
        out.push_back(last);
    }
    return out;
}

constexpr std::size_t polygon_header = 1 + 4 + 2 + 3 * 4 + 4 + 2 * 4;

// Paints with the pending operator and tells what was touched.
template <class Paint> Result<> paint(Call& call, Image& dst, const Image& src, Paint shape)
{
    Painter painter{dst, dst.clip(), src, call.state.take_op()};
    shape(painter);
    call.touched.add(painter.touched);
    return {};
}

}  // namespace

Result<> run_draw(Call& call)
{
    Image* dst = TRY(call.state.find_image(call.id()));
    Image* src = TRY(call.state.find_image(call.id()));
    Image* mask = TRY(call.state.find_image(call.id()));
    Rect r = call.rect();
    Point sp = call.point(), mp = call.point();
    return paint(call, *dst, *src, [&](Painter& painter) { painter.paint(r, sp, mask, mp); });
}

Result<> run_operator(Call& call)
{
    std::uint8_t op = call.args.u8();
    if (op >= op_count) return fail("bad draw operator " + std::to_string(op));
    call.state.op = Op(op);
    return {};
}

Result<> run_ellipse(Call& call)
{
    Image* dst = TRY(call.state.find_image(call.id()));
    Image* src = TRY(call.state.find_image(call.id()));
    Point centre = call.point();
    int a = call.number(), b = call.number(), thick = call.number();
    Point sp = call.point();
    auto alpha = call.args.u32();
    int phi = call.number();
    if (a < 0 || b < 0 || a > largest_shape || b > largest_shape) return fail(errors::bad_semidiameter);
    if (thick < 0) return fail(errors::bad_thickness);
    if (thick > largest_radius) return fail(errors::no_memory);
    if (call.letter == 'E') thick = -1;
    return paint(call, *dst, *src, [&](Painter& painter) {
        if (!(alpha >> 31)) return draw_ellipse(painter, centre, a, b, thick, sp);
        // An angle of 31 bits with its sign in bit 30.
        int angle = int(alpha << 1) >> 1;
        draw_arc(painter, centre, a, b, thick, sp, angle, phi);
    });
}

Result<> run_line(Call& call)
{
    Image* dst = TRY(call.state.find_image(call.id()));
    Point p0 = call.point(), p1 = call.point();
    Stroke stroke{call.args.u32(), call.args.u32(), call.number()};
    Image* src = TRY(call.state.find_image(call.id()));
    Point sp = call.point();
    if (stroke.radius < 0) return fail(errors::bad_line_width);
    if (stroke.radius > largest_radius) return fail(errors::no_memory);
    return paint(call, *dst, *src, [&](Painter& painter) { draw_line(painter, p0, p1, stroke, sp); });
}

Result<std::size_t> tail_points(State&, std::string_view bytes)
{
    styx::Reader in{bytes.substr(polygon_header)};
    std::size_t before = in.in.size();
    TRY(points(in, std::uint8_t(bytes[5]) | std::uint32_t(std::uint8_t(bytes[6])) << 8));
    return before - in.in.size();
}

Result<> run_polyline(Call& call)
{
    Image* dst = TRY(call.state.find_image(call.id()));
    std::uint32_t n = call.args.u16();
    Stroke stroke{call.args.u32(), call.args.u32(), call.number()};
    Image* src = TRY(call.state.find_image(call.id()));
    Point sp = call.point();
    auto path = TRY(points(call.args, n));
    if (stroke.radius < 0) return fail(errors::bad_polygon_width);
    if (stroke.radius > largest_radius) return fail(errors::no_memory);
    return paint(call, *dst, *src, [&](Painter& painter) { draw_polyline(painter, path, stroke, sp); });
}

Result<> run_fill_polygon(Call& call)
{
    Image* dst = TRY(call.state.find_image(call.id()));
    std::uint32_t n = call.args.u16();
    auto winding = Winding(call.args.u32());
    call.args.u64();
    Image* src = TRY(call.state.find_image(call.id()));
    Point sp = call.point();
    auto path = TRY(points(call.args, n));
    return paint(call, *dst, *src, [&](Painter& painter) { fill_polygon(painter, path, winding, sp); });
}

Result<> run_visible(Call& call)
{
    call.watcher.flush();
    return {};
}

Result<> run_debug(Call&) { return {}; }

}  // namespace draw
