#include "draw/state.h"

#include "draw/errors.h"

#include <algorithm>
#include <cstdio>

namespace draw {

void State::begin(bool is_alone)
{
    under_way.is_alone = is_alone;
    under_way.is_blocked = false;
    under_way.waited_for = 0;
    under_way.grounds.clear();
    shared->under_way.push_back(&under_way);
}

void State::end()
{
    std::erase(shared->under_way, &under_way);
    under_way.screen = nullptr;
}

bool State::may_use(const Image& image)
{
    if (const Layer* layer = image.layer()) return may_use(*layer->screen);
    under_way.grounds.push_back(&image);
    for (UnderWay* other : shared->under_way) {
        bool is_apart = other == &under_way || !(other->is_alone || under_way.is_alone);
        if (is_apart || std::ranges::find(other->grounds, &image) == other->grounds.end()) continue;
        ++other->waited_for;
        under_way.is_blocked = true;
    }
    return !under_way.is_blocked;
}

bool State::may_use(const Screen& screen) { return may_use(screen.base()) && may_use(screen.fill()); }

bool State::is_current(const Image& image, const std::string& name, std::uint32_t version) const
{
    if (!name.empty() && !shared->names.is_current(name, version)) return false;
    return !image.layer() || is_current(*image.layer()->screen);
}

bool State::is_current(const Screen& screen) const
{
    auto is_good = [this](const Screen::Source& s) { return is_current(*s.image, s.name, s.version); };
    return is_good(screen.base_source()) && is_good(screen.fill_source());
}

Result<Entry*> State::find(std::uint32_t id)
{
    auto i = images.find(id);
    if (i == images.end()) return fail(errors::no_image);
    Entry& entry = i->second;
    const Layer* layer = entry.image->layer();
    if (layer && layer->screen.get() == under_way.screen && entry.name.empty()) return &entry;
    if (!is_current(*entry.image, entry.name, entry.version)) return fail(errors::no_image);
    if (!may_use(*entry.image)) return fail(errors::waits);
    under_way.screen = layer ? layer->screen.get() : nullptr;
    return &entry;
}

Result<Image*> State::find_image(std::uint32_t id) { return TRY(find(id))->image.get(); }

Result<std::shared_ptr<Screen>> State::find_screen(std::uint32_t id)
{
    auto i = screens.find(id);
    if (i == screens.end()) return fail(errors::no_screen);
    if (!may_use(*i->second)) return fail(errors::waits);
    return i->second;
}

Result<std::shared_ptr<void>> State::charge(Used more)
{
    const Quota& q = options.quota;
    bool fits = more.bytes <= q.bytes - std::min(q.bytes, used->bytes) && used->images + more.images <= q.images &&
                used->screens + more.screens <= q.screens && used->names + more.names <= q.names;
    if (!fits) return fail(errors::no_memory);
    used->bytes += more.bytes, used->images += more.images, used->screens += more.screens, used->names += more.names;
    auto give_back = [sum = used, more](void*) {
        sum->bytes -= more.bytes, sum->images -= more.images, sum->screens -= more.screens, sum->names -= more.names;
    };
    return std::shared_ptr<void>(used.get(), give_back);
}

Result<std::shared_ptr<Image>> State::allocate(const Shape& shape)
{
    auto bytes = Image::size_of(shape);
    if (!bytes) return fail(errors::no_memory);
    auto token = TRY(charge({.bytes = *bytes, .images = 1}));
    auto image = TRY(Image::allocate(arena, shape));
    image->charge(std::move(token));
    return image;
}

Result<> State::add(std::uint32_t id, Entry entry)
{
    if (images.contains(id)) return fail(errors::image_exists);
    if (images.size() >= options.quota.images) return fail(errors::no_memory);
    images.emplace(id, std::move(entry));
    return {};
}

Result<> State::remove(std::uint32_t id, Watcher& watcher)
{
    auto i = images.find(id);
    if (i == images.end()) return fail(errors::no_image);
    if (!may_use(*i->second.image)) return fail(errors::waits);
    glyphs_used -= std::uint32_t(i->second.font.glyphs.size());
    auto image = std::move(i->second.image);
    images.erase(i);
    auto bytes = image->bytes();
    release(std::move(image), watcher);
    arena.did(bytes / 64);  // the system takes large ones back
    return {};
}

bool State::remove_all(Watcher& watcher)
{
    while (!screens.empty())
        if (!remove_screen(screens.begin()->first, watcher)) return false;
    while (!images.empty())
        if (!remove(images.begin()->first, watcher)) return false;
    return true;
}

void State::add(std::shared_ptr<Screen> screen)
{
    screen->join(options.number);
    std::uint32_t id = screen->id();
    screens.emplace(id, std::move(screen));
}

Result<> State::remove_screen(std::uint32_t id, Watcher& watcher)
{
    auto i = screens.find(id);
    if (i == screens.end()) return fail(errors::no_screen);
    if (!may_use(*i->second)) return fail(errors::waits);
    auto screen = std::move(i->second);
    screens.erase(i);
    screen->leave(options.number);
    release(std::move(screen), watcher);
    return {};
}

void State::release(std::shared_ptr<Screen> screen, Watcher& watcher)
{
    if (screen.use_count() > 1) return;
    auto base = screen->base_source().image, fill = screen->fill_source().image;
    screen.reset();
    release(std::move(base), watcher);
    release(std::move(fill), watcher);
}

void State::release(std::shared_ptr<Image> image, Watcher& watcher)
{
    if (image.use_count() > 1 || !image->layer()) return;
    auto screen = image->layer()->screen;
    if (is_current(*image, {}, 0)) {
        Touched touched;
        screen->remove(*image, touched);
        for (auto& part : touched.parts()) watcher.damage(*part.image, part.r);
    }
    image.reset();
    release(std::move(screen), watcher);
}

Result<> State::set_font(Entry& entry, Font font)
{
    auto others = glyphs_used - std::uint32_t(entry.font.glyphs.size());
    if (font.glyphs.size() > options.quota.glyphs - others) return fail(errors::no_memory);
    glyphs_used = others + std::uint32_t(font.glyphs.size());
    entry.font = std::move(font);
    return {};
}

Result<std::string> State::info() const
{
    auto i = images.find(info_id);
    const Image* image = info_id == 0 && screen ? screen.get() : i != images.end() ? i->second.image.get() : nullptr;
    if (!image) return fail(errors::no_image);
    const Rect &r = image->r(), &c = image->clip();
    char text[160];
    int n = std::snprintf(text, sizeof text, "%11d %11d %11s %11d %11d %11d %11d %11d %11d %11d %11d %11d ",
                          options.number, int(info_id), print(image->chan()).c_str(), image->repl() == Repl::yes,
                          r.min.x, r.min.y, r.max.x, r.max.y, c.min.x, c.min.y, c.max.x, c.max.y);
    return std::string(text, std::size_t(n));
}

}  // namespace draw
