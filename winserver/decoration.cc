#include "winserver/decoration.h"

#include <cmath>

namespace winserver {

Metrics::Metrics(const Theme& theme, double scale)
{
    auto pixels = [&](int points) { return int(std::lround(points * scale)); };
    border = std::max(1, pixels(1));
    title = pixels(theme.title_height);
    grip = pixels(theme.grip);
    radius = pixels(theme.radius);
    shadow = pixels(6);
    label_size = pixels(theme.label_size);
    hint_size = pixels(theme.hint_size);
}

draw::Rect outer(draw::Rect client, const Metrics& m)
{
    auto r = client.inset(-m.border);
    r.min.y -= m.title;
    return r;
}

draw::Rect painted(draw::Rect client, const Metrics& m) { return outer(client, m).inset(-m.shadow); }

draw::Rect title_bar(draw::Rect client, const Metrics& m)
{
    return {{client.min.x, client.min.y - m.title}, {client.max.x, client.min.y}};
}

draw::Rect close_box(draw::Rect client, const Metrics& m)
{
    auto bar = title_bar(client, m);
    int side = m.title * 2 / 3, gap = (m.title - side) / 2;
    return {{bar.max.x - gap - side, bar.min.y + gap}, {bar.max.x - gap, bar.min.y + gap + side}};
}

namespace {

// A corner is found twice as easily along the edges as across them.
Edges edges_at(draw::Rect frame, draw::Point p, const Metrics& m)
{
    int corner = 2 * m.grip;
    Edges on{p.x < frame.min.x + m.border, p.y < frame.min.y + m.border, p.x >= frame.max.x - m.border,
             p.y >= frame.max.y - m.border};
    bool is_side = on.left || on.right, is_end = on.top || on.bottom;
    if (is_side && !is_end) on.top = p.y < frame.min.y + corner, on.bottom = !on.top && p.y >= frame.max.y - corner;
    if (is_end && !is_side) on.left = p.x < frame.min.x + corner, on.right = !on.left && p.x >= frame.max.x - corner;
    return on;
}

}  // namespace

Hit hit(draw::Rect client, draw::Point p, const Metrics& m)
{
    auto frame = outer(client, m);
    if (!frame.inset(m.border - m.grip).contains(p)) return {};
    if (client.contains(p)) return {Part::client, {}};
    if (!frame.inset(m.border).contains(p)) return {Part::edge, edges_at(frame, p, m)};
    return {close_box(client, m).contains(p) ? Part::close_box : Part::title, {}};
}

Pointing pointing(const Hit& h)
{
    if (h.part != Part::edge) return Pointing::arrow;
    bool is_side = h.edges.left || h.edges.right, is_end = h.edges.top || h.edges.bottom;
    if (is_side && is_end) return h.edges.left == h.edges.top ? Pointing::diagonal_down : Pointing::diagonal_up;
    return is_side ? Pointing::width : Pointing::height;
}

namespace {

// Only around the frame, which hides the rest: blending is what costs.
void paint_shadow(Canvas& canvas, draw::Rect frame, const Theme& theme, const Metrics& m, bool is_current)
{
    auto all = frame.inset(-m.shadow);
    int top = frame.min.y + m.radius;
    const draw::Rect around[] = {{all.min, {all.max.x, top}},
                                 {{all.min.x, top}, {frame.min.x, frame.max.y}},
                                 {{frame.max.x, top}, {all.max.x, frame.max.y}},
                                 {{all.min.x, frame.max.y}, all.max}};
    auto color = is_current ? theme.shadow_current : theme.shadow;
    draw::Point down{0, m.shadow / 3};
    for (auto& part : around) {
        auto strip = canvas.within(part);
        if (strip.clip().empty()) continue;
        for (int step : {m.shadow * 2 / 3, m.shadow / 3, 0})
            strip.rounded(frame.inset(-step) + down, m.radius + step, Corners::all, color);
    }
}

void paint_close_box(Canvas& canvas, const Window& w, const Theme& theme, const Metrics& m, Lettering* lettering)
{
    auto box = close_box(w.place, m);
    if (w.close_box == CloseBox::pressed) canvas.rounded(box, m.radius, Corners::all, theme.close_pressed);
    if (w.close_box == CloseBox::hover) canvas.rounded(box, m.radius, Corners::all, theme.close_hover);
    if (!lettering) return;
    auto& cross = lettering->letters("×", m.label_size * 9 / 7, "regular");
    auto color = w.close_box == CloseBox::pressed ? theme.close_mark_pressed
                 : w.is_current                   ? theme.label_current
                                                  : theme.label;
    draw::Point at{box.min.x + (box.dx() - cross.width) / 2, box.min.y + (box.dy() - cross.height) / 2};
    canvas.text(cross, at, box.dx(), color);
}

void paint_label(Canvas& canvas, const Window& w, const Theme& theme, const Metrics& m, Lettering& lettering)
{
    auto bar = title_bar(w.place, m);
    int left = m.title / 2, room = close_box(w.place, m).min.x - bar.min.x - 2 * left;
    if (room <= 0) return;
    std::string style = w.is_current ? "bold" : "regular";
    auto& letters = lettering.letters(lettering.fitting(w.label, m.label_size, style, room), m.label_size, style);
    draw::Point at{bar.min.x + left, bar.min.y + (bar.dy() - letters.height) / 2};
    canvas.text(letters, at, room + left, w.is_current ? theme.label_current : theme.label);
}

}  // namespace

void paint_frame(Canvas& canvas, const Window& w, const Theme& theme, const Metrics& m, Lettering* lettering)
{
    auto frame = outer(w.place, m);
    paint_shadow(canvas, frame, theme, m, w.is_current);
    canvas.rounded(frame, m.radius, Corners::top, w.is_current ? theme.border_current : theme.border);
    auto bar = title_bar(w.place, m);
    canvas.rounded(bar, m.radius - m.border, Corners::top, w.is_current ? theme.title_current : theme.title);
    auto rule = bar;
    rule.min.y = rule.max.y - (w.is_current ? 2 * m.border : m.border);
    canvas.fill(rule, w.is_current ? theme.accent : theme.rule);
    auto in_bar = canvas.within(bar);
    if (lettering) paint_label(in_bar, w, theme, m, *lettering);
    paint_close_box(in_bar, w, theme, m, lettering);
}

}  // namespace winserver
