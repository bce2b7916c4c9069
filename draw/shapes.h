// Ellipses, arcs, polygons and lines as Plan 9 draws them (draw(2), draw(3)), pixel for pixel.
//
// All align the source so that sp lies over the shape's first point. Sizes are limited by the caller to
// largest_shape, which keeps the arithmetic exact.
#pragma once

#include "draw/painter.h"

#include <cstdint>
#include <vector>

namespace draw {

constexpr int largest_shape = 1 << 19;  // semi-axes, thicknesses, radii

// Semi-axes a, b >= 0 around c; the outline is 1 + 2 * thick pixels wide, or the ellipse is filled if thick < 0.
void draw_ellipse(Painter&, Point c, int a, int b, int thick, Point sp);

// The part of that ellipse from angle alpha through phi degrees more, counterclockwise from the x axis.
void draw_arc(Painter&, Point c, int a, int b, int thick, Point sp, int alpha, int phi);

// How far inside counts: ~0 fills where the winding number is not zero, 1 where it is odd.
enum class Winding : std::uint32_t { odd = 1, nonzero = ~0u };

// The polygon closes itself.
void fill_polygon(Painter&, const std::vector<Point>& points, Winding, Point sp);

// Vertices in units of 1/1024 pixel.
struct FinePoint {
    std::int64_t x = 0, y = 0;
};
enum class Detail : bool { no, yes };  // yes also paints parts thinner than a pixel
// The polygon as lines use it; (dx, dy) is added to a place in dst to get its place in src.
void fill_fine_polygon(Painter&, const std::vector<FinePoint>& points, Point to_src, Detail);

// The ends of a line (draw(2)): the low 5 bits are square, disc or arrow; the rest the arrow's shape.
constexpr std::uint32_t end_square = 0, end_disc = 1, end_arrow = 2, end_mask = 0x1f;

struct Stroke {
    std::uint32_t end0 = end_square, end1 = end_square;
    int radius = 0;  // the line is 1 + 2 * radius pixels wide
};
void draw_line(Painter&, Point p0, Point p1, Stroke, Point sp);
// Lines between successive points, joined by discs.
void draw_polyline(Painter&, const std::vector<Point>& points, Stroke, Point sp);

}  // namespace draw
