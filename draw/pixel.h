// How pixels are stored: channel descriptors as in image(6), colours, and the conversion between them.
//
// A Chan is up to four bytes, one a channel, the first named channel in the most significant:
// kind[4 bits] width[4 bits]. Pixels are little-endian numbers of `depth` bits whose low bits are the last channel;
// pixels narrower than a byte are packed from the high end of the byte.
#pragma once

#include "styx/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace draw {

enum class Chan : std::uint32_t {
    k1 = 0x31,
    k2 = 0x32,
    k4 = 0x34,
    k8 = 0x38,
    m8 = 0x58,
    a8 = 0x48,
    k8a8 = 0x3848,
    x1r5g5b5 = 0x61051525,
    r5g6b5 = 0x051625,
    r8g8b8 = 0x081828,
    b8g8r8 = 0x281808,
    r8g8b8a8 = 0x08182848,
    a8r8g8b8 = 0x48081828,
    a8b8g8r8 = 0x48281808,
    x8r8g8b8 = 0x68081828,
    x8b8g8r8 = 0x68281808,
};

// 0xRRGGBBAA, premultiplied where it has alpha.
using Color = std::uint32_t;
constexpr Color white = 0xffffffff, black = 0x000000ff, transparent = 0;
constexpr Color no_fill = 0xffffff00;  // as the colour of a new image: leave the pixels zero (draw(2), DNofill)

// 0xAARRGGBB: what rows are computed in.
using Argb = std::uint32_t;
constexpr Argb to_argb(Color c) { return c >> 8 | c << 24; }
constexpr Color to_color(Argb p) { return p << 8 | p >> 24; }

// The layout a Chan stands for. A channel that is absent has width 0.
struct Format {
    struct Field {
        std::uint8_t shift = 0, width = 0;
    };
    int depth = 0;  // bits a pixel: 1 2 4 8 16 24 32
    Field red, green, blue, grey, alpha, map;
    bool has_ignored = false;

    constexpr bool is_grey() const { return grey.width != 0; }
    constexpr bool has_alpha() const { return alpha.width != 0; }
};

// Depth is 0 for a descriptor that no image can have: widths that do not add up to a power of two below 8 bits or
// to whole bytes above, a channel twice, grey beside colours, a map that is not alone, less than a byte of colours.
Format format_of(Chan);

// "r8g8b8a8" to Chan and back. Error: `bad channel descriptor r9`.
Result<Chan> parse_chan(std::string_view);
std::string print(Chan);

// The stored number for a colour, and the colour of a stored number (image(6): a narrow channel is widened by
// repeating its bits; grey is .299 r + .587 g + .114 b; map is rgbv, see color(6)).
std::uint32_t pixel_of(const Format&, Argb);
Argb argb_of(const Format&, std::uint32_t pixel);

// The luminance of a colour, in 19-bit fixed point: exact for greys.
constexpr std::uint8_t grey_of(Argb p)
{
    return std::uint8_t((156763 * (p >> 16 & 0xff) + 307758 * (p >> 8 & 0xff) + 59769 * (p & 0xff)) >> 19);
}

// The low `width` bits of v repeated to fill a byte; width 1 to 8.
constexpr std::uint8_t widened(std::uint32_t v, int width)
{
    // widening[w] has a one wherever the low bit of a copy goes in 16 bits.
    constexpr std::array<std::uint32_t, 9> widening = {0,      0xffff, 0x5555, 0x2492, 0x1111,
                                                       0x0842, 0x0410, 0x0204, 0x0101};
    return std::uint8_t((v & ((1u << width) - 1)) * widening[std::size_t(width)] >> 8);
}

}  // namespace draw
