// One face of a font file, seen through FreeType (pictures) and HarfBuzz (advances, tables). Whole pixels everywhere:
// advances are rounded from unhinted widths, so that they are the same at every hinting.
#pragma once

#include "draw/text/font_list.h"
#include "draw/text/protocol.h"
#include "styx/mapped_file.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

struct FT_FaceRec_;
struct FT_LibraryRec_;
struct hb_font_t;

namespace draw::text {

struct CloseLibrary {
    void operator()(FT_LibraryRec_*) const;
};
using Library = std::unique_ptr<FT_LibraryRec_, CloseLibrary>;
Library open_library();

class Face {
  public:
    // Face number `index` of a file. The library outlives the face. Error: `NAME is no font`.
    static Result<std::unique_ptr<Face>> open(FT_LibraryRec_*, styx::MappedFile, int index, const std::string& name);

    const FaceName& name();  // found out when first asked for, as the whole file is read for it
    std::string_view file() const { return file_.bytes(); }
    bool has(std::uint32_t rune) const;
    bool is_coloured() const;
    bool is_bold() const;

    // The sizes below are pixels an em, smallest_size to largest_size.
    FaceInfo info(int size);
    // How far the pen moves after a glyph; 0 for a glyph the face has not.
    int advance(int size, std::uint32_t glyph);
    // The advance of all printable ASCII characters; 0 if they have several.
    int cell(int size);
    // Error: `font NAME has no glyph N`.
    Result<Glyph> glyph(int size, Hinting, std::uint32_t glyph);
    // For shaping: positions come in 64ths of a pixel. The face's, and good until the next call of anything here.
    hb_font_t* at(int size);

  private:
    struct CloseFace {
        void operator()(FT_FaceRec_*) const;
    };
    struct CloseFont {
        void operator()(hb_font_t*) const;
    };
    explicit Face(styx::MappedFile file) : file_(std::move(file)) {}
    std::uint32_t nominal(std::uint32_t rune) const;
    bool has_one_width();
    bool joins_plain();
    bool select(int size);

    styx::MappedFile file_;  // what face_ and font_ read from, so it comes before them
    int index_ = 0;
    std::optional<FaceName> name_;
    std::optional<bool> is_monospaced_, joins_plain_;
    std::unique_ptr<FT_FaceRec_, CloseFace> face_;
    std::unique_ptr<hb_font_t, CloseFont> font_;
};

// 64ths of a pixel to the nearest pixel, halves upwards.
constexpr int whole_pixels(int n) { return (n + 32) >> 6; }

}  // namespace draw::text
