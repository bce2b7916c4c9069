// The draw operation, one pixel at a time, written from its definition and nothing of draw/'s own code but Image.
// What the fast ways of drawing are held against.
#pragma once

#include "draw/compose.h"

void slow_draw(const draw::Draw&);
