#include "draw/screen.h"

#include "draw/errors.h"
#include "draw/layer.h"

#include <algorithm>

namespace draw {
namespace {

constexpr int farthest = 1 << 30;

Rect overlap(const Image& a, const Image& b) { return intersection(a.layer()->place, b.layer()->place); }

void paint_whole(Image& window, const Image& src, Touched& touched)
{
    paint({window, window.clip(), window.r(), src, window.r().min, nullptr, {}, Op::S}, touched);
}

void paint_color(Image& window, Color color, Touched& touched)
{
    constexpr Rect everywhere{{-farthest, -farthest}, {farthest, farthest}};
    HeapArena arena;
    auto ink = Image::allocate(arena, {{{0, 0}, {1, 1}}, everywhere, window.chan(), Repl::yes});
    if (!ink) return;
    fill(**ink, color);
    paint_whole(window, **ink, touched);
}

}  // namespace

int Screen::depth_below(const Source& source)
{
    return source.image->layer() ? source.image->layer()->screen->nested() : 0;
}

int Screen::keeper() const
{
    std::set<int> users(joined_.begin(), joined_.end());
    for (const Image* window : windows_) users.insert(window->layer()->maker);
    return users.contains(maker_) || users.empty() ? maker_ : *users.begin();
}

std::size_t Screen::index(const Image& window) const
{
    return std::size_t(std::find(windows_.begin(), windows_.end(), &window) - windows_.begin());
}

Result<std::shared_ptr<Image>> Screen::add(Rect r, int maker, std::shared_ptr<Image> save, Refresh refresh,
                                           Color color, Touched& touched)
{
    if (windows_.size() >= most_windows) return fail(errors::no_memory);
    auto layer = std::make_unique<Layer>();
    layer->screen = shared_from_this();
    layer->maker = maker;
    layer->place = r;
    layer->save = std::move(save);
    layer->refresh = Refresh::none;  // what comes to light of it now is painted below
    auto window = TRY(Image::window(r, std::move(layer)));
    if (window->layer()->save) draw::fill(*window->layer()->save, color);
    windows_.push_back(window.get());
    raise(*window, nullptr, color == no_fill ? Expose::no : Expose::yes, touched);
    see_clear();
    window->layer()->refresh = refresh;
    if (color != no_fill) paint_color(*window, color, touched);
    return window;
}

void Screen::remove(Image& window, Touched& touched)
{
    Layer& layer = *window.layer();
    // Without them nothing is copied on its way to the rear.
    layer.save = nullptr;
    layer.refresh = Refresh::none;
    Image* list[] = {&window};
    to_rear(list, touched);
    window.set_clip(window.r());
    paint_whole(window, fill(), touched);
    forget(window);
}

void Screen::forget(const Image& window) { std::erase(windows_, &window); }

// Brings a window forward until it is just behind `front`, or in front of all.
void Screen::raise(Image& window, const Image* front, Expose exposes, Touched& touched)
{
    for (std::size_t i = index(window); i > 0 && windows_[i - 1] != front; --i) {
        Image& other = *windows_[i - 1];
        Rect both = overlap(window, other);
        if (!both.empty()) {
            hide(other, both, touched);
            other.layer()->is_clear = false;
        }
        std::swap(windows_[i - 1], windows_[i]);
        if (!both.empty() && exposes == Expose::yes) expose(window, both, touched);
    }
}

void Screen::lower(Image& window, const Image* rear, Touched& touched)
{
    for (std::size_t i = index(window); i + 1 < windows_.size() && windows_[i + 1] != rear; ++i) {
        Image& other = *windows_[i + 1];
        Rect both = overlap(window, other);
        if (!both.empty()) {
            hide(window, both, touched);
            window.layer()->is_clear = false;
        }
        std::swap(windows_[i], windows_[i + 1]);
        if (!both.empty()) expose(other, both, touched);
    }
}

void Screen::see_clear()
{
    clip_seen_ = base().clip();
    for (std::size_t i = 0; i < windows_.size(); ++i) {
        Rect place = windows_[i]->layer()->place;
        bool covered = std::any_of(windows_.begin(), windows_.begin() + std::ptrdiff_t(i),
                                   [&](Image* front) { return front->layer()->place.intersects(place); });
        windows_[i]->layer()->is_clear = clip_seen_.contains(place) && !covered;
    }
}

void Screen::to_front(std::span<Image* const> list, Touched& touched)
{
    const Image* front = nullptr;
    for (Image* window : list) {
        if (!base().arena().did(16 * windows_.size())) break;
        raise(*window, front, Expose::yes, touched);
        front = window;
    }
    see_clear();
}

void Screen::to_rear(std::span<Image* const> list, Touched& touched)
{
    const Image* rear = nullptr;
    for (Image* window : list) {
        if (!base().arena().did(16 * windows_.size())) break;
        lower(*window, rear, touched);
        rear = window;
    }
    see_clear();
}

Result<> Screen::move(Image& window, Point corner, Point place, Touched& touched)
{
    Layer& layer = *window.layer();
    Point size = window.r().max - window.r().min;
    Rect r{corner, corner + size}, to{place, place + size};
    if (!Image::is_placed(r) || !Image::is_placed(to)) return fail(errors::bad_origin);
    if (corner == window.r().min && place == layer.place.min) return {};
    std::shared_ptr<Image> save;
    if (layer.save && corner != window.r().min) {
        auto made = Image::allocate(window.arena(), {r, r, window.chan(), Repl::no});
        if (!made) return fail(errors::bad_origin);
        save = *made;
    }
    Image* list[] = {&window};
    to_front(list, touched);
    if (save) {
        if (!layer.is_clear) compose({*save, r, r, *layer.save, layer.save->r().min, nullptr, {}, Op::S});
        layer.save = save;
    }
    window.move_to(corner);
    if (place != layer.place.min) displace(window, to, touched);
    return {};
}

// The front window goes elsewhere. One that draws nothing holds its old place meanwhile, so that what was behind it comes
// to light when that is removed.
void Screen::displace(Image& window, Rect to, Touched& touched)
{
    Layer& layer = *window.layer();
    Rect from = layer.place;
    bool was_clear = layer.is_clear;
    auto shadow_layer = std::make_unique<Layer>();
    shadow_layer->screen = shared_from_this();
    shadow_layer->place = from;
    shadow_layer->refresh = Refresh::none;
    auto shadow = *Image::window(from, std::move(shadow_layer));
    hide(window, from, touched);  // as if the shadow had come in front of it first
    windows_.insert(windows_.begin() + 1, shadow.get());
    for (std::size_t i = 2; i < windows_.size(); ++i) {
        Rect both = intersection(to, windows_[i]->layer()->place);
        if (both.empty()) continue;
        hide(*windows_[i], both, touched);
        windows_[i]->layer()->is_clear = false;
    }
    layer.place = to;
    layer.is_clear = base().clip().contains(to);
    if (was_clear)
        paint({base(), base().clip(), to, base(), from.min, nullptr, {}, Op::S}, touched);
    else
        expose(window, to, touched);
    remove(*shadow, touched);
}

void Screen::restore(Image& window)
{
    auto is_before = [](Image* a, Image* b) { return a->layer()->rank < b->layer()->rank; };
    windows_.insert(std::upper_bound(windows_.begin(), windows_.end(), &window, is_before), &window);
}

}  // namespace draw
