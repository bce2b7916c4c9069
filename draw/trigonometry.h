// Sines and cosines as whole numbers, with Plan 9's rounding: shapes depend on it to the pixel.
#pragma once

#include <cstdint>

namespace draw {

constexpr int trig_scale = 1024;

struct CosSin {
    int cos = 0, sin = 0;  // times trig_scale
};

CosSin cos_sin(int degrees);
// Of the direction (x, y): interpolated between the hundredths of the slope; (0, 0) points up the y axis.
CosSin cos_sin_of(std::int64_t x, std::int64_t y);

}  // namespace draw
