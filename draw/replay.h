// The messages that bring a fresh connection, of another display, to the state of this one, bit for bit.
#pragma once

#include "draw/engine.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace draw {

// No message is longer, as far as the protocol lets them be split: libdraw's Displaybufsize.
constexpr std::size_t longest_message = 8000;

using Send = std::function<void(std::string_view message)>;

// Sends messages one at a time: images (b c), fonts (i l), pixels (y Y), names (N), images attached by name (n), the
// pending operator (O). Images that are the owner's get no pixels, and must exist on the other side before: what the
// screen is bound to, and what was attached by a name that another connection (makers) or the owner gave. An image whose name
// has come to mean another gets a pixel to stand for it, so that its id can still be freed.
void replay(const Engine&, const Send&);

// The connections whose names and screens this one uses: they are to be replayed before it.
std::set<int> makers(const Engine&);

// What brings pixels up to date over there that are inside r of an image, by an id that stands for it: of a window, what it
// holds. The image is not looked at unless it is one of the engine's: it may have gone.
enum class Sent { yes, no, held };  // held: by the connection's screens, but it has no id
Sent send_contents(const Engine&, const Image*, Rect r, const Send&);
bool is_window(const Engine&, const Image*);
// 'O' with the operator of the next drawing message.
std::string operator_message(const Engine&);

// Sends the pixels of r, which the image contains, as 'y' or 'Y' messages to id, whichever is shorter; of a window, what it
// holds.
void send_pixels(const Image&, std::uint32_t id, Rect r, const Send&);
// The same as one string.
std::string pixels_message(const Image&, std::uint32_t id, Rect r);

}  // namespace draw
