#include "draw/png.h"

#include <png.h>

#include <cstring>

namespace draw {
namespace {

png_image begin(const Rect& r)
{
    png_image png;
    std::memset(&png, 0, sizeof png);
    png.version = PNG_IMAGE_VERSION;
    png.format = PNG_FORMAT_RGB;
    png.width = png_uint_32(r.dx());
    png.height = png_uint_32(r.dy());
    return png;
}

// Larger pictures are taken for damage.
constexpr png_uint_32 largest_side = 1 << 15;

}  // namespace

Result<> write_png(const std::string& path, const Image& image)
{
    const Rect r = image.r();
    std::string rgb;
    rgb.reserve(std::size_t(r.dx()) * std::size_t(r.dy()) * 3);
    for (int y = r.min.y; y < r.max.y; ++y)
        for (int x = r.min.x; x < r.max.x; ++x)
            for (int shift : {16, 8, 0}) rgb += char(image.argb({x, y}) >> shift & 0xff);
    png_image png = begin(r);
    if (!png_image_write_to_file(&png, path.c_str(), 0, rgb.data(), 0, nullptr)) return fail("cannot write " + path);
    return {};
}

Result<std::shared_ptr<Image>> read_png(const std::string& path, Arena& arena)
{
    png_image png = begin({});
    if (!png_image_begin_read_from_file(&png, path.c_str())) return fail("cannot read " + path);
    png.format = PNG_FORMAT_RGB;
    std::string rgb;
    bool fits = png.width <= largest_side && png.height <= largest_side;
    if (fits) rgb.resize(PNG_IMAGE_SIZE(png));
    if (!fits || !png_image_finish_read(&png, nullptr, rgb.data(), 0, nullptr)) {
        png_image_free(&png);
        return fail("cannot read " + path);
    }
    Rect r{{0, 0}, {int(png.width), int(png.height)}};
    auto image = TRY(Image::allocate(arena, {r, r, Chan::x8r8g8b8, Repl::no}));
    const char* from = rgb.data();
    for (int y = 0; y < r.max.y; ++y)
        for (int x = 0; x < r.max.x; ++x, from += 3)
            image->set_pixel({x, y}, std::uint32_t(std::uint8_t(from[0])) << 16 |
                                         std::uint32_t(std::uint8_t(from[1])) << 8 | std::uint8_t(from[2]));
    return image;
}

}  // namespace draw
