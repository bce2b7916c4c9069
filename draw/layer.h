// Drawing, loading and reading where images may be windows: every message that touches pixels goes through here.
#pragma once

#include "draw/compose.h"
#include "draw/screen.h"

#include <functional>
#include <string>
#include <string_view>

namespace draw {

// compose, where dst and src may be windows. Nothing is drawn through a mask that is a window, nor from the hidden parts
// of a window that has no save area: memlayer's rules.
void paint(const Draw&, Touched&);

// load and unload, where the image may be a window. Hidden parts that are kept nowhere read as zeros.
// Errors: `bad writeimage call`, `readimage outside image` if a window lies outside its base; `image memory allocation
// failed`.
Result<> put(Image&, Rect r, std::string_view rows, Touched&);
Result<std::string> take(Image&, Rect r, Touched&);

// Where a part of a window is.
enum class Part : bool { seen, hidden };
// Cuts r, in the base's coordinates, into parts that are wholly seen or hidden, in memlayer's order. each changes no order
// of windows.
void each_part(const Image& window, Rect r, const std::function<void(Rect, Part)>& each);

// Copies what can be seen of a window inside r, in the base's coordinates, to its save area.
void hide(Image& window, Rect r, Touched&);
// Copies the save area to the base where the window can be seen inside r, or notes it as stale.
void expose(Image& window, Rect r, Touched&);

}  // namespace draw
