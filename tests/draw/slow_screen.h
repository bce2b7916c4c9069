// A screen and its windows, one pixel at a time, written from memlayer's rules: what draw/'s rectangles are held against.
// All is 8 bits a pixel and every window has backing store; drawing is replacing.
#pragma once

#include "draw/geometry.h"

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

class SlowScreen {
  public:
    using Pixel = std::uint8_t;
    struct Window {
        draw::Rect r, place;  // its own coordinates, and the base's
        std::map<std::pair<int, int>, Pixel> kept;  // by its own coordinates: of what cannot be seen
    };

    SlowScreen(draw::Rect base, Pixel color, Pixel fill_color) : base_(base), fill_(fill_color)
    {
        each(base, [&](draw::Point p) { pixels_[key(p)] = color; });
    }

    Window* add(draw::Rect r, Pixel color)
    {
        windows_.insert(windows_.begin(), std::make_unique<Window>(Window{r, r, {}}));
        Window* w = windows_.front().get();
        // What it covers is kept by who could be seen there.
        cover(*w, r);
        each(r, [&](draw::Point p) { set(*w, p, color); });
        return w;
    }
    void remove(Window* w)
    {
        raise(w);
        draw::Rect place = w->place;
        take_out(w);
        uncover(place);
    }
    void raise(Window* w) { order(w, 0); }
    void lower(Window* w) { order(w, windows_.size() - 1); }
    void move(Window* w, draw::Point corner, draw::Point place)
    {
        raise(w);
        auto content = content_of(*w);
        draw::Rect from = w->place;
        take_out(w);
        uncover(from);
        draw::Point size = w_size(from);
        auto moved = std::make_unique<Window>(Window{{corner, corner + size}, {place, place + size}, {}});
        windows_.insert(windows_.begin(), std::move(moved));
        Window* n = windows_.front().get();
        cover(*n, n->place);
        for (auto& [at, pixel] : content)
            set(*n, draw::Point{at.first, at.second} + corner, pixel);
    }
    void paint(Window* w, draw::Rect r, Pixel color)
    {
        each(intersection(r, w->r), [&](draw::Point p) { set(*w, p, color); });
    }
    void paint_base(draw::Rect r, Pixel color)
    {
        each(intersection(r, base_), [&](draw::Point p) { pixels_[key(p)] = color; });
    }
    Pixel base_pixel(draw::Point p) const { return pixels_.at(key(p)); }
    Pixel pixel(const Window& w, draw::Point p) const
    {
        draw::Point at = p + (w.place.min - w.r.min);
        return owner(at) == &w ? pixels_.at(key(at)) : w.kept.at(key(p));
    }
    std::vector<std::unique_ptr<Window>>& windows() { return windows_; }  // the front one first

  private:
    static std::pair<int, int> key(draw::Point p) { return {p.x, p.y}; }
    static draw::Point w_size(draw::Rect r) { return r.max - r.min; }
    template <class F> static void each(draw::Rect r, F f)
    {
        for (int y = r.min.y; y < r.max.y; ++y)
            for (int x = r.min.x; x < r.max.x; ++x) f(draw::Point{x, y});
    }
    // Whose pixel of the base it is; null is nobody's, also outside.
    const Window* owner(draw::Point p) const
    {
        if (!base_.contains(p)) return nullptr;
        for (auto& w : windows_)
            if (w->place.contains(p)) return w.get();
        return nullptr;
    }
    void set(Window& w, draw::Point p, Pixel color)
    {
        draw::Point at = p + (w.place.min - w.r.min);
        if (owner(at) == &w) pixels_[key(at)] = color;
        else w.kept[key(p)] = color;
    }
    // The windows behind w keep what of them could be seen inside r until now.
    void cover(const Window& w, draw::Rect r)
    {
        each(intersection(r, base_), [&](draw::Point p) {
            for (auto& other : windows_)
                if (other.get() != &w && other->place.contains(p)) {
                    other->kept[key(p - (other->place.min - other->r.min))] = pixels_[key(p)];
                    return;
                }
        });
    }
    void uncover(draw::Rect r)
    {
        each(intersection(r, base_), [&](draw::Point p) {
            const Window* w = owner(p);
            pixels_[key(p)] = w ? w->kept.at(key(p - (w->place.min - w->r.min))) : fill_;
        });
    }
    std::map<std::pair<int, int>, Pixel> content_of(const Window& w) const
    {
        std::map<std::pair<int, int>, Pixel> all;
        each(w.r, [&](draw::Point p) { all[key(p - w.r.min)] = pixel(w, p); });
        return all;
    }
    // Everybody keeps all he has, the order changes, and everybody shows again.
    void order(Window* w, std::size_t to)
    {
        for (auto& other : windows_)
            each(other->r, [&](draw::Point p) { other->kept[key(p)] = pixel(*other, p); });
        auto moved = take_out(w);
        windows_.insert(windows_.begin() + std::ptrdiff_t(to), std::move(moved));
        each(base_, [&](draw::Point p) {
            if (const Window* seen = owner(p)) pixels_[key(p)] = seen->kept.at(key(p - (seen->place.min - seen->r.min)));
        });
    }
    std::unique_ptr<Window> take_out(Window* w)
    {
        for (auto i = windows_.begin(); i != windows_.end(); ++i)
            if (i->get() == w) {
                auto taken = std::move(*i);
                windows_.erase(i);
                return taken;
            }
        return nullptr;
    }

    draw::Rect base_;
    Pixel fill_;
    std::map<std::pair<int, int>, Pixel> pixels_;
    std::vector<std::unique_ptr<Window>> windows_;
};
