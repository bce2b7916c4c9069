#include "winserver/compositor.h"

#include <algorithm>

namespace winserver {

Result<std::unique_ptr<Compositor>> Compositor::make(styx::Loop& loop, draw::Arena& arena, Host& host,
                                                     const Stack& stack, draw::Point size)
{
    std::unique_ptr<Compositor> c(new Compositor(loop, arena, host, stack));
    DO(c->resize(size));
    return c;
}

Result<> Compositor::resize(draw::Point size)
{
    draw::Rect r{{0, 0}, size};
    auto screen = TRY(draw::Image::allocate(arena_, {r, r, draw::Chan::x8r8g8b8, draw::Repl::no}));
    canvas_ = TRY(Canvas::on(arena_, *screen, r));
    screen_ = std::move(screen);
    damage_.clear();
    damage_all();
    return {};
}

void Compositor::damage(draw::Rect r)
{
    damage_.add(draw::intersection(r, screen_->r()));
    if (!damage_.empty()) tick();
}

void Compositor::tick()
{
    if (due_) return;
    auto since = loop_.now() - last_frame_;
    due_ = loop_.after(since < frame_time ? frame_time - since : 0, [this] { frame(); });
}

void Compositor::frame()
{
    due_.reset();
    last_frame_ = loop_.now();
    auto rects = damage_.take();
    for (auto& r : rects) paint(r);
    if (!rects.empty()) host_.show(SurfaceId::desktop, *screen_, rects);
    if (framed) framed();
}

// What lies under a window that hides all of r need not be painted. Corners and shadow hide nothing.
std::size_t Compositor::lowest_seen(draw::Rect r) const
{
    auto windows = stack_.windows();
    for (std::size_t i = windows.size(); i-- > 0;) {
        auto& w = *windows[i];
        if (!w.is_visible) continue;
        auto frame = outer(w.place, metrics);
        frame.min.y += metrics.radius;
        if (frame.contains(r)) return i;
    }
    return windows.size();
}

void Compositor::paint(draw::Rect r)
{
    auto canvas = canvas_->within(r);
    auto windows = stack_.windows();
    auto i = lowest_seen(r);
    if (i == windows.size()) {
        paint_background(canvas);
        i = 0;
    }
    for (; i < windows.size(); ++i)
        if (windows[i]->is_visible && painted(windows[i]->place, metrics).intersects(r))
            paint_window(canvas, *windows[i]);
}

void Compositor::paint_background(Canvas& canvas)
{
    canvas.gradient(screen_->r(), theme.background_top, theme.background_bottom);
    if (hint.empty() || !lettering || stack_.top_visible()) return;
    auto& letters = lettering->letters(hint, metrics.hint_size, "regular");
    draw::Point at{(size().x - letters.width) / 2, (size().y - letters.height) / 2};
    canvas.text(letters, at, size().x, theme.hint);
}

void Compositor::paint_window(Canvas& canvas, const Window& w)
{
    if (!w.place.contains(canvas.clip())) paint_frame(canvas, w, theme, metrics, lettering);
    auto& front = w.picture->front();
    draw::Rect shown = draw::intersection(w.place, front.r() + w.place.min);
    canvas.copy(shown, front, {0, 0});
    // While the program has not drawn in the new size yet, the old picture stands in paper.
    canvas.fill({{shown.max.x, w.place.min.y}, {w.place.max.x, shown.max.y}}, theme.paper);
    canvas.fill({{w.place.min.x, shown.max.y}, w.place.max}, theme.paper);
}

}  // namespace winserver
