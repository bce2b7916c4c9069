// Messages about fonts and the characters drawn with them.
#include "draw/errors.h"
#include "draw/messages.h"
#include "draw/painter.h"

namespace draw {
namespace {

constexpr std::uint32_t most_glyphs = 4096;  // draw(3)

Result<Entry*> find_font(State& state, std::uint32_t id)
{
    Entry* font = TRY(state.find(id));
    if (font->font.glyphs.empty()) return fail(errors::not_font);
    return font;
}

Result<std::vector<const Glyph*>> glyphs(const Font& font, styx::Reader& in, std::uint32_t n)
{
    std::vector<const Glyph*> out;
    for (std::uint32_t i = 0; i < n; ++i) {
        std::uint16_t index = in.u16();
        if (index >= font.glyphs.size()) return fail(errors::bad_index);
        out.push_back(&font.glyphs[index]);
    }
    return out;
}

std::size_t tail_of_string(std::string_view bytes)
{
    return 2 * (std::uint8_t(bytes[45]) | std::size_t(std::uint8_t(bytes[46])) << 8);
}

// Paints the text with its origin on the baseline at p; sp of the source lies over p.
void draw_glyphs(Painter& painter, const Entry& font, const std::vector<const Glyph*>& text, Point p, Point sp)
{
    constexpr std::size_t some = 64;  // told one by one they cost a sixth more
    std::size_t n = 0;
    for (const Glyph* g : text) {
        if (n++ % some == 0 && !painter.dst.arena().did(16 * some)) return;
        Point corner = p + Point{g->left, wrapped_difference(g->r.min.y, font.font.ascent)};
        painter.paint(Rect{{}, {g->r.dx(), g->r.dy()}} + corner, sp + Point{g->left, g->r.min.y}, font.image.get(),
                      g->r.min);
        p = p + Point{g->width, 0};
        sp = sp + Point{g->width, 0};
    }
}

// The text's box: as wide as the pen moves, as high as the font's image.
Rect box_of(const Entry& font, const std::vector<const Glyph*>& text, Point p)
{
    Point top = p - Point{0, font.font.ascent}, size{0, font.image->r().dy()};
    for (const Glyph* g : text) size.x += g->width;
    return {top, top + size};
}

}  // namespace

Result<> run_font(Call& call)
{
    std::uint32_t id = call.id(), n = call.args.u32();
    if (id == 0) return fail(errors::display_as_font);
    Entry* entry = TRY(call.state.find(id));
    if (entry->image->layer()) return fail(errors::window_as_font);
    if (n == 0 || n > most_glyphs) return fail(errors::bad_font_size);
    return call.state.set_font(*entry, {call.args.u8(), std::vector<Glyph>(n)});
}

Result<> run_glyph(Call& call)
{
    Entry* font = TRY(find_font(call.state, call.id()));
    Image* src = TRY(call.state.find_image(call.id()));
    std::uint16_t index = call.args.u16();
    if (index >= font->font.glyphs.size()) return fail(errors::bad_index);
    Rect r = call.rect();
    Point p = call.point();
    Painter painter{*font->image, font->image->clip(), *src, Op::S};
    painter.paint(r, p);
    auto left = std::int8_t(call.args.u8());
    font->font.glyphs[index] = {r, left, call.args.u8()};
    call.touched.add(painter.touched);
    return {};
}

Result<std::size_t> tail_string(State&, std::string_view bytes) { return tail_of_string(bytes); }
Result<std::size_t> tail_string_background(State&, std::string_view bytes) { return tail_of_string(bytes); }

Result<> run_string(Call& call)
{
    Image* dst = TRY(call.state.find_image(call.id()));
    Image* src = TRY(call.state.find_image(call.id()));
    Entry* font = TRY(find_font(call.state, call.id()));
    Point p = call.point();
    Rect clip = call.rect();
    Point sp = call.point();
    std::uint32_t n = call.args.u16();
    Image* background = nullptr;
    Point background_point;
    if (call.letter == 'x') {
        background = TRY(call.state.find_image(call.id()));
        background_point = call.point();
    }
    auto text = TRY(glyphs(font->font, call.args, n));
    Op op = call.state.take_op();
    Painter painter{*dst, clip, *src, op};
    if (background) {
        Painter under{*dst, clip, *background, op};
        under.paint(box_of(*font, text, p), background_point);
        call.touched.add(under.touched);
    }
    draw_glyphs(painter, *font, text, p, sp);
    call.touched.add(painter.touched);
    return {};
}

}  // namespace draw
