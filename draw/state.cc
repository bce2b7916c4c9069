#include "draw/state.h"

#include "draw/errors.h"

#include <cstdio>

namespace draw {

Result<Entry*> State::find(std::uint32_t id)
{
    auto i = images.find(id);
    if (i == images.end()) return fail(errors::no_image);
    Entry& entry = i->second;
    if (entry.origin == Origin::attached && !names->is_current(entry.name, entry.version))
        return fail(errors::no_image);
    return &entry;
}

Result<Image*> State::find_image(std::uint32_t id) { return TRY(find(id))->image.get(); }

Result<std::shared_ptr<Image>> State::allocate(const Shape& shape)
{
    auto bytes = Image::size_of(shape);
    if (!bytes || *bytes > options.quota.bytes - bytes_used) return fail(errors::no_memory);
    return Image::allocate(arena, shape);
}

Result<> State::add(std::uint32_t id, Entry entry)
{
    if (images.contains(id)) return fail(errors::image_exists);
    std::uint64_t bytes = entry.image->bytes();
    if (images.size() >= options.quota.images || bytes > options.quota.bytes - bytes_used)
        return fail(errors::no_memory);
    bytes_used += bytes;
    images.emplace(id, std::move(entry));
    return {};
}

Result<> State::remove(std::uint32_t id)
{
    auto i = images.find(id);
    if (i == images.end()) return fail(errors::no_image);
    bytes_used -= i->second.image->bytes();
    glyphs_used -= std::uint32_t(i->second.font.glyphs.size());
    images.erase(i);
    return {};
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
