// Pictures of glyphs made of what FreeType gives, which has some of them in a few sizes only.
#pragma once

#include "draw/text/protocol.h"

struct FT_Bitmap_;

namespace draw::text {

// The pixels of a grey or coloured bitmap: Glyph's ink, width, height and pixels. None of another kind of bitmap.
Glyph picture_of(const FT_Bitmap_&);

// The same glyph at num/den of its size, each pixel the mean of what it covers. Its advance is left alone. num and den are
// above 0; the result is at least a pixel wide and high if the glyph is.
Glyph scaled(const Glyph&, int num, int den);

// A glyph as a mask, for who draws in one ink: of one in colour, what is dark takes more of it.
Glyph in_one_ink(const Glyph&);

}  // namespace draw::text
