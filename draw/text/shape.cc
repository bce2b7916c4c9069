#include "draw/text/shape.h"

#include "draw/text/itemize.h"

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

// Scripts whose letters neither join nor reorder.
bool is_plain(hb_script_t script)
{
    constexpr std::array plain = {HB_SCRIPT_COMMON, HB_SCRIPT_LATIN,    HB_SCRIPT_GREEK, HB_SCRIPT_CYRILLIC,
                                  HB_SCRIPT_HEBREW, HB_SCRIPT_ARMENIAN, HB_SCRIPT_HAN,   HB_SCRIPT_GEORGIAN};
    return std::ranges::find(plain, script) != plain.end();
}

constexpr hb_feature_t off(hb_tag_t tag) { return {tag, 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END}; }

Buffer shaped(const Item& item, int size)
{
    Buffer buffer(hb_buffer_create());
    hb_buffer_set_content_type(buffer.get(), HB_BUFFER_CONTENT_TYPE_UNICODE);
    for (const ItemRune& rune : item.runes) hb_buffer_add(buffer.get(), rune.value, rune.at);
    auto script = hb_script_t(item.script);
    hb_buffer_set_script(buffer.get(), script);
    hb_buffer_set_direction(buffer.get(), item.level % 2 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    // The host's language would make the same text differ from machine to machine.
    hb_buffer_set_language(buffer.get(), hb_language_from_string("und", -1));
    constexpr std::array features = {off(HB_TAG('k', 'e', 'r', 'n')), off(HB_TAG('l', 'i', 'g', 'a')),
                                     off(HB_TAG('c', 'l', 'i', 'g'))};
    hb_shape(item.face->at(size), buffer.get(), features.data(), is_plain(script) ? features.size() : 0);
    return buffer;
}

std::int16_t fitting(int n)
{
    using Limits = std::numeric_limits<std::int16_t>;
    return std::int16_t(std::clamp<int>(n, Limits::min(), Limits::max()));
}

std::uint8_t face_index(Run& run, const Face& face)
{
    auto at = std::ranges::find(run.faces, face.hash());
    if (at == run.faces.end()) at = run.faces.insert(at, face.hash());
    return std::uint8_t(at - run.faces.begin());
}

// Where the pen is within a cluster: as the font has it, in 64ths, and as it is drawn, in pixels.
struct Pen {
    std::uint32_t cluster = ~std::uint32_t(0);
    int exact = 0, drawn = 0;
};

RunGlyph placed(const hb_glyph_info_t& info, const hb_glyph_position_t& at, Pen& pen)
{
    if (info.cluster != pen.cluster) pen = {info.cluster, 0, 0};
    RunGlyph g;
    g.glyph = info.codepoint;
    g.cluster = info.cluster;
    g.advance = fitting(whole_pixels(at.x_advance));
    // A mark is placed by the exact pen of its base, else rounding would add up.
    bool is_mark = at.x_advance == 0;
    g.x = fitting(is_mark ? whole_pixels(pen.exact + at.x_offset) - pen.drawn : whole_pixels(at.x_offset));
    g.y = fitting(-whole_pixels(at.y_offset));
    pen.exact += at.x_advance;
    pen.drawn += g.advance;
    return g;
}

void add(Run& run, const Item& item, int size)
{
    Buffer buffer = shaped(item, size);
    unsigned n = 0;
    const hb_glyph_info_t* infos = hb_buffer_get_glyph_infos(buffer.get(), &n);
    const hb_glyph_position_t* positions = hb_buffer_get_glyph_positions(buffer.get(), &n);
    Pen pen;
    for (unsigned i = 0; i < n; ++i) {
        RunGlyph g = placed(infos[i], positions[i], pen);
        g.face = face_index(run, *item.face);
        g.is_rtl = item.level % 2 != 0;
        run.width += g.advance;
        run.glyphs.push_back(g);
    }
}

}  // namespace

Run shape(Faces& faces, Face& first, int size, std::string_view utf8)
{
    Run run;
    run.faces.push_back(first.hash());
    for (const Item& item : itemize(faces, first, utf8)) add(run, item, size);
    return run;
}

}  // namespace draw::text
