// The file /dev/font: text in, glyph run out; glyph in, mask and metrics out. One write is a request, the reads after
// it its answer. Both sides use this header; it knows nothing of how glyphs are made.
//
// A request is a letter and its fields, an answer the same letter and its fields, or 'e' text[s]. Numbers are
// little-endian, s is n[2] and n bytes, S is n[4] and n bytes.
//
//     'f' name[s] size[2] hinting[1]
//         -> 'f' hash[s] ascent[2] descent[2] height[2] advance[2] n[1] glyph[4]*n
//     's' hash[s] size[2] hinting[1] text[S]
//         -> 's' width[4] faces[1] hash[s]*faces n[4] (face[1] flags[1] glyph[4] cluster[4] advance[2] x[2] y[2])*n
//     'g' hash[s] size[2] hinting[1] n[2] glyph[4]*n
//         -> 'g' n[2] (left[2] top[2] width[2] height[2] advance[2] mask[width*height])*n
//
// A face is named by the SHA-256 of its file, in hexadecimal, so that glyph numbers kept in a frozen program still mean
// the same when it is thawed elsewhere.
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
constexpr std::uint32_t longest_text = 65536;                   // bytes of one 's'
constexpr std::size_t most_glyphs = 256;                        // of one 'g'
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

// What a face is at a size, in whole pixels. A line of text is `height` pixels: `ascent` above the baseline, `descent`
// below, and the leading.
struct FaceInfo {
    std::string hash;
    int ascent = 0, descent = 0, height = 0;
    int advance = 0;  // of every glyph if the face is monospaced, else 0
    // If it is monospaced, the glyphs of printable ASCII from the space on: such text is shaped without asking.
    std::vector<std::uint32_t> plain;
    bool operator==(const FaceInfo&) const = default;
};

// One glyph of a run, in drawing order from left to right.
struct RunGlyph {
    std::uint8_t face = 0;      // index in Run::faces
    bool is_rtl = false;        // its text runs from right to left
    std::uint32_t glyph = 0;    // 0 is the face's picture for a missing glyph
    std::uint32_t cluster = 0;  // the byte of the text where its cluster begins
    std::int16_t advance = 0;   // how far the pen moves after it, in whole pixels
    std::int16_t x = 0, y = 0;  // from the pen to the glyph's origin, y down
    bool operator==(const RunGlyph&) const = default;
};

struct Run {
    int width = 0;                   // the sum of the advances
    std::vector<std::string> faces;  // the first is the face that was asked for; the others stand in for it
    std::vector<RunGlyph> glyphs;
    bool operator==(const Run&) const = default;
};

// A glyph's coverage, 0 to 255: `height` rows of `width` bytes (an image of chan k8).
struct GlyphMask {
    int left = 0;  // from the glyph's origin to the left edge of the mask
    int top = 0;   // from the baseline up to the top edge of the mask
    int width = 0, height = 0;
    int advance = 0;  // how far the pen moves if no run says otherwise
    std::string mask;
    bool operator==(const GlyphMask&) const = default;
};

struct FaceRequest {
    // A family or alias of the fonts list ("mono"), perhaps with a style ("mono:bold"), or a hash.
    std::string name;
    int size = 0;
    Hinting hinting = Hinting::light;
};
struct ShapeRequest {
    FaceSize face;
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
// Errors: `bad font request`, `font size N is not from 4 to 512`, `text is longer than 65536 bytes`,
// `more than 256 glyphs asked for at once`.
Result<Request> parse_request(std::string_view);

std::string encode(const FaceInfo&);
std::string encode(const Run&);
std::string encode(const std::vector<GlyphMask>&);
std::string encode(const Error&);
// Errors: the answer's own text; `bad font answer`.
Result<FaceInfo> parse_face(std::string_view answer);
Result<Run> parse_run(std::string_view answer);
Result<std::vector<GlyphMask>> parse_glyphs(std::string_view answer);

}  // namespace draw::text
