// The file /dev/font: text in, glyph run out; glyph in, mask and metrics out. One write is a request, the reads after
// it its answer. Both sides use this header; it knows nothing of how glyphs are made.
//
// A request is a letter and its fields, an answer the same letter and its fields, or 'e' text[s]. Numbers are
// little-endian, s is n[2] and n bytes, S is n[4] and n bytes.
//
//     'f' name[s] size[2] hinting[1]
//         -> 'f' hash[s] ascent[2] descent[2] height[2] advance[2] n[1] glyph[4]*n
//     'r' hash[s] size[2] hinting[1] direction[1] before[s] after[s] text[S]
//         -> 'r' width[4] direction[1] faces[1] hash[s]*faces n[4] (face[1] glyph[4] advance[2] x[2] y[2])*n
//            m[4] (offset[4] x[4] end[4])*m
//     'p' hash[s] size[2] hinting[1] n[2] glyph[4]*n
//         -> 'p' n[2] (ink[1] left[2] top[2] width[2] height[2] advance[2] pixels[width*height*(ink=1 ? 4 : 1)])*n
//
// An answer may have more behind these fields; who does not know what it is leaves it. Requests never change: a program
// may be thawed that asks as it did when it was made (first_form.h).
//
// A face is named by the SHA-256 of its file, in hexadecimal, with .N behind it if it is face N of a collection, so that
// glyph numbers kept in a frozen program still mean the same when it is thawed elsewhere. One more face, `missing`, has a
// box with the hexadecimal digits of each rune, which is its glyph number, for runes that no other face has.
#pragma once

#include "styx/bytes.h"
#include "styx/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace draw::text {

constexpr int smallest_size = 4, largest_size = 512;            // pixels an em
constexpr std::uint32_t longest_text = 65536;                   // bytes of one 'r'
constexpr std::size_t longest_context = 1024;                   // of before and of after
constexpr std::size_t most_glyphs = 256;                        // of one 'p'
constexpr std::uint32_t first_plain = 0x20, last_plain = 0x7e;  // printable ASCII

// Light fits strokes to pixel rows, which is sharper where pixels can be seen: below scale 1.5.
enum class Hinting : std::uint8_t { none, light };
constexpr Hinting hinting_at(double scale) { return scale < 1.5 ? Hinting::light : Hinting::none; }

// A face at a size: what glyph numbers and masks belong to.
struct FaceSize {
    std::string face;  // its hash
    int size = 0;      // pixels an em, smallest_size to largest_size
    Hinting hinting = Hinting::light;
    bool operator==(const FaceSize&) const = default;
};

// Of a line of text (UAX #9, P2 and P3): automatic is that of its first strong letter, left to right without one.
enum class Direction : std::uint8_t { automatic, ltr, rtl };

// Where a line stands: its direction, and what its paragraph has next to it, which decides how numbers and signs at its
// ends are ordered. Each at most longest_context bytes; as long as the views are good.
struct Setting {
    Direction direction = Direction::automatic;
    std::string_view before, after;
    Setting() = default;
    Setting(Direction way) : direction(way) {}  // by itself
    Setting(Direction way, std::string_view previous, std::string_view following) : direction(way), before(previous), after(following) {}
};

inline constexpr std::string_view missing_face = "missing";

// In the error that answers a request that names a face by content which is not on this machine.
inline constexpr std::string_view not_installed = "is not installed here";

// What a face is at a size, in whole pixels. A line of text is `height` pixels: `ascent` above the baseline, `descent`
// below, and the leading.
struct FaceInfo {
    std::string hash;
    int ascent = 0, descent = 0, height = 0;
    int advance = 0;  // of every plain glyph, if `plain` is not empty; else 0
    // The glyphs of printable ASCII from the space on, if the face is monospaced and makes no ligatures of them: text of
    // these only is shaped without asking.
    std::vector<std::uint32_t> plain;
    bool operator==(const FaceInfo&) const = default;
};

// One glyph of a run, in drawing order from left to right.
struct RunGlyph {
    std::uint8_t face = 0;     // index in Run::faces
    std::uint32_t glyph = 0;
    std::int16_t advance = 0;  // how far the pen moves after it, in whole pixels
    std::int16_t x = 0, y = 0; // from the pen to the glyph's origin, y down
    bool operator==(const RunGlyph&) const = default;
};

// What a person takes for one character (UAX #29), and where it is: from x to `end` pixels from where the run begins, in
// the direction it is read, so that x is above end if that is right to left. A caret before it stands at x. Characters that
// share a glyph, as those of a ligature, share its width.
struct Stop {
    std::uint32_t offset = 0;  // its first byte
    std::int32_t x = 0, end = 0;
    bool operator==(const Stop&) const = default;
};

struct Run {
    int width = 0;                         // the sum of the advances
    Direction direction = Direction::ltr;  // of the line, never automatic
    std::vector<std::string> faces;        // the first is the face that was asked for; the others stand in for it
    std::vector<RunGlyph> glyphs;
    std::vector<Stop> stops;               // by offset, which begins at 0 and rises
    bool operator==(const Run&) const = default;
};

// The picture of a glyph: `height` rows of `width` pixels.
enum class Ink : std::uint8_t {
    mask,    // coverage, 0 to 255, a byte a pixel: an image of chan k8
    colour,  // four bytes a pixel, premultiplied: an image of chan a8r8g8b8
};
constexpr std::size_t bytes_a_pixel(Ink ink) { return ink == Ink::colour ? 4 : 1; }

struct Glyph {
    Ink ink = Ink::mask;
    int left = 0;  // from the glyph's origin to the left edge of the picture
    int top = 0;   // from the baseline up to the top edge of the picture
    int width = 0, height = 0;
    int advance = 0;  // how far the pen moves if no run says otherwise
    std::string pixels;
    bool operator==(const Glyph&) const = default;
};

struct FaceRequest {
    // A family or alias of the fonts list ("mono"), perhaps with a style ("mono:bold"), or a hash.
    std::string name;
    int size = 0;
    Hinting hinting = Hinting::light;
};
struct ShapeRequest {
    FaceSize face;
    Setting setting;
    std::string_view text;  // in the request that was read
};
struct GlyphRequest {
    FaceSize face;
    std::vector<std::uint32_t> glyphs;
};
using Request = std::variant<FaceRequest, ShapeRequest, GlyphRequest>;

std::string encode(const FaceRequest&);
std::string encode(const ShapeRequest&);
std::string encode(const GlyphRequest&);
// Errors: `bad font request`, `font size N is not from 4 to 512`, `text is longer than 65536 bytes`, `more than 1024 bytes
// around a line`,
// `more than 256 glyphs asked for at once`.
Result<Request> parse_request(std::string_view);

std::string encode(const FaceInfo&);
std::string encode(const Run&);
std::string encode(const std::vector<Glyph>&);
std::string encode(const Error&);
// Errors: the answer's own text; `bad font answer`.
Result<FaceInfo> parse_face(std::string_view answer);
Result<Run> parse_run(std::string_view answer);
Result<std::vector<Glyph>> parse_glyphs(std::string_view answer);

}  // namespace draw::text
