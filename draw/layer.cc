#include "draw/layer.h"

#include "draw/errors.h"

namespace draw {
namespace {

// The windows in front of one, from the front on, each taking its part of what is left.
struct Cover {
    const Image& window;
    const std::vector<Image*>& windows;
    const std::function<void(Rect, Part)>& each;

    void part(Rect r, std::size_t i) const
    {
        window.arena().did(16 + 4 * (windows.size() - i));
        for (; windows[i] != &window; ++i) {
            Rect front = windows[i]->layer()->place;
            if (r.intersects(front)) return around(r, front, i + 1);
        }
        each(r, Part::seen);
    }
    // The strips of r below, above, right and left of front may be seen; the rest is covered.
    void around(Rect r, Rect front, std::size_t next) const
    {
        if (front.max.y < r.max.y) part({{r.min.x, front.max.y}, r.max}, next), r.max.y = front.max.y;
        if (r.min.y < front.min.y) part({r.min, {r.max.x, front.min.y}}, next), r.min.y = front.min.y;
        if (front.max.x < r.max.x) part({{front.max.x, r.min.y}, r.max}, next), r.max.x = front.max.x;
        if (r.min.x < front.min.x) part({r.min, {front.min.x, r.max.y}}, next), r.min.x = front.min.x;
        each(r, Part::hidden);
    }
};

void each_part_outside(Rect r, Rect clip, const std::function<void(Rect, Part)>& each)
{
    auto hidden = [&](Rect part) {
        if (!part.empty()) each(part, Part::hidden);
    };
    if (!r.intersects(clip)) return hidden(r);
    hidden({r.min, {r.max.x, clip.min.y}}), r.min.y = std::max(r.min.y, clip.min.y);
    hidden({{r.min.x, clip.max.y}, r.max}), r.max.y = std::min(r.max.y, clip.max.y);
    hidden({r.min, {clip.min.x, r.max.y}}), r.min.x = std::max(r.min.x, clip.min.x);
    hidden({{clip.max.x, r.min.y}, r.max});
}

Draw copy(Image& dst, Rect r, const Image& src, Point sp)
{
    return {dst, dst.clip(), r, src, sp, nullptr, {}, Op::S};
}

// Of a window that is covered in part onto itself: all happens in the save area. Nothing, if there is none.
void paint_within(const Draw& d, const Clipped& c, Touched& touched)
{
    Image& save = *d.dst.layer()->save;
    Point by = delta(d.dst), mp = c.mp;
    Rect r = c.r + by, from = Rect{c.sp, c.sp + (c.r.max - c.r.min)} + by;
    if (r.intersects(from)) {
        // Where the source lies further left or up, libmemlayer moves the mask although it draws r: programs see that.
        int left = std::max(0, wrapped_difference(r.min.x, from.min.x));
        if (from.min.y < r.min.y) mp.y += std::min(0, wrapped_difference(r.min.x, from.min.x));
        mp.x += left;
        hide(d.dst, bounds(r, from), touched);
    } else {
        hide(d.dst, r, touched);
        hide(d.dst, from, touched);
    }
    touched.add(d.dst, compose({save, save.clip(), c.r, save, c.sp, d.mask, mp, d.op}));
    expose(d.dst, r, touched);
}

// src has pixels; dst is a window that is not clear.
void paint_parts(const Draw& d, const Clipped& c, Touched& touched)
{
    Layer& layer = *d.dst.layer();
    Image& base = layer.screen->base();
    Point by = delta(d.dst);
    each_part(d.dst, c.r + by, [&](Rect part, Part where) {
        if (!d.dst.arena().did(16)) return;
        Point along = part.min - (c.r.min + by);
        if (where == Part::seen)
            return paint({base, base.clip(), part, d.src, c.sp + along, d.mask, c.mp + along, d.op}, touched);
        if (!layer.save) return;
        Rect r = compose({*layer.save, layer.save->clip(), part - by, d.src, c.sp + along, d.mask, c.mp + along, d.op});
        touched.add(d.dst, r);
    });
}

// dst is clear: the base gets it all.
void paint_base(const Draw& d, const Clipped& c, Touched& touched)
{
    Image& base = d.dst.layer()->screen->base();
    Point by = delta(d.dst);
    bool within = &d.src == &d.dst;
    paint({base, base.clip(), c.r + by, within ? base : d.src, within ? c.sp + by : c.sp, d.mask, c.mp, d.op}, touched);
}

// Whether no window covers r, in the base's coordinates, as far as that is inside the base's clip.
bool is_uncovered(const Image& window, Rect r)
{
    bool all = true;
    each_part(window, intersection(r, window.layer()->screen->base().clip()), [&](Rect, Part where) { all &= where == Part::seen; });
    return all;
}

// src is a window: what stands for it is the base, or its save area once all of it is there. Without one memlayer draws
// nothing; here what only the edge of the base hides is left out, so that a program whose screen is larger than this one
// sees all there is of it.
void paint_from(const Draw& d, const Clipped& c, Touched& touched)
{
    Layer& layer = *d.src.layer();
    Point by = delta(d.src);
    Rect from = Rect{c.sp, c.sp + (c.r.max - c.r.min)} + by;
    if (layer.is_clear || (!layer.save && is_uncovered(d.src, from)))
        return paint({d.dst, d.clip, c.r, layer.screen->base(), c.sp + by, d.mask, c.mp, d.op}, touched);
    if (!layer.save) return;
    hide(const_cast<Image&>(d.src), from, touched);
    paint({d.dst, d.clip, c.r, *layer.save, c.sp, d.mask, c.mp, d.op}, touched);
}

bool is_aligned(const Image& window) { return window.depth() >= 8 || delta(window).x % (8 / window.depth()) == 0; }

Result<std::shared_ptr<Image>> scratch(Arena& arena, Rect r, Chan chan)
{
    return Image::allocate(arena, {r, r, chan, Repl::no});
}

}  // namespace

void each_part(const Image& window, Rect r, const std::function<void(Rect, Part)>& each)
{
    const Layer& layer = *window.layer();
    r = intersection(r, layer.place);
    if (r.empty()) return;
    if (layer.is_clear) return each(r, Part::seen);
    Rect clip = layer.screen->base().clip(), inside = intersection(r, clip);
    if (!inside.empty()) Cover{window, layer.screen->windows(), each}.part(inside, 0);
    if (!clip.contains(r)) each_part_outside(r, clip, each);
}

void hide(Image& window, Rect r, Touched& touched)
{
    Layer& layer = *window.layer();
    if (!layer.save) return;
    const Image& base = layer.screen->base();
    Point by = delta(window);
    Touched save;
    each_part(window, intersection(r, base.r()), [&](Rect part, Part where) {
        if (where == Part::seen) paint(copy(*layer.save, part - by, base, part.min), save);
    });
    for (auto& part : save.parts()) touched.add(part.image == layer.save.get() ? window : *part.image, part.r);
}

void expose(Image& window, Rect r, Touched& touched)
{
    Layer& layer = *window.layer();
    Image& base = layer.screen->base();
    Point by = delta(window);
    each_part(window, intersection(r, base.r()), [&](Rect part, Part where) {
        if (where == Part::hidden) return;
        if (layer.save)
            paint(copy(base, part, *layer.save, part.min - by), touched);
        else if (layer.refresh == Refresh::message)
            layer.stale = bounds(layer.stale, part - by);
    });
}

void paint(const Draw& d, Touched& touched)
{
    if (d.mask && d.mask->layer()) return;
    const Layer *dst = d.dst.layer(), *src = d.src.layer();
    if (!dst && !src) return touched.add(d.dst, compose(d));
    auto c = clipped(d);
    if (!c) return;
    if (dst && dst->is_clear) return paint_base(d, *c, touched);
    if (&d.dst == &d.src) {
        if (dst->save) paint_within(d, *c, touched);
        return;
    }
    if (src) return paint_from(d, *c, touched);
    paint_parts(d, *c, touched);
}

Result<> put(Image& image, Rect r, std::string_view rows, Touched& touched)
{
    if (r.empty()) return {};
    const Layer* layer = image.layer();
    if (!layer) {
        if (!image.r().contains(r)) return fail(errors::bad_write);
        load(image, r, rows);
        touched.add(image, r);
        return {};
    }
    Rect on_base = r + delta(image);
    if (is_aligned(image) && layer->is_clear) return put(layer->screen->base(), on_base, rows, touched);
    if (is_aligned(image) && layer->save) {
        load(*layer->save, r, rows);
        touched.add(image, r);
        expose(image, on_base, touched);
        return {};
    }
    auto arena = HeapArena::beside(image.arena());
    auto pixels = TRY(scratch(arena, r, image.chan()));
    load(*pixels, r, rows);
    paint(copy(image, r, *pixels, r.min), touched);
    return {};
}

Result<std::string> take(Image& image, Rect r, Touched& touched)
{
    std::size_t row_bytes = bytes_per_row(r, image.depth());
    Image* from = &image;
    for (const Layer* layer; (layer = from->layer()); from = &layer->screen->base()) {
        if (!is_aligned(*from) || !layer->is_clear) break;
        r = r + delta(*from);
    }
    if (r.empty()) return "";
    const Layer* layer = from->layer();
    if (!layer) {
        if (!from->r().contains(r)) return fail(errors::read_outside);
        return unload(*from, r, row_bytes);
    }
    if (is_aligned(*from) && layer->save) {
        hide(*from, r + delta(*from), touched);
        return unload(*layer->save, r, row_bytes);
    }
    auto arena = HeapArena::beside(from->arena());
    auto pixels = TRY(scratch(arena, r, from->chan()));
    paint(copy(*pixels, r, *from, r.min), touched);
    return unload(*pixels, r, row_bytes);
}

}  // namespace draw
