#include "winserver/pointer.h"

#include "winserver/desktop.h"

namespace winserver {
namespace {

constexpr int wheel = 8 | 16;

}  // namespace

void Pointer::event(draw::Point p, int buttons, std::uint32_t msec)
{
    bool is_press = (buttons & ~buttons_ & ~wheel) != 0;
    at_ = p;
    buttons_ = buttons;
    auto here = under(p);
    // The wheel turns what it is over, and takes hold of nothing.
    if (grab_ == Grab::none && is_press) press(here);
    auto held = grabbed_.lock();
    if (grab_ == Grab::client && held)
        deliver(*held, msec);
    else if (grab_ == Grab::none && here.hit.part == Part::client)
        deliver(*here.window, msec);
    else if (held)
        drag();
    if (buttons == 0 && grab_ != Grab::none) {
        release(here);
        here = under(p);
    }
    look(here);
}

void Pointer::forget(const Window& w)
{
    if (grabbed_.lock().get() == &w) grabbed_.reset(), grab_ = Grab::nothing;
    if (buttons_ == 0) grab_ = Grab::none;
}

Pointer::Under Pointer::under(draw::Point p) const
{
    auto windows = desktop_.stack().windows();
    for (std::size_t i = windows.size(); i-- > 0;) {
        auto& w = *windows[i];
        if (!w.is_visible) continue;
        auto h = hit(w.place, p, desktop_.metrics());
        if (h.part != Part::none) return {&w, h};
    }
    return {};
}

void Pointer::press(const Under& here)
{
    grab_ = Grab::nothing;
    grabbed_.reset();
    if (!here.window) return;
    auto& w = *here.window;
    grabbed_ = desktop_.stack().find(w.id);
    edges_ = here.hit.edges;
    pressed_at_ = at_;
    pressed_place_ = w.place;
    switch (here.hit.part) {
    case Part::client: grab_ = Grab::client; break;
    case Part::title: grab_ = Grab::title; break;
    case Part::close_box: grab_ = Grab::close_box; break;
    case Part::edge: grab_ = Grab::edge; break;
    case Part::none: break;
    }
    desktop_.raise(w);
    desktop_.focus(&w);
}

// The opposite edges stay; the window stays at least as large as it may be.
draw::Rect Pointer::resized() const
{
    auto r = pressed_place_;
    auto by = at_ - pressed_at_;
    int least = Desktop::least_side;
    if (edges_.left) r.min.x = std::min(r.min.x + by.x, r.max.x - least);
    if (edges_.right) r.max.x = std::max(r.max.x + by.x, r.min.x + least);
    if (edges_.top) r.min.y = std::min(std::max(r.min.y + by.y, desktop_.metrics().title), r.max.y - least);
    if (edges_.bottom) r.max.y = std::max(r.max.y + by.y, r.min.y + least);
    return r;
}

void Pointer::drag()
{
    auto w = grabbed_.lock();
    if (grab_ == Grab::title) (void)desktop_.place(*w, pressed_place_ + (at_ - pressed_at_));
    if (grab_ == Grab::edge) (void)desktop_.place(*w, resized());
}

void Pointer::release(const Under& here)
{
    auto w = grabbed_.lock();
    bool is_close = grab_ == Grab::close_box && w && here.window == w.get() && here.hit.part == Part::close_box;
    grab_ = Grab::none;
    grabbed_.reset();
    if (is_close) desktop_.close(*w);
}

void Pointer::deliver(Window& w, std::uint32_t msec)
{
    w.last_input = desktop_.now();
    w.pointer({at_ - w.place.min, buttons_, msec});
}

void Pointer::refresh() { look(under(at_)); }

void Pointer::look(const Under& here)
{
    auto held = grabbed_.lock();
    bool over_close = here.hit.part == Part::close_box &&
                      (grab_ == Grab::none || (grab_ == Grab::close_box && held.get() == here.window));
    auto before = hovered_.lock();
    auto now = over_close ? desktop_.stack().find(here.window->id) : nullptr;
    if (before && before != now) desktop_.set_close_box(*before, CloseBox::plain);
    if (now) desktop_.set_close_box(*now, grab_ == Grab::close_box ? CloseBox::pressed : CloseBox::hover);
    hovered_ = now;

    Cursor cursor{grab_ == Grab::title ? Pointing::move : pointing(here.hit), {}};
    if (grab_ == Grab::edge) cursor.pointing = pointing({Part::edge, edges_});
    if (grab_ == Grab::client && held)
        cursor = held->cursor;
    else if (grab_ == Grab::none && here.hit.part == Part::client)
        cursor = here.window->cursor;
    if (cursor == cursor_) return;
    cursor_ = cursor;
    desktop_.host().set_cursor(SurfaceId::desktop, cursor);
}

}  // namespace winserver
