// The glyphs of a font on the display: asked for once, kept while they are used, drawn from there.
#pragma once

#include "draw/glyph_sheet.h"
#include "draw/picture_sheet.h"
#include "draw/text/protocol.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace draw::client {

// Writes a request to /dev/font and reads its whole answer (text/protocol.h).
using Ask = std::function<Result<std::string>(std::string_view request)>;

// What the font's host says when a face is named that it has not (text/faces.h).
inline bool is_gone(const Error& error) { return error.text.find(text::not_installed) != error.text.npos; }

class GlyphStore {
  public:
    // For glyphs of that size and hinting, of any face, that rise mostly to ascent and reach mostly down to descent.
    GlyphStore(Display&, Ask, int size, text::Hinting, int ascent, int descent, int most_slots);

    // The number of a face in GlyphKey::face, which is never another's.
    std::uint32_t face(const std::string& name);

    struct Placed {
        GlyphKey key;
        Point origin;  // on the baseline
    };
    // Draws masks in `color` and pictures as they are. Error: why some could not be had; the others are drawn, but for
    // those of a stretch with a face that is gone (is_gone), which the caller draws anew in another.
    Result<> draw(Image& dst, const Image& color, std::span<const Placed>);

  private:
    // A glyph too large for a sheet.
    struct Large {
        std::optional<Image> picture;  // none if no pixel is inked
        text::Ink ink;
        int left, top;
    };
    Result<> draw_stretch(Image& dst, const Image& color, std::span<const Placed>);
    Result<> fetch_missing(std::span<const Placed>);
    Result<> fetch(std::uint32_t face, const std::vector<std::uint32_t>& glyphs);
    Result<> keep(GlyphKey, const text::Glyph&);
    bool has(GlyphKey key);
    void draw_large(Image& dst, const Image& color, const Placed&);

    Display* display_;
    Ask ask_;
    int size_;
    text::Hinting hinting_;
    std::vector<std::string> faces_;
    GlyphSheet masks_;
    PictureSheet pictures_;
    std::map<GlyphKey, Large> large_;
    std::size_t stretch_;  // glyphs drawn at a time: all of them must be in a sheet together
};

}  // namespace draw::client
