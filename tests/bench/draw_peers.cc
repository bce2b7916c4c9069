// pixman and cairo.
#include "draw_peers.h"

#include <cairo.h>
#include <memory>
#include <pixman.h>

namespace bench {
namespace {

struct Unref {
    void operator()(pixman_image_t* i) const { pixman_image_unref(i); }
};
using Picture = std::unique_ptr<pixman_image_t, Unref>;

Picture picture(const Canvas& c, pixman_format_code_t format)
{
    auto* bits = const_cast<std::uint32_t*>(c.pixels.data());
    return Picture(pixman_image_create_bits(format, c.width, c.height, bits, c.width * 4));
}
Picture mask(const Coverage& c)
{
    auto* bits = reinterpret_cast<std::uint32_t*>(const_cast<std::uint8_t*>(c.bytes.data()));
    return Picture(pixman_image_create_bits(PIXMAN_a8, c.width, c.height, bits, c.stride));
}
Picture solid(std::uint32_t argb)
{
    auto wide = [&](int shift) { return std::uint16_t((argb >> shift & 0xff) * 0x101); };
    pixman_color_t color{wide(16), wide(8), wide(0), wide(24)};
    return Picture(pixman_image_create_solid_fill(&color));
}
void composite(pixman_op_t op, pixman_image_t* src, pixman_image_t* through, Canvas& to)
{
    auto dst = picture(to, PIXMAN_x8r8g8b8);
    pixman_image_composite32(op, src, through, dst.get(), 0, 0, 0, 0, 0, 0, to.width, to.height);
}

void fill(Canvas& c, std::uint32_t color) { pixman_fill(c.pixels.data(), c.width, 32, 0, 0, c.width, c.height, color); }
void copy(Canvas& to, const Canvas& from) { composite(PIXMAN_OP_SRC, picture(from, PIXMAN_x8r8g8b8).get(), nullptr, to); }
void over(Canvas& to, const Canvas& from) { composite(PIXMAN_OP_OVER, picture(from, PIXMAN_a8r8g8b8).get(), nullptr, to); }
void over_color(Canvas& to, std::uint32_t color) { composite(PIXMAN_OP_OVER, solid(color).get(), nullptr, to); }
void masked(Canvas& to, std::uint32_t color, const Coverage& through) { composite(PIXMAN_OP_OVER, solid(color).get(), mask(through).get(), to); }

std::function<void(Canvas&, std::uint32_t, const std::vector<Placed>&)> glyphs(const std::vector<Coverage>& shapes)
{
    auto* cache = pixman_glyph_cache_create();
    std::vector<const void*> made;
    pixman_glyph_cache_freeze(cache);
    for (std::size_t i = 0; i < shapes.size(); ++i)
        made.push_back(pixman_glyph_cache_insert(cache, nullptr, reinterpret_cast<void*>(i + 1), 0, 0, mask(shapes[i]).get()));
    return [cache, made](Canvas& to, std::uint32_t color, const std::vector<Placed>& text) {
        std::vector<pixman_glyph_t> all;
        for (auto& p : text) all.push_back({p.x, p.y, made[std::size_t(p.index)]});
        pixman_composite_glyphs_no_mask(PIXMAN_OP_OVER, solid(color).get(), picture(to, PIXMAN_x8r8g8b8).get(), 0, 0, 0, 0, cache, int(all.size()), all.data());
    };
}

// Without antialiasing, as Plan 9 draws.
class Cairo {
  public:
    explicit Cairo(Canvas& c)
        : surface_(cairo_image_surface_create_for_data(reinterpret_cast<unsigned char*>(c.pixels.data()), CAIRO_FORMAT_RGB24, c.width, c.height, c.width * 4)),
          cairo_(cairo_create(surface_))
    {
        cairo_set_antialias(cairo_, CAIRO_ANTIALIAS_NONE);
        cairo_set_source_rgb(cairo_, 0.2, 0.4, 0.6);
    }
    ~Cairo()
    {
        cairo_destroy(cairo_);
        cairo_surface_destroy(surface_);
    }
    operator cairo_t*() const { return cairo_; }

  private:
    cairo_surface_t* surface_;
    cairo_t* cairo_;
};

void polygons(Canvas& c, const std::vector<std::pair<int, int>>& points, int count)
{
    Cairo cr(c);
    for (int i = 0; i < count; ++i) {
        for (auto& [x, y] : points) cairo_line_to(cr, x + 13 * i % 1000, y + 7 * i % 500);
        cairo_close_path(cr);
        cairo_fill(cr);
    }
}
void ellipses(Canvas& c, int count)
{
    Cairo cr(c);
    for (int i = 0; i < count; ++i) {
        cairo_save(cr);
        cairo_translate(cr, 300 + 13 * i % 1000, 200 + 7 * i % 500);
        cairo_scale(cr, 200, 120);
        cairo_arc(cr, 0, 0, 1, 0, 6.283185307179586);
        cairo_restore(cr);
        cairo_fill(cr);
    }
}
void lines(Canvas& c, int count)
{
    Cairo cr(c);
    cairo_set_line_width(cr, 3);
    for (int i = 0; i < count; ++i) {
        cairo_move_to(cr, 13 * i % 1900, 7 * i % 1000);
        cairo_line_to(cr, 1900 - 29 * i % 1900, 1000 - 17 * i % 1000);
        cairo_stroke(cr);
    }
}

}  // namespace

const Peers& peers()
{
    static const Peers all{fill, copy, over, over_color, masked, glyphs, polygons, ellipses, lines};
    return all;
}

}  // namespace bench
