// One font file in memory, seen through FreeType (masks) and HarfBuzz (advances, tables). Whole pixels everywhere:
// advances are rounded from unhinted widths, so that they are the same at every hinting.
#pragma once

#include "draw/text/protocol.h"
#include "styx/result.h"

#include <cstdint>
#include <memory>
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
    // The library outlives the face. Error: `NAME is no font`.
    static Result<std::unique_ptr<Face>> open(FT_LibraryRec_*, std::string bytes, const std::string& name);

    const std::string& hash() const { return hash_; }  // SHA-256 of the file, 64 hexadecimal digits
    bool has(std::uint32_t rune) const;

    // The sizes below are pixels an em, smallest_size to largest_size.
    FaceInfo info(int size);
    // How far the pen moves after a glyph; 0 for a glyph the face has not.
    int advance(int size, std::uint32_t glyph);
    // Error: `font HASH has no glyph N`.
    Result<GlyphMask> mask(int size, Hinting, std::uint32_t glyph);
    // For shaping: positions come in 64ths of a pixel. The face's, and good until the next call of anything here.
    hb_font_t* at(int size);

  private:
    struct CloseFace {
        void operator()(FT_FaceRec_*) const;
    };
    struct CloseFont {
        void operator()(hb_font_t*) const;
    };
    Face() = default;
    bool is_monospaced();

    std::string bytes_;  // what face_ and font_ read from, so it comes before them
    std::string hash_;
    std::unique_ptr<FT_FaceRec_, CloseFace> face_;
    std::unique_ptr<hb_font_t, CloseFont> font_;
};

// 64ths of a pixel to the nearest pixel, halves upwards.
constexpr int whole_pixels(int n) { return (n + 32) >> 6; }

}  // namespace draw::text
