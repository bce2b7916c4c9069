// Points and rectangles in pixels: x to the right, y down; a rectangle holds min and excludes max.
// Coordinates come from programs, so sums and differences wrap at 32 bits instead of being undefined.
#pragma once

#include <algorithm>

namespace draw {

struct Point {
    int x = 0, y = 0;
    bool operator==(const Point&) const = default;
};

constexpr int wrapped_sum(int a, int b) { return int(unsigned(a) + unsigned(b)); }
constexpr int wrapped_difference(int a, int b) { return int(unsigned(a) - unsigned(b)); }

constexpr Point operator+(Point a, Point b) { return {wrapped_sum(a.x, b.x), wrapped_sum(a.y, b.y)}; }
constexpr Point operator-(Point a, Point b) { return {wrapped_difference(a.x, b.x), wrapped_difference(a.y, b.y)}; }

struct Rect {
    Point min, max;

    bool operator==(const Rect&) const = default;
    constexpr int dx() const { return wrapped_difference(max.x, min.x); }
    constexpr int dy() const { return wrapped_difference(max.y, min.y); }
    constexpr bool empty() const { return min.x >= max.x || min.y >= max.y; }
    constexpr bool contains(Point p) const { return p.x >= min.x && p.x < max.x && p.y >= min.y && p.y < max.y; }

    // Every pixel of r is in this rectangle; an inverted r (max before min) is in none.
    constexpr bool contains(Rect r) const
    {
        return r.min.x >= min.x && r.min.y >= min.y && r.max.x <= max.x && r.max.y <= max.y && r.min.x <= r.max.x &&
               r.min.y <= r.max.y;
    }
    constexpr bool intersects(Rect r) const
    {
        return min.x < r.max.x && r.min.x < max.x && min.y < r.max.y && r.min.y < max.y;
    }
    // n pixels smaller on each side; larger if n is negative.
    constexpr Rect inset(int n) const { return {min + Point{n, n}, max - Point{n, n}}; }
};

constexpr Rect operator+(Rect r, Point p) { return {r.min + p, r.max + p}; }
constexpr Rect operator-(Rect r, Point p) { return {r.min - p, r.max - p}; }

// The pixels in both; an empty rectangle, not always {}, if there are none.
constexpr Rect intersection(Rect a, Rect b)
{
    return {{std::max(a.min.x, b.min.x), std::max(a.min.y, b.min.y)},
            {std::min(a.max.x, b.max.x), std::min(a.max.y, b.max.y)}};
}

// The smallest rectangle that holds both; an empty one adds nothing.
constexpr Rect bounds(Rect a, Rect b)
{
    if (a.empty()) return b;
    if (b.empty()) return a;
    return {{std::min(a.min.x, b.min.x), std::min(a.min.y, b.min.y)},
            {std::max(a.max.x, b.max.x), std::max(a.max.y, b.max.y)}};
}

// The place p has in the tile r once the plane is paved with copies of r; r is not empty.
constexpr int tiled(int min, int max, long long p)
{
    long long n = (long long)max - min, at = (p - min) % n;
    return int(min + (at < 0 ? at + n : at));
}

}  // namespace draw
