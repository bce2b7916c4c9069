#include "draw/text/face.h"

#include "styx/digest.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <hb-ot.h>
#include <hb.h>

#include <cstring>

namespace draw::text {
namespace {

hb_font_t* open_font(const std::string& bytes)
{
    hb_blob_t* blob = hb_blob_create(bytes.data(), unsigned(bytes.size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr);
    hb_face_t* face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    hb_font_t* font = hb_font_create(face);
    hb_face_destroy(face);
    hb_ot_font_set_funcs(font);
    return font;
}

// Design units to pixels, away from the baseline so that nothing is cut off.
int pixels_up(int units, int size, int em) { return (units * size + em - 1) / em; }

std::string rows_of(const FT_Bitmap& bitmap)
{
    std::string out(std::size_t(bitmap.width) * bitmap.rows, '\0');
    for (unsigned y = 0; y < bitmap.rows; ++y)
        std::memcpy(out.data() + std::size_t(y) * bitmap.width, bitmap.buffer + std::ptrdiff_t(y) * bitmap.pitch,
                    bitmap.width);
    return out;
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

Result<std::unique_ptr<Face>> Face::open(FT_LibraryRec_* library, std::string bytes, const std::string& name)
{
    std::unique_ptr<Face> made(new Face);
    made->bytes_ = std::move(bytes);
    FT_Face face = nullptr;
    auto data = reinterpret_cast<const FT_Byte*>(made->bytes_.data());
    if (FT_New_Memory_Face(library, data, FT_Long(made->bytes_.size()), 0, &face) != 0 || !FT_IS_SCALABLE(face)) {
        if (face) FT_Done_Face(face);
        return fail(name + " is no font");
    }
    made->face_.reset(face);
    made->font_.reset(open_font(made->bytes_));
    made->hash_ = styx::sha256(made->bytes_);
    return made;
}

bool Face::has(std::uint32_t rune) const
{
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(font_.get(), rune, &glyph);
}

hb_font_t* Face::at(int size)
{
    hb_font_set_scale(font_.get(), size * 64, size * 64);
    return font_.get();
}

int Face::advance(int size, std::uint32_t glyph) { return whole_pixels(hb_font_get_glyph_h_advance(at(size), glyph)); }

bool Face::is_monospaced()
{
    if (!FT_IS_FIXED_WIDTH(face_.get())) return false;
    // Design units would not fit a pixel size; at this one they are exact enough to tell widths apart.
    int first = advance(largest_size, FT_Get_Char_Index(face_.get(), first_plain));
    for (std::uint32_t rune = first_plain; rune <= last_plain; ++rune)
        if (!has(rune) || advance(largest_size, FT_Get_Char_Index(face_.get(), rune)) != first) return false;
    return true;
}

FaceInfo Face::info(int size)
{
    const FT_FaceRec_& face = *face_;
    FaceInfo info;
    info.hash = hash_;
    info.ascent = pixels_up(face.ascender, size, face.units_per_EM);
    info.descent = pixels_up(-face.descender, size, face.units_per_EM);
    info.height = std::max(pixels_up(face.height, size, face.units_per_EM), info.ascent + info.descent);
    if (!is_monospaced()) return info;
    for (std::uint32_t rune = first_plain; rune <= last_plain; ++rune)
        info.plain.push_back(FT_Get_Char_Index(face_.get(), rune));
    info.advance = advance(size, info.plain[0]);
    return info;
}

Result<GlyphMask> Face::mask(int size, Hinting hinting, std::uint32_t glyph)
{
    FT_Face face = face_.get();
    FT_Int32 flags = FT_LOAD_NO_BITMAP | (hinting == Hinting::light ? FT_LOAD_TARGET_LIGHT : FT_LOAD_NO_HINTING);
    if (FT_Set_Pixel_Sizes(face, 0, FT_UInt(size)) != 0 || FT_Load_Glyph(face, glyph, flags) != 0 ||
        FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) != 0)
        return fail("font " + hash_ + " has no glyph " + std::to_string(glyph));
    const FT_Bitmap& bitmap = face->glyph->bitmap;
    return GlyphMask{.left = face->glyph->bitmap_left,
                     .top = face->glyph->bitmap_top,
                     .width = int(bitmap.width),
                     .height = int(bitmap.rows),
                     .advance = advance(size, glyph),
                     .mask = rows_of(bitmap)};
}

}  // namespace draw::text
