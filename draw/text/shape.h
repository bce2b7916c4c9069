// Text to glyphs with whole-pixel positions.
#pragma once

#include "draw/text/faces.h"

#include <string_view>

namespace draw::text {

// The glyphs of utf8 in `first`, or in faces that stand in for it, from left to right, and where its characters are. size
// as FaceInfo's. A byte that is no part of a rune, and a control character, is U+FFFD; a rune that no face has is a glyph of
// the face `missing`. Ligatures are made where a face wants them; kerning is off in scripts that read well without, so that
// runs are drawn with few messages. Beside a monospaced face, letters of others that need not join take one column or two.
// The text is at most longest_text bytes. The same text gives the same run, always.
Run shape(Faces&, Face& first, int size, std::string_view utf8, const Setting& = {});

}  // namespace draw::text
