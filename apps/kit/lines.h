// How a text falls into lines of a width. A line is found from where it is, never by counting from the top: what a key
// costs does not grow with the text. No drawing.
//
// A caret stands between characters as a person sees them (draw/text/protocol.h, Stop), and a line is broken between such.
// A paragraph is of its first strong letter's direction, in each of its lines; lines from right to left begin at the right.
#pragma once

#include "apps/kit/text.h"
#include "draw/font.h"

#include <functional>
#include <optional>
#include <vector>

namespace kit {

using draw::text::Direction;

struct Line {
    std::size_t from = 0, to = 0;  // bytes; the newline left out
    Direction direction = Direction::ltr;
    bool operator==(const Line&) const = default;
};

// What measures lines: a font (draw/font.h).
struct Ruler {
    std::function<std::vector<draw::text::Stop>(std::string_view shown, const draw::text::Setting&)> stops;
    std::function<Direction(std::string_view)> direction;
};

class Lines {
  public:
    using Stretch = draw::client::Stretch;
    Lines(const Text& text, Ruler ruler) : text_(text), ruler_(std::move(ruler)) {}

    void set_width(int pixels) { width_ = pixels; }
    Line at(std::size_t offset) const;           // a line has its newline; where it is wrapped, the offset is the next one's
    std::optional<Line> after(const Line&) const;
    std::optional<Line> before(const Line&) const;
    Line down(Line, long rows) const;            // so many, up if below 0; stops at the ends
    bool has(const Line&, std::size_t offset) const;
    bool is_wrapped(const Line& line) const { return line.to < text_.size() && text_[line.to] != '\n'; }

    // What stands for the bytes on the screen: tabs are blanks to a fixed width, so that offsets and characters stay simple.
    std::string shown(std::size_t from, std::size_t to) const;

    // What a line's paragraph has around it.
    struct Around {
        Direction direction;
        std::string before, after;
        draw::text::Setting setting() const { return {direction, before, after}; }
    };
    Around around(const Line&) const;

    // x is in pixels from the left edge of the width.
    int begin_x(const Line&) const;              // where what is shown of it begins
    int x_of(const Line&, std::size_t offset) const;  // of a caret
    std::size_t offset_in(const Line&, int x) const;
    std::vector<Stretch> covered(const Line&, std::size_t from, std::size_t to) const;  // by the bytes of it from there up to `to`

    // The caret places beside one: a character on, or back. Those of the text's ends stay.
    std::size_t next(std::size_t offset) const;
    std::size_t previous(std::size_t offset) const;

    // A paragraph without an end is broken where its bytes have come to a multiple of this.
    static constexpr std::size_t longest_paragraph = 16 * 1024;

  private:
    // Characters by offsets of the text, x from the left edge of the width.
    std::vector<draw::text::Stop> stops(const Line&) const;
    Line from(std::size_t start, Direction) const;
    Line following(const Line&) const;  // one that is not the last
    std::size_t paragraph_from(std::size_t offset) const;
    std::size_t paragraph_to(std::size_t offset) const;
    Direction direction_of(std::size_t paragraph) const;  // that begins there
    bool begins_paragraph(std::size_t offset) const;
    std::size_t fitting(std::size_t from, std::size_t to, Direction) const;
    std::vector<draw::text::Stop> measured(std::size_t from, std::size_t to, Direction) const;
    std::vector<Line> paragraph_before(const Line&) const;  // its lines, from the paragraph's first up to this one
    const Text& text_;
    Ruler ruler_;
    int width_ = 0;
};

}  // namespace kit
