// The frame around a window: title bar with label and close box, border, shadow; and what the parts are for.
#pragma once

#include "winserver/canvas.h"
#include "winserver/theme.h"
#include "winserver/window.h"

namespace winserver {

// Sizes in pixels at a scale.
struct Metrics {
    Metrics() = default;
    Metrics(const Theme&, double scale);
    int border = 1, title = 30, grip = 8, radius = 6, shadow = 6, label_size = 14, hint_size = 16;
};

// client: the rectangle that is the program's; all on the screen.
draw::Rect outer(draw::Rect client, const Metrics&);    // with title bar and border
draw::Rect painted(draw::Rect client, const Metrics&);  // with the shadow
draw::Rect title_bar(draw::Rect client, const Metrics&);
draw::Rect close_box(draw::Rect client, const Metrics&);

enum class Part { none, client, title, close_box, edge };
struct Edges {
    bool left = false, top = false, right = false, bottom = false;
    bool operator==(const Edges&) const = default;
};
struct Hit {
    Part part = Part::none;
    Edges edges;  // of Part::edge: one, or two at a corner
};
// The grips lie outside the client area: the border and grip - 1 pixels around it.
Hit hit(draw::Rect client, draw::Point, const Metrics&);
Pointing pointing(const Hit&);

// Paints everything of a window but its pixels.
void paint_frame(Canvas&, const Window&, const Theme&, const Metrics&, Lettering*);

}  // namespace winserver
