#include "draw/pixel.h"

#include <algorithm>
#include <climits>

namespace draw {
namespace {

// Channel kinds in the order of their numbers (image(6)).
constexpr std::string_view kinds = "rgbkamx";

struct ColorMap {
    std::array<Argb, 256> colors;
    std::array<std::uint8_t, 4096> nearest;  // indexed by the high four bits of red, green, blue
};

// The rgbv map of color(6): 4 levels of each of red, green, blue, 4 shades of each.
Argb map_color(int index)
{
    int red = index >> 6, shade = index >> 4 & 3, mix = (index - shade + red) & 15, green = mix >> 2, blue = mix & 3;
    int most = std::max({red, green, blue});
    if (most == 0) return 0xff000000 | std::uint32_t(shade * 17) * 0x010101;
    int scale = 17 * (4 * most + shade);
    return 0xff000000 | std::uint32_t(red * scale / most << 16 | green * scale / most << 8 | blue * scale / most);
}

std::uint8_t nearest_color(const std::array<Argb, 256>& colors, int red, int green, int blue)
{
    int best = 0, least = INT_MAX;
    for (int i = 0; i < 256; ++i) {
        Argb c = colors[std::size_t(i)];
        int r = int(c >> 16 & 0xff) - red, g = int(c >> 8 & 0xff) - green, b = int(c & 0xff) - blue;
        int distance = r * r + g * g + b * b;
        if (distance < least) least = distance, best = i;
    }
    return std::uint8_t(best);
}

ColorMap make_color_map()
{
    ColorMap map;
    for (int i = 0; i < 256; ++i) map.colors[std::size_t(i)] = map_color(i);
    for (int i = 0; i < 4096; ++i)
        map.nearest[std::size_t(i)] = nearest_color(map.colors, (i >> 8) * 17, (i >> 4 & 15) * 17, (i & 15) * 17);
    return map;
}

const ColorMap& color_map()
{
    static const ColorMap map = make_color_map();
    return map;
}

constexpr std::uint32_t placed(Format::Field f, std::uint32_t value)
{
    return f.width ? (value & 0xff) >> (8 - f.width) << f.shift : 0;
}

constexpr std::uint32_t taken(Format::Field f, std::uint32_t pixel)
{
    return f.width ? widened(pixel >> f.shift, f.width) : 0;
}

bool is_possible(const Format& f, int channels)
{
    bool colors = f.red.width || f.green.width || f.blue.width;
    if (f.depth == 0 || (f.depth < 8 && 8 % f.depth) || (f.depth > 8 && f.depth % 8)) return false;
    if (f.depth < 8) return channels == 1 && f.is_grey();
    if (f.map.width) return channels == 1 && f.map.width == 8;
    return !(colors && f.is_grey()) && (colors || f.is_grey() || f.has_alpha());
}

}  // namespace

Format format_of(Chan chan)
{
    Format f;
    Format::Field ignored;
    Format::Field* fields[] = {&f.red, &f.green, &f.blue, &f.grey, &f.alpha, &f.map, &ignored};
    int channels = 0;
    for (auto rest = std::uint32_t(chan); rest; rest >>= 8, ++channels) {
        std::uint32_t kind = rest >> 4 & 15, width = rest & 15;
        if (kind >= kinds.size() || width == 0 || width > 8 || fields[kind]->width) return {};
        *fields[kind] = {std::uint8_t(f.depth), std::uint8_t(width)};
        f.depth += int(width);
    }
    f.has_ignored = ignored.width != 0;
    return is_possible(f, channels) ? f : Format{};
}

Result<Chan> parse_chan(std::string_view text)
{
    std::uint32_t chan = 0;
    bool bad = text.empty() || text.size() > 8 || text.size() % 2;
    for (std::size_t i = 0; !bad && i < text.size(); i += 2) {
        auto kind = kinds.find(text[i]);
        bad = kind == kinds.npos || text[i + 1] < '1' || text[i + 1] > '8';
        chan = chan << 8 | std::uint32_t(kind & 15) << 4 | std::uint32_t(text[i + 1] - '0');
    }
    if (bad || format_of(Chan(chan)).depth == 0) return fail("bad channel descriptor " + std::string(text));
    return Chan(chan);
}

std::string print(Chan chan)
{
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) {
        std::uint32_t channel = std::uint32_t(chan) >> shift & 0xff;
        if (channel == 0) continue;
        text += channel >> 4 < kinds.size() ? kinds[channel >> 4] : '?';
        text += char('0' + (channel & 15));
    }
    return text;
}

std::uint32_t pixel_of(const Format& f, Argb p)
{
    if (f.is_grey()) return placed(f.grey, grey_of(p)) | placed(f.alpha, p >> 24);
    if (f.map.width) return color_map().nearest[(p >> 12 & 0xf00) | (p >> 8 & 0xf0) | (p >> 4 & 0xf)];
    return placed(f.red, p >> 16) | placed(f.green, p >> 8) | placed(f.blue, p) | placed(f.alpha, p >> 24);
}

Argb argb_of(const Format& f, std::uint32_t pixel)
{
    if (f.map.width) return color_map().colors[pixel & 0xff];
    std::uint32_t alpha = f.has_alpha() ? taken(f.alpha, pixel) << 24 : 0xff000000;
    if (f.is_grey()) return alpha | taken(f.grey, pixel) * 0x010101;
    return alpha | taken(f.red, pixel) << 16 | taken(f.green, pixel) << 8 | taken(f.blue, pixel);
}

}  // namespace draw
