// The picture of the pointer, as programs write it to their cursor file.
#pragma once

#include "draw/geometry.h"
#include "styx/result.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace winserver {

// What the pointer looks like where no program has a say.
enum class Pointing { arrow, move, width, height, diagonal_down, diagonal_up };  // down: from top left to bottom right

struct Cursor {
    Pointing pointing = Pointing::arrow;  // unless a picture is given
    struct Picture {
        draw::Point offset;                  // added to the pointer's place it gives the picture's top left corner
        std::array<std::uint8_t, 32> clear;  // 16 rows of 2 bytes, the first pixel in the high bit: white
        std::array<std::uint8_t, 32> set;    // black
        bool operator==(const Picture&) const = default;
    };
    std::optional<Picture> picture;
    bool operator==(const Cursor&) const = default;
};

// offset[2*4] clear[32] set[32] as in cursor(2); nothing at all is the arrow. Error: `bad cursor`.
Result<Cursor> parse_cursor(std::string_view bytes);
std::string print_cursor(const Cursor&);  // its inverse

}  // namespace winserver
