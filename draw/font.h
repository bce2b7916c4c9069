// Text as programs draw it: shaped and rasterised behind /dev/font, drawn by index from sheets on the display.
//
// A font is plain data: it is frozen and thawed with the program's memory, and its face is named by content, so the
// glyphs it knows stay right. Widths are whole pixels, and what is measured is exactly how far the pen moves.
#pragma once

#include "draw/client.h"
#include "draw/glyph_store.h"
#include "draw/run_cache.h"
#include "draw/text/protocol.h"

#include <string>
#include <string_view>
#include <vector>

namespace draw::client {

// A place before a character of a text, or behind the last, where a caret can stand.
struct Caret {
    std::uint32_t offset = 0;  // byte of the text
    int x = 0;                 // pixels from where the text begins
    bool operator==(const Caret&) const = default;
};

// Pixels from where the text begins: begin up to end.
struct Stretch {
    int begin = 0, end = 0;
    bool operator==(const Stretch&) const = default;
};

// Where a click at x puts a caret: before the stop of that index, on the nearer side of the character that is there or
// nearest; stops.size() is behind the last.
std::size_t caret_at(std::span<const text::Stop> stops, int x);
// What those from one offset up to another cover, from left to right: several stretches where directions change.
std::vector<Stretch> covered(std::span<const text::Stop> stops, std::uint32_t from, std::uint32_t to);

// Asks wait for the answer. Text is one line of UTF-8; each byte that is no part of a rune shows as U+FFFD, as do control
// characters: a caller lays out lines and tabs itself. If an answer cannot be had, the text has no width and is not
// drawn, and the next flush() of the display says why. If the face is on this machine no more, as it may be where a
// program was thawed, the font is opened again by the name it was opened with: heights and widths are then others.
//
// x counts from the left whatever the direction; a text is of its first strong letter's unless a setting says otherwise.
class Font {
  public:
    // name: a family ("sans", "mono", "mono:bold") or a face's; size: pixels an em. The display and what ask
    // refers to outlive the font. most_slots bounds the masks kept on the display, 1 to 4096. Errors: `no font is
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
    int measure(std::string_view utf8, const text::Setting& = {});

    // Draws with the origin of the leftmost glyph at `pen`, which is on the baseline: ascent() below the top of the line.
    // Inside dst.clip(). Returns the pen after the last glyph, on the same baseline.
    Point draw(Image& dst, Point pen, const Image& color, std::string_view utf8, const text::Setting& = {});

    // Where each character is, by offset; x and end as text::Stop's, from where the text begins.
    std::vector<text::Stop> stops(std::string_view utf8, const text::Setting& = {});
    // Before each character, and behind the last: there is always one. x rises with offset in left-to-right text.
    std::vector<Caret> carets(std::string_view utf8, const text::Setting& = {});
    // The byte that caret_at is before.
    std::uint32_t offset_at(std::string_view utf8, int x, const text::Setting& = {});
    // left to right or right to left
    text::Direction direction_of(std::string_view utf8);

  private:
    // Long text is shaped in parts.
    struct Part {
        std::uint32_t offset;
        int x;
        RunPointer run;
    };
    struct Layout {
        text::Direction direction = text::Direction::ltr;
        int width = 0;
        std::vector<Part> parts;
    };
    Font(Display&, Ask, std::string name, const text::FaceSize&, text::FaceInfo, int most_slots);

    Layout lay(std::string_view utf8, const text::Setting&);
    RunPointer shaped(std::string_view piece, const text::Setting&);
    Result<RunPointer> ask_run(std::string_view piece, const text::Setting&);
    Result<> renew();

    Display* display_;
    Ask ask_;
    std::string name_;
    text::FaceSize face_;
    text::FaceInfo info_;
    RunCache runs_;
    GlyphStore glyphs_;
};

}  // namespace draw::client
