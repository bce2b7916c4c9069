// HarfBuzz by itself: what any shaping costs at least.
#pragma once

#include "draw/text/face.h"

#include <string>
#include <vector>

namespace bench {

// Shapes each line as one run of the face, into one buffer; the number of glyphs.
std::size_t shape_alone(draw::text::Face&, int size, const std::vector<std::string>& lines);

}  // namespace bench
