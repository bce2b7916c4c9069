// How a text falls into lines of a width. A line is found from where it is, never by counting from the top: what a key
// costs does not grow with the text. No drawing.
#pragma once

#include "apps/kit/text.h"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace kit {

struct Line {
    std::size_t from = 0, to = 0;  // bytes; the newline left out
    bool operator==(const Line&) const = default;
};

class Lines {
  public:
    using Measure = std::function<int(std::string_view shown)>;  // pixels
    Lines(const Text& text, Measure measure) : text_(text), measure_(std::move(measure)) {}

    void set_width(int pixels) { width_ = pixels; }
    Line at(std::size_t offset) const;           // a line has its newline; where it is wrapped, the offset is the next one's
    std::optional<Line> after(const Line&) const;
    std::optional<Line> before(const Line&) const;
    Line down(Line, long rows) const;            // so many, up if below 0; stops at the ends
    bool has(const Line&, std::size_t offset) const;

    // What stands for the bytes on the screen: tabs are blanks to a fixed width, so that offsets and clusters stay simple.
    std::string shown(std::size_t from, std::size_t to) const;
    int x_of(const Line&, std::size_t offset) const;
    std::size_t offset_in(const Line&, int x) const;

    // A paragraph without an end is broken where its bytes have come to a multiple of this.
    static constexpr std::size_t longest_paragraph = 16 * 1024;

  private:
    Line from(std::size_t start) const;
    std::size_t paragraph_from(std::size_t offset) const;
    std::size_t paragraph_to(std::size_t offset) const;
    std::size_t rune_at(std::size_t offset) const;
    std::size_t fitting(std::size_t from, std::size_t to) const;
    std::vector<Line> paragraph_before(const Line&) const;  // its lines, from the paragraph's first up to this one
    int width_of(std::size_t from, std::size_t to) const;   // of one rune
    const Text& text_;
    Measure measure_;
    int width_ = 0;
    mutable std::array<int, 128> ascii_{};  // widths + 1 of what has been measured: a paragraph is measured at every key
};

}  // namespace kit
