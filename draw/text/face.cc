#include "draw/text/face.h"

#include "draw/text/picture.h"
#include "styx/digest.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <hb-ot.h>
#include <hb.h>

#include <algorithm>
#include <array>

namespace draw::text {
namespace {

hb_font_t* open_font(std::string_view bytes, int index)
{
    hb_blob_t* blob = hb_blob_create(bytes.data(), unsigned(bytes.size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr);
    hb_face_t* face = hb_face_create(blob, unsigned(index));
    hb_blob_destroy(blob);
    hb_font_t* font = hb_font_create(face);
    hb_face_destroy(face);
    hb_ot_font_set_funcs(font);
    return font;
}

constexpr int highest = 8;  // ems that a line is believed to be

// Design units to pixels, away from the baseline so that nothing is cut off.
int pixels_up(int units, int size, int em)
{
    std::int64_t pixels = (std::int64_t(units) * size + em - 1) / em;
    return int(std::clamp<std::int64_t>(pixels, 0, highest * size));
}

struct FreeSet {
    void operator()(hb_set_t* set) const { hb_set_destroy(set); }
};
using Set = std::unique_ptr<hb_set_t, FreeSet>;

// The substitutions that are made where nothing asks for them, and that letters can do without.
Set ligating_lookups(hb_face_t* face)
{
    constexpr std::array<hb_tag_t, 5> features = {HB_TAG('l', 'i', 'g', 'a'), HB_TAG('c', 'l', 'i', 'g'), HB_TAG('c', 'a', 'l', 't'),
                                                  HB_TAG('r', 'l', 'i', 'g'), HB_TAG_NONE};
    Set lookups(hb_set_create());
    hb_ot_layout_collect_lookups(face, HB_OT_TAG_GSUB, nullptr, nullptr, features.data(), lookups.get());
    return lookups;
}

}  // namespace

void CloseLibrary::operator()(FT_LibraryRec_* library) const { FT_Done_FreeType(library); }
void Face::CloseFace::operator()(FT_FaceRec_* face) const { FT_Done_Face(face); }
void Face::CloseFont::operator()(hb_font_t* font) const { hb_font_destroy(font); }

Library open_library()
{
    FT_Library library = nullptr;
    FT_Init_FreeType(&library);
    return Library(library);
}

Result<std::unique_ptr<Face>> Face::open(FT_LibraryRec_* library, styx::MappedFile file, int index, const std::string& name)
{
    std::unique_ptr<Face> made(new Face(std::move(file)));
    made->index_ = index;
    FT_Face face = nullptr;
    auto data = reinterpret_cast<const FT_Byte*>(made->file().data());
    if (FT_New_Memory_Face(library, data, FT_Long(made->file().size()), index, &face) != 0) return fail(name + " is no font");
    made->face_.reset(face);
    if (!FT_IS_SCALABLE(face) && !FT_HAS_FIXED_SIZES(face)) return fail(name + " is no font");
    made->font_.reset(open_font(made->file(), index));
    return made;
}

const FaceName& Face::name()
{
    if (!name_) name_ = FaceName{styx::sha256(file()), index_};
    return *name_;
}

// 0 is the picture for what is not there, so no rune has it.
std::uint32_t Face::nominal(std::uint32_t rune) const
{
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(font_.get(), rune, &glyph) ? glyph : 0;
}

bool Face::has(std::uint32_t rune) const { return nominal(rune) != 0; }

bool Face::is_bold() const { return (face_->style_flags & FT_STYLE_FLAG_BOLD) != 0; }
bool Face::is_coloured() const { return FT_HAS_COLOR(face_.get()); }

hb_font_t* Face::at(int size)
{
    hb_font_set_scale(font_.get(), size * 64, size * 64);
    return font_.get();
}

int Face::advance(int size, std::uint32_t glyph) { return whole_pixels(hb_font_get_glyph_h_advance(at(size), glyph)); }

bool Face::has_one_width()
{
    if (is_monospaced_) return *is_monospaced_;
    is_monospaced_ = false;
    if (!FT_IS_FIXED_WIDTH(face_.get())) return false;
    // Design units would not fit a pixel size; at this one they are exact enough to tell widths apart.
    int first = advance(largest_size, nominal(first_plain));
    for (std::uint32_t rune = first_plain; rune <= last_plain; ++rune)
        if (!has(rune) || advance(largest_size, nominal(rune)) != first) return false;
    is_monospaced_ = true;
    return true;
}

int Face::cell(int size) { return has_one_width() ? advance(size, nominal(first_plain)) : 0; }

// Whether some printable ASCII characters are drawn otherwise beside others, as -> by faces for programmers.
bool Face::joins_plain()
{
    if (joins_plain_) return *joins_plain_;
    hb_face_t* face = hb_font_get_face(font_.get());
    Set plain(hb_set_create()), input(hb_set_create()), lookups = ligating_lookups(face);
    for (std::uint32_t rune = first_plain; rune <= last_plain; ++rune) hb_set_add(plain.get(), nominal(rune));
    for (hb_codepoint_t lookup = HB_SET_VALUE_INVALID; hb_set_next(lookups.get(), &lookup);)
        hb_ot_layout_lookup_collect_glyphs(face, HB_OT_TAG_GSUB, lookup, nullptr, input.get(), nullptr, nullptr);
    hb_set_intersect(input.get(), plain.get());
    joins_plain_ = !hb_set_is_empty(input.get());
    return *joins_plain_;
}

FaceInfo Face::info(int size)
{
    int em = std::max(1, int(hb_face_get_upem(hb_font_get_face(font_.get()))));
    hb_font_set_scale(font_.get(), em, em);
    hb_font_extents_t extents{};
    hb_font_get_h_extents(font_.get(), &extents);
    FaceInfo info;
    info.hash = name().text();
    info.ascent = pixels_up(extents.ascender, size, em);
    info.descent = pixels_up(-extents.descender, size, em);
    info.height = std::max(pixels_up(extents.ascender - extents.descender + extents.line_gap, size, em), info.ascent + info.descent);
    if (!has_one_width() || joins_plain()) return info;
    for (std::uint32_t rune = first_plain; rune <= last_plain; ++rune) info.plain.push_back(nominal(rune));
    info.advance = cell(size);
    return info;
}

// Makes the size FreeType's; of a face that has only some sizes the one that is the smallest above it, or the largest.
bool Face::select(int size)
{
    FT_Face face = face_.get();
    if (FT_IS_SCALABLE(face)) return FT_Set_Pixel_Sizes(face, 0, FT_UInt(size)) == 0;
    int best = 0;
    for (int i = 1; i < face->num_fixed_sizes; ++i) {
        auto em = face->available_sizes[i].y_ppem, best_em = face->available_sizes[best].y_ppem;
        bool is_enough = em >= size * 64, best_is_enough = best_em >= size * 64;
        if (is_enough ? !best_is_enough || em < best_em : !best_is_enough && em > best_em) best = i;
    }
    return FT_Select_Size(face, best) == 0;
}

Result<Glyph> Face::glyph(int size, Hinting hinting, std::uint32_t glyph)
{
    FT_Face face = face_.get();
    // A face in colour has pictures made for the pixel; of others, bitmaps are not what their outlines are.
    FT_Int32 flags = FT_LOAD_RENDER | (is_coloured() ? FT_LOAD_COLOR : FT_LOAD_NO_BITMAP) |
                     (hinting == Hinting::light ? FT_LOAD_TARGET_LIGHT : FT_LOAD_NO_HINTING);
    if (!select(size) || FT_Load_Glyph(face, glyph, flags) != 0)
        return fail("font " + name().text() + " has no glyph " + std::to_string(glyph));
    Glyph g = picture_of(face->glyph->bitmap);
    g.left = face->glyph->bitmap_left;
    g.top = face->glyph->bitmap_top;
    g.advance = advance(size, glyph);
    int em = face->size->metrics.y_ppem;
    return FT_IS_SCALABLE(face) || em == size ? g : scaled(g, size, em);
}

}  // namespace draw::text
