// A recorded session of a program with a draw device: what it wrote and what it was answered.
//
// The file is the 11 bytes "PLAN9DRAW1\n", then records kind[1] msec[4] n[4] data[n], little-endian, msec since the
// program began. Kinds:
//
//     Z  "chan minx miny maxx maxy": from here on the screen is a new white image, which 'J' binds
//     W  bytes written to draw's data file
//     R  count[4] and the bytes that answered a read of that count
//     E  the error that answered the W before
//     M K C S L  mouse, key, cursor, snarf, label: not about drawing
#pragma once

#include "styx/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace draw {

struct Record {
    char kind = 0;
    std::uint32_t msec = 0;
    std::string data;
};

// Errors: `this is no recording`, `the recording ends within record N`.
Result<std::vector<Record>> read_recording(std::string_view bytes);

}  // namespace draw
