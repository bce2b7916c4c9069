// The texts of draw(3)'s errors. Programs test for some of them.
#pragma once

#include "styx/result.h"

namespace draw::errors {

inline constexpr const char* bad_command = "bad draw command";
inline constexpr const char* short_message = "short draw message";
inline constexpr const char* no_image = "unknown id for draw image";
inline constexpr const char* no_screen = "unknown id for draw screen";
inline constexpr const char* bad_argument = "bad argument in draw message";
inline constexpr const char* screen_exists = "screen id in use";
inline constexpr const char* bad_window = "image parameters incompatibile with screen";  // sic
inline constexpr const char* bad_refresh = "unknown refresh method";
inline constexpr const char* bad_chan = "inconsistent chan";
inline constexpr const char* not_windows = "images are not windows";
inline constexpr const char* other_screen = "images not on same screen";
inline constexpr const char* bad_origin = "image origin failed";
inline constexpr const char* window_as_font = "can't use window as font";
inline constexpr const char* image_exists = "image id in use";
inline constexpr const char* no_memory = "image memory allocation failed";
inline constexpr const char* write_outside = "writeimage outside image";
inline constexpr const char* read_outside = "readimage outside image";
inline constexpr const char* bad_write = "bad writeimage call";
inline constexpr const char* not_font = "image not a font";
inline constexpr const char* bad_index = "character index out of range";
inline constexpr const char* bad_font_size = "bad font size (4096 chars max)";
inline constexpr const char* display_as_font = "can't use display as font";
inline constexpr const char* name_used = "image name in use";
inline constexpr const char* no_name = "no image with that name";
inline constexpr const char* has_name = "image already has name";
inline constexpr const char* wrong_name = "wrong name for image";
inline constexpr const char* is_shared = "can't change repl/clipr of shared image";
inline constexpr const char* bad_semidiameter = "invalid ellipse semidiameter";
inline constexpr const char* bad_thickness = "negative ellipse thickness";
inline constexpr const char* bad_line_width = "negative line width";
inline constexpr const char* bad_polygon_width = "negative polygon line width";
inline constexpr const char* bad_query = "unknown query";
inline constexpr const char* no_data = "no draw data";
inline constexpr const char* short_read = "draw read too short";
inline constexpr const char* cut_off = "draw message kept others waiting";
inline constexpr const char* waits = "image is being drawn on";  // for the engine: the message is tried again
inline constexpr const char* bad_save = "this draw state is damaged";

}  // namespace draw::errors
