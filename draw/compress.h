// The compression of image(6): rows of bytes as literals and copies from the last 1024 bytes.
//
// Each code starts with a byte c. c >= 128: c-127 literal bytes follow. c < 128: one byte o follows, and
// (c>>2)+3 bytes are copied from ((c&3)<<8)+o+1 bytes back. No code crosses the end of a row.
#pragma once

#include "styx/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace draw {

struct Unpacked {
    std::string rows;       // row_bytes * rows bytes
    std::size_t taken = 0;  // bytes of `packed` they came from
};

// Decodes from the front of packed; what follows is not looked at. Error: `bad writeimage call` if packed ends
// early or a code crosses a row. The caller has checked that row_bytes * rows is a size it can afford.
Result<Unpacked> unpack(std::string_view packed, std::size_t row_bytes, std::size_t rows);
// What it would have taken, found without decoding. Error: the same.
Result<std::size_t> packed_size(std::string_view packed, std::size_t row_bytes, std::size_t rows);

// Encodes rows one after another into `out`; copies may reach into earlier rows.
class Packer {
  public:
    Packer() { newest_.fill(-1); }
    // Appends a row and its codes. Bytes of earlier rows in `out` never change, so a caller that finds `out` too long
    // can cut it back to where it was.
    void add_row(std::string_view row);
    std::string out;

  private:
    struct Match {
        std::size_t length = 0, back = 0;
    };
    Match longest_match(std::size_t at) const;
    void remember(std::size_t at);
    void literals(std::size_t begin, std::size_t end);

    std::string seen_;
    std::array<std::int32_t, 4096> newest_;   // by hash of 3 bytes: where they stood last, or -1
    std::array<std::int32_t, 1024> older_{};  // by position mod 1024: the one before with the same hash
};

}  // namespace draw
