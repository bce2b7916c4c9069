#include "draw/text/shape.h"

#include "draw/text/itemize.h"
#include "draw/text/missing.h"
#include "draw/text/stops.h"
#include "draw/text/unicode.h"

#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

namespace draw::text {
namespace {

struct FreeBuffer {
    void operator()(hb_buffer_t* buffer) const { hb_buffer_destroy(buffer); }
};
using Buffer = std::unique_ptr<hb_buffer_t, FreeBuffer>;

std::int16_t fitting(int n)
{
    using Limits = std::numeric_limits<std::int16_t>;
    return std::int16_t(std::clamp<int>(n, Limits::min(), Limits::max()));
}

// The same ideographs are drawn otherwise in Japan and Korea; a text with letters of theirs is theirs. The host's language
// would make the same text differ from machine to machine.
hb_language_t language_of(const Items& text)
{
    auto has = [&](hb_script_t script) {
        return std::ranges::any_of(text.items, [=](const Item& i) { return i.script == std::uint32_t(script); }) ||
               std::ranges::any_of(text.around, [=](std::uint32_t rune) { return script_of(rune) == std::uint32_t(script); });
    };
    const char* name = has(HB_SCRIPT_HIRAGANA) || has(HB_SCRIPT_KATAKANA) ? "ja" : has(HB_SCRIPT_HANGUL) ? "ko" : "und";
    return hb_language_from_string(name, -1);
}

// Glyphs of one cluster, as HarfBuzz has them.
struct Shaped {
    std::span<const hb_glyph_info_t> infos;
    std::span<const hb_glyph_position_t> positions;
};

class Shaper {
  public:
    Shaper(Faces& faces, Face& first, int size, const Items& text)
        : faces_(faces), first_(first), size_(size), cell_(first.cell(size)), text_(text), language_(language_of(text))
    {
        run_.direction = text.direction;
        run_.faces.push_back(faces.given(first).text());
        run_.glyphs.reserve(text.runes.size());
        extents_.reserve(text.runes.size());
    }

    Run shape()
    {
        for (const Item& item : text_.items) item.face ? add(item) : add_missing(item);
        run_.width = pen_;
        run_.stops = stops_of(text_, std::move(extents_), [this](const Extent& e) { return carets(e); });
        return std::move(run_);
    }

  private:
    void add(const Item&);
    void add_missing(const Item&);
    void shape_into_buffer(const Item&);
    Extent place(const Item&, Shaped, std::uint8_t face);
    void fit_columns(std::span<RunGlyph> cluster, std::uint32_t rune, int& width);
    std::vector<int> carets(const Extent&);
    std::uint8_t face_index(const std::string& name);
    int columns(std::uint32_t rune, int width) const;

