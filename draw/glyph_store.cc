#include "draw/glyph_store.h"

#include <algorithm>
#include <set>

namespace draw::client {
namespace {

constexpr std::size_t most_large = 32;  // kept from one stretch of text to the next

// A run of slots goes on as long as each glyph stands where the server's pen will be.
class Strings {
  public:
    Strings(GlyphSheet& sheet, Image& dst, const Image& color) : sheet_(sheet), dst_(dst), color_(color) {}

    void add(std::uint16_t slot, Point origin)
    {
        if (origin != next_) end();
        if (slots_.empty()) begin_ = origin;
        slots_.push_back(slot);
        next_ = origin + Point{sheet_.advance(slot), 0};
    }
    void end()
    {
        sheet_.draw(dst_, begin_, color_, slots_);
        slots_.clear();
    }

  private:
    GlyphSheet& sheet_;
    Image& dst_;
    const Image& color_;
    std::vector<std::uint16_t> slots_;
    Point begin_, next_;
};

}  // namespace

GlyphStore::GlyphStore(Display& display, Ask ask, int size, text::Hinting hinting, int ascent, int descent, int most_slots)
    : display_(&display), ask_(std::move(ask)), size_(size), hinting_(hinting), masks_(display, size, ascent, descent, most_slots),
      pictures_(display, size), stretch_(std::size_t(std::min({masks_.most_slots(), pictures_.most_slots(), GlyphSheet::longest_string})))
{
}

std::uint32_t GlyphStore::face(const std::string& name)
{
    auto at = std::ranges::find(faces_, name);
    if (at == faces_.end()) at = faces_.insert(at, name);
    return std::uint32_t(at - faces_.begin());
}

Result<> GlyphStore::draw(Image& dst, const Image& color, std::span<const Placed> glyphs)
{
    Result<> first;
    while (!glyphs.empty()) {
        auto stretch = glyphs.first(std::min(glyphs.size(), stretch_));
        auto drawn = draw_stretch(dst, color, stretch);
        if (first && !drawn) first = drawn;
        if (!drawn && is_gone(drawn.error())) return drawn;
        glyphs = glyphs.subspan(stretch.size());
    }
    return first;
}

Result<> GlyphStore::draw_stretch(Image& dst, const Image& color, std::span<const Placed> glyphs)
{
    auto fetched = fetch_missing(glyphs);
    if (!fetched && is_gone(fetched.error())) return fetched;
    Strings strings(masks_, dst, color);
    for (const Placed& g : glyphs) {
        if (auto slot = masks_.find(g.key)) {
            strings.add(*slot, g.origin);
            continue;
        }
        strings.end();  // what comes later is over what came before
        if (auto picture = pictures_.find(g.key)) pictures_.draw(dst, g.origin, *picture);
        else draw_large(dst, color, g);
    }
    strings.end();
    return fetched;
}

bool GlyphStore::has(GlyphKey key) { return masks_.find(key) || pictures_.find(key) || large_.contains(key); }

Result<> GlyphStore::fetch_missing(std::span<const Placed> glyphs)
{
    if (large_.size() > most_large) large_.clear();  // here, where none is needed yet
    std::map<std::uint32_t, std::set<std::uint32_t>> missing;
    for (const Placed& g : glyphs)
        if (!has(g.key)) missing[g.key.face].insert(g.key.glyph);
    Result<> first;
    for (const auto& [face, ids] : missing) {
        auto fetched = fetch(face, {ids.begin(), ids.end()});
        if (first && !fetched) first = fetched;
    }
    return first;
}

void GlyphStore::draw_large(Image& dst, const Image& color, const Placed& placed)
{
    auto at = large_.find(placed.key);
    if (at == large_.end() || !at->second.picture) return;
    const Large& g = at->second;
    Rect r = g.picture->r() + (placed.origin + Point{g.left, -g.top});
    if (g.ink == text::Ink::mask) dst.draw(r, color, {}, &*g.picture);
    else dst.draw(r, *g.picture);
}

// The glyphs of a stretch are few enough for one request, though its answer may hold only the first of them.
static_assert(GlyphSheet::longest_string <= int(text::most_glyphs));

Result<> GlyphStore::fetch(std::uint32_t face, const std::vector<std::uint32_t>& glyphs)
{
    for (std::size_t at = 0; at < glyphs.size();) {
        text::GlyphRequest request{{faces_[face], size_, hinting_}, {glyphs.begin() + std::ptrdiff_t(at), glyphs.end()}};
        std::string answer = TRY(ask_(text::encode(request)));
        auto pictures = TRY(text::parse_glyphs(answer));
        if (pictures.empty() || pictures.size() > request.glyphs.size()) return fail("bad font answer");
        for (std::size_t i = 0; i < pictures.size(); ++i) DO(keep({face, request.glyphs[i]}, pictures[i]));
        at += pictures.size();
    }
    return {};
}

Result<> GlyphStore::keep(GlyphKey key, const text::Glyph& g)
{
    if (masks_.fits(g)) return masks_.add(key, g);
    if (pictures_.fits(g)) return pictures_.add(key, g);
    Large large{{}, g.ink, g.left, g.top};
    if (g.width > 0 && g.height > 0) {
        bool is_mask = g.ink == text::Ink::mask;
        large.picture = TRY(display_->allocate({{0, 0}, {g.width, g.height}}, is_mask ? Chan::k8 : Chan::a8r8g8b8, Repl::no,
                                               is_mask ? black : transparent));
        DO(large.picture->load(large.picture->r(), g.pixels));
    }
    large_.emplace(key, std::move(large));
    return {};
}

}  // namespace draw::client
