// The drawing libraries a draw is measured beside. Without their headers at build time nobody is there.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace bench {

// Pictures of 32 bits a pixel, x8r8g8b8 or premultiplied a8r8g8b8, in rows without padding.
struct Canvas {
    int width = 0, height = 0;
    std::vector<std::uint32_t> pixels = {};
};
struct Coverage {  // 8 bits a pixel, rows padded to 4
    int width = 0, height = 0, stride = 0;
    std::vector<std::uint8_t> bytes = {};
};
struct Placed {
    int x, y, index;  // of a glyph
};

// What the bench knows to compare; empty functions where the peer is not there.
struct Peers {
    std::function<void(Canvas&, std::uint32_t color)> fill;
    std::function<void(Canvas& to, const Canvas& from)> copy, over;
    std::function<void(Canvas&, std::uint32_t color)> over_color;
    std::function<void(Canvas&, std::uint32_t color, const Coverage&)> masked;
    std::function<std::function<void(Canvas&, std::uint32_t color, const std::vector<Placed>&)>(const std::vector<Coverage>&)> glyphs;
    std::function<void(Canvas&, const std::vector<std::pair<int, int>>&, int count)> polygons;  // filled, moved along
    std::function<void(Canvas&, int count)> ellipses, lines;
};
const Peers& peers();

}  // namespace bench
