// Colours and sizes of what the display itself draws, as the text of the `theme` file: a line `name value` each.
#pragma once

#include "draw/pixel.h"
#include "styx/result.h"

#include <string>
#include <string_view>

namespace winserver {

// Colours are 0xRRGGBBAA; sizes are points, multiplied by the scale of the surface.
struct Theme {
    draw::Color background_top = 0xeef1f5ff, background_bottom = 0xd5dde7ff, hint = 0x77838fff;
    draw::Color paper = 0xffffffff;  // of a window that has not drawn yet
    draw::Color title = 0xe6eaeeff, title_current = 0xffffffff;
    draw::Color label = 0x8a949eff, label_current = 0x1d232aff;
    draw::Color border = 0xb4bdc6ff, border_current = 0x74818fff, rule = 0xd9dee3ff, accent = 0x3b78d8ff;
    draw::Color close_hover = 0xd9dee3ff, close_pressed = 0xd64541ff, close_mark_pressed = 0xffffffff;
    draw::Color shadow = 0x0000000a, shadow_current = 0x00000012;  // of one step
    int title_height = 30, label_size = 14, hint_size = 16, radius = 6, grip = 8;
    bool operator==(const Theme&) const = default;
};

std::string print(const Theme&);
// Changes what the lines name: `accent 3b78d8`, `title_height 30`. On an error nothing is changed.
// Errors: `no such thing in a theme: NAME`, `not a colour: …`, `not a size: …`.
Result<Theme> changed(Theme, std::string_view lines);

}  // namespace winserver
