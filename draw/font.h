// Text as programs draw it: shaped and rasterised behind /dev/font, drawn by index from a sheet on the display.
//
// A font is plain data: it is frozen and thawed with the program's memory, and its face is named by content, so the
// glyphs it knows stay right. Widths are whole pixels, and what is measured is exactly how far the pen moves.
#pragma once

#include "draw/client.h"
#include "draw/glyph_sheet.h"
#include "draw/text/protocol.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace draw::client {

// Writes a request to /dev/font and reads its whole answer (text/protocol.h).
using Ask = std::function<Result<std::string>(std::string_view request)>;

// A place between two clusters of a text, where a caret can stand.
struct Caret {
    std::uint32_t offset = 0;  // byte of the text
    int x = 0;                 // pixels from where the text begins
    bool operator==(const Caret&) const = default;
};

// Asks wait for the answer. Text is UTF-8; each byte that is no part of a rune shows as U+FFFD, as do control
// characters: a caller lays out lines and tabs itself. If an answer cannot be had, the text has no width and is not
// drawn, and the next flush() of the display says why.
class Font {
  public:
    // name: a family ("sans", "mono", "mono:bold") or a face's hash; size: pixels an em. The display and what ask
    // refers to outlive the font. most_slots bounds the glyphs kept on the display, 1 to 4096. Errors: `no font is
    // called NAME`, `font NAME needs FILE: install PACKAGE`, `font size N is not from 4 to 512`, and ask's own.
    static Result<Font> open(Display&, Ask, std::string_view name, int size, text::Hinting = text::Hinting::light,
                             int most_slots = 2048);

    int ascent() const { return info_.ascent; }    // pixels from the baseline up
    int descent() const { return info_.descent; }  // and down
    int height() const { return info_.height; }    // from line to line
    // The width of every ASCII character of a monospaced face, else 0. Such text is measured without asking.
    int advance() const { return info_.advance; }
    const std::string& face() const { return info_.hash; }

    // How far draw moves the pen.
    int measure(std::string_view utf8);

    // Draws with the origin of the first glyph at `pen`, which is on the baseline: ascent() below the top of the line.
    // Inside dst.clip(). Returns the pen after the last glyph, on the same baseline.
    Point draw(Image& dst, Point pen, const Image& color, std::string_view utf8);

    // Every boundary of a cluster from 0 to the end of the text, by offset. x rises with offset in left-to-right text.
    std::vector<Caret> clusters(std::string_view utf8);
    // The offset of the boundary nearest to x pixels from where the text begins; of two as near, the first.
    std::uint32_t offset_at(std::string_view utf8, int x);

  private:
    // A glyph too large for the sheet.
    struct Large {
        std::optional<Image> mask;  // none if no pixel is inked
        int left, top;
    };
    Font(Display&, Ask, const text::FaceSize&, text::FaceInfo, int most_slots);

    const text::Run& shaped(std::string_view piece);
    Result<text::Run> ask_run(std::string_view piece);
    std::uint8_t face_number(const std::string& hash);
    void draw_stretch(Image& dst, Point& pen, const Image& color, std::span<const text::RunGlyph>);
    std::vector<std::optional<std::uint16_t>> find(std::span<const text::RunGlyph>);
    Result<> fetch(std::uint32_t face, const std::vector<std::uint32_t>& glyphs);
    Result<> keep(GlyphKey, const text::GlyphMask&);
    void draw_large(Image& dst, Point origin, const Image& color, GlyphKey);

    Display* display_;
    Ask ask_;
    text::FaceSize face_;
    text::FaceInfo info_;
    std::vector<std::string> faces_;  // RunGlyph::face and GlyphKey::face count here
    std::unordered_map<std::string, text::Run> runs_;
    text::Run latest_;  // what shaped gave, if it is not in runs_
    GlyphSheet sheet_;
    int stretch_;  // glyphs drawn at a time: all of them must be in the sheet together
    std::map<GlyphKey, Large> large_;
};

}  // namespace draw::client
