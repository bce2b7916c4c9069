#include "winserver/lettering.h"

#include "draw/text/picture.h"
#include "draw/text/shape.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace winserver {
namespace {

// Titles are short; what is longer than any screen is wide is not looked at.
constexpr std::size_t longest = 512;

std::string shortened(std::string text)
{
    if (text.size() <= longest) return text;
    std::size_t end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    return text.substr(0, end);
}

// Glyphs may overlap: the darker pixel stays.
void stamp(draw::Image& image, const draw::text::Glyph& glyph, draw::Point at)
{
    for (int y = 0; y < glyph.height; ++y)
        for (int x = 0; x < glyph.width; ++x) {
            draw::Point p{at.x + x, at.y + y};
            if (!image.r().contains(p)) continue;
            auto value = std::uint8_t(glyph.pixels[std::size_t(y * glyph.width + x)]);
            auto* pixel = image.at(p);
            *pixel = std::max(*pixel, value);
        }
}

}  // namespace

Result<Lettering> Lettering::open(draw::Arena& arena, const std::string& assets)
{
    auto faces = TRY(draw::text::Faces::installed(assets));
    return Lettering(arena, std::move(faces));
}

void Lettering::set_scale(double scale)
{
    auto hinting = draw::text::hinting_at(scale);
    if (std::exchange(hinting_, hinting) != hinting) kept_.clear();
}

const Letters& Lettering::letters(const std::string& text, int size, const std::string& style)
{
    auto key = std::to_string(size) + ' ' + style + ' ' + text;
    auto found = kept_.find(key);
    if (found != kept_.end()) return found->second;
    if (kept_.size() >= most_kept) kept_.clear();
    return kept_[key] = make(shortened(text), size, style);
}

draw::text::Face* Lettering::face(const std::string& style)
{
    auto found = faces_.find("sans:" + style);
    if (!found) found = faces_.find("sans");
    return found ? *found : nullptr;
}

std::string Lettering::fitting(const std::string& text, int size, const std::string& style, int width)
{
    auto* f = face(style);
    auto whole = shortened(text);
    if (!f || draw::text::shape(faces_, *f, size, whole).width <= width) return whole;
    auto room = width - draw::text::shape(faces_, *f, size, "…").width;
    // The characters that fit, in the order of the text, whatever order they are drawn in.
    for (auto& stop : draw::text::shape(faces_, *f, size, whole).stops)
        if ((room -= std::abs(stop.end - stop.x)) < 0) return whole.substr(0, stop.offset) + "…";
    return whole;
}

Letters Lettering::make(const std::string& text, int size, const std::string& style)
{
    auto* f = face(style);
    if (!f) return {};
    auto info = f->info(size);
    auto run = draw::text::shape(faces_, *f, size, text);
    Letters out{nullptr, run.width, info.ascent, info.ascent + info.descent};
    // A glyph may reach a little over its advance on either side.
    draw::Rect r{{0, 0}, {run.width + size, out.height}};
    if (run.glyphs.empty() || r.empty()) return out;
    auto image = draw::Image::allocate(*arena_, {r, r, draw::Chan::k8, draw::Repl::no});
    if (!image) return out;
    int pen = 0;
    for (auto& g : run.glyphs) {
        auto glyph = faces_.glyph(run.faces[g.face], size, hinting_, g.glyph);
        if (glyph) stamp(**image, draw::text::in_one_ink(**glyph), {pen + g.x + (*glyph)->left, out.ascent + g.y - (*glyph)->top});
        pen += g.advance;
    }
    out.mask = std::move(*image);
    return out;
}

}  // namespace winserver
