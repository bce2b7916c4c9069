// Rows of pixels between their stored form and Argb. Inside draw/ only.
#pragma once

#include "draw/image.h"

#include <cstdint>

namespace draw {

// n pixels rightwards from p, tiling across r() where the image ends: p is in r().
void fetch(const Image&, Point p, int n, Argb* out);
// The mask values of the same pixels: alpha or, without it, grey.
void fetch_mask(const Image&, Point p, int n, std::uint8_t* out);
// Writes n pixels that are inside r(); ignored bits become zero.
void store(Image&, Point p, int n, const Argb* pixels);

}  // namespace draw