    Faces& faces_;
    Face& first_;
    int size_, cell_;  // cell_: a column's width, 0 if `first` has several
    const Items& text_;
    hb_language_t language_;
    Buffer buffer_{hb_buffer_create()};
    Run run_;
    int pen_ = 0;
    std::vector<Extent> extents_;
};

void Shaper::shape_into_buffer(const Item& item)
{
    hb_buffer_t* buffer = buffer_.get();
    hb_buffer_clear_contents(buffer);
    hb_buffer_add_codepoints(buffer, text_.runes.data(), int(text_.runes.size()), item.begin, int(item.end - item.begin));
    hb_buffer_set_content_type(buffer, HB_BUFFER_CONTENT_TYPE_UNICODE);
    hb_buffer_set_script(buffer, hb_script_t(item.script));
    hb_buffer_set_direction(buffer, item.level % 2 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_language(buffer, language_);
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_REMOVE_DEFAULT_IGNORABLES);
    constexpr hb_feature_t no_kerning = {HB_TAG('k', 'e', 'r', 'n'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
    hb_shape(item.face->at(size_), buffer, &no_kerning, is_plain_script(item.script) ? 1 : 0);
}

// A run has room for 255 faces, more than there are scripts; what is of one more is shown as the first face has it.
std::uint8_t Shaper::face_index(const std::string& name)
{
    auto at = std::ranges::find(run_.faces, name);
    if (at == run_.faces.end() && run_.faces.size() == std::numeric_limits<std::uint8_t>::max()) return 0;
    if (at == run_.faces.end()) at = run_.faces.insert(at, name);
    return std::uint8_t(at - run_.faces.begin());
}

void Shaper::add(const Item& item)
{
    shape_into_buffer(item);
    std::size_t n = hb_buffer_get_length(buffer_.get());
    std::span infos(hb_buffer_get_glyph_infos(buffer_.get(), nullptr), n);
    std::span positions(hb_buffer_get_glyph_positions(buffer_.get(), nullptr), n);
    std::uint8_t face = face_index(faces_.given(*item.face).text());
    for (std::size_t i = 0; i < n;) {
        std::size_t end = i + 1;
        while (end < n && infos[end].cluster == infos[i].cluster) ++end;
        extents_.push_back(place(item, {infos.subspan(i, end - i), positions.subspan(i, end - i)}, face));
        i = end;
    }
}

Extent Shaper::place(const Item& item, Shaped cluster, std::uint8_t face)
{
    std::size_t first = run_.glyphs.size();
    int exact = 0, width = 0;  // where the pen is: as the font has it, in 64ths, and as it is drawn, in pixels
    for (std::size_t i = 0; i < cluster.infos.size(); ++i) {
        const hb_glyph_position_t& at = cluster.positions[i];
        RunGlyph g{face, cluster.infos[i].codepoint, fitting(whole_pixels(at.x_advance)), 0, fitting(-whole_pixels(at.y_offset))};
        // A mark is placed by the exact pen of its base, else rounding would add up. One that the face does not place is
        // drawn over its base, also where its own picture, as in faces of one width, stands after it.
        bool is_mark = at.x_advance == 0;
        g.x = fitting(is_mark ? whole_pixels(exact + at.x_offset) - width : whole_pixels(at.x_offset));
        if (is_mark && at.x_offset == 0 && is_plain_script(item.script)) g.x = fitting(g.x - item.face->advance(size_, g.glyph));
        exact += at.x_advance;
        width += g.advance;
        run_.glyphs.push_back(g);
    }
    std::uint32_t rune = cluster.infos[0].cluster;
    bool fits_columns = item.is_emoji || is_plain_script(item.script);
    if (item.face != &first_ && fits_columns) fit_columns(std::span(run_.glyphs).subspan(first), rune, width);
    bool is_one = cluster.infos.size() == 1;
    Extent extent{rune, pen_, pen_ + width, item.level % 2 != 0, is_one ? item.face : nullptr, cluster.infos[0].codepoint};
    pen_ += width;
    return extent;
}

// How many columns what begins at a rune takes, of that width by itself: more than Unicode says if it is much wider.
int Shaper::columns(std::uint32_t rune, int width) const
{
    auto next = std::ranges::upper_bound(text_.starts, rune);
    std::uint32_t end = next == text_.starts.end() ? std::uint32_t(text_.runes.size()) : *next;
    int n = cells(std::span(text_.runes).subspan(rune, end - rune));
    return std::max(n, (width + cell_ - 1 - cell_ / 4) / cell_);
}

// In the middle of its columns.
void Shaper::fit_columns(std::span<RunGlyph> cluster, std::uint32_t rune, int& width)
{
    if (cell_ == 0 || width == 0) return;
    int extra = columns(rune, width) * cell_ - width;
    for (RunGlyph& g : cluster) g.x = fitting(g.x + extra / 2);
    cluster.back().advance = fitting(cluster.back().advance + extra);
    width += extra;
}

std::vector<int> Shaper::carets(const Extent& ligature)
{
    std::vector<int> out;
    std::array<hb_position_t, 8> positions{};
    unsigned n = positions.size();
    hb_ot_layout_get_ligature_carets(ligature.face->at(size_), HB_DIRECTION_LTR, ligature.glyph, 0, &n, positions.data());
    for (unsigned i = 0; i < n; ++i) out.push_back(whole_pixels(positions[i]));
    return out;
}

// Each rune by itself, from left to right as its level says.
void Shaper::add_missing(const Item& item)
{
    std::uint8_t face = face_index(std::string(missing_face));
    bool is_rtl = item.level % 2 != 0;
    for (std::uint32_t i = 0, n = item.end - item.begin; i < n; ++i) {
        std::uint32_t at = is_rtl ? item.end - 1 - i : item.begin + i;
        std::uint32_t rune = text_.runes[at];
        int width = is_ignorable(rune) ? 0 : missing_advance(size_, rune);
        if (width > 0) run_.glyphs.push_back({face, rune, fitting(width), 0, 0});
        if (width > 0) fit_columns(std::span(run_.glyphs).last(1), at, width);
        extents_.push_back({at, pen_, pen_ + width, is_rtl});
        pen_ += width;
    }
}

}  // namespace

Run shape(Faces& faces, Face& first, int size, std::string_view utf8, const Setting& setting)
{
    Items text = itemize(faces, first, utf8, setting);
    return Shaper(faces, first, size, text).shape();
}

}  // namespace draw::text
