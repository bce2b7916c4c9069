#include "draw/text/missing.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace draw::text {
namespace {

// Hexadecimal digits, three by five dots: a row is an octal digit, from the top.
constexpr std::array digits = {075557, 026227, 071747, 071717, 055711, 074717, 074757, 071111,
                               075757, 075711, 075755, 065656, 074447, 065556, 074647, 074644};
constexpr int digit_width = 3, digit_height = 5;
constexpr int box_height = 2 * digit_height + 5;  // a border and a gap on either side, a gap between
constexpr int short_digits = 4, long_digits = 6;

struct Box {
    int dot = 0;      // pixels; 0 if there is no room for digits
    int columns = 0;  // of digits, of which there are two rows
    int width = 0, height = 0;
};

// A dot takes a pixel from 13 pixels an em on, which is where the box is not higher than a line.
Box box_of(int size, std::uint32_t rune)
{
    Box box;
    box.dot = size / 13;
    box.columns = (rune > 0xffff ? long_digits : short_digits) / 2;
    if (box.dot == 0) {
        box.width = std::max(3, size * 3 / 5);
        box.height = std::max(3, size * 3 / 4);
    } else {
        box.width = (box.columns * (digit_width + 1) + 3) * box.dot;
        box.height = box_height * box.dot;
    }
    return box;
}

struct Canvas {
    Glyph& glyph;
    void fill(int x, int y, int width, int height)
    {
        for (int row = y; row < y + height; ++row)
            std::fill_n(glyph.pixels.begin() + std::ptrdiff_t(row) * glyph.width + x, width, '\xff');
    }
};

void draw_digit(Canvas canvas, int digit, int dot, int x, int y)
{
    for (int row = 0; row < digit_height; ++row)
        for (int column = 0; column < digit_width; ++column)
            if (digits[std::size_t(digit)] >> (3 * (digit_height - 1 - row) + digit_width - 1 - column) & 1)
                canvas.fill(x + column * dot, y + row * dot, dot, dot);
}

}  // namespace

Glyph missing_glyph(int size, std::uint32_t rune)
{
    Box box = box_of(size, rune);
    int border = std::max(1, box.dot);
    Glyph g{Ink::mask, 1, box.height * 4 / 5, box.width, box.height, missing_advance(size, rune),
            std::string(std::size_t(box.width) * std::size_t(box.height), '\0')};
    Canvas canvas{g};
    canvas.fill(0, 0, box.width, border);
    canvas.fill(0, box.height - border, box.width, border);
    canvas.fill(0, 0, border, box.height);
    canvas.fill(box.width - border, 0, border, box.height);
    if (box.dot == 0) return g;
    for (int i = 0; i < 2 * box.columns; ++i) {
        int shift = 4 * (2 * box.columns - 1 - i);
        draw_digit(canvas, int(rune >> shift & 0xf), box.dot, (2 + i % box.columns * (digit_width + 1)) * box.dot,
                   (2 + i / box.columns * (digit_height + 1)) * box.dot);
    }
    return g;
}

int missing_advance(int size, std::uint32_t rune) { return box_of(size, rune).width + 2; }

}  // namespace draw::text
