#include "draw/names.h"

#include "draw/errors.h"

namespace draw {

void Names::put(std::string_view name, Entry entry)
{
    auto image = entry.image.lock();
    entry.key = image.get();
    entry.offset = image->offset();
    if (auto old = entries_.find(name); old != entries_.end()) drop(old);
    auto i = entries_.emplace(name, std::move(entry)).first;
    by_image_.emplace(i->second.key, i->first);
    by_offset_.emplace(i->second.offset, i->first);
}

Names::Entries::iterator Names::drop(Entries::iterator i)
{
    by_image_.erase({i->second.key, i->first});
    by_offset_.erase({i->second.offset, i->first});
    return entries_.erase(i);
}

Result<> Names::add(std::string_view name, const std::shared_ptr<Image>& image, int maker, std::shared_ptr<void> charge)
{
    if (find(name)) return fail(errors::name_used);
    if (sweeps_.is_due(entries_.size())) remove_gone();  // they would otherwise pile up
    put(name, {image, {++last_version_, maker}, std::move(charge)});
    return {};
}

void Names::remove_gone()
{
    for (auto i = entries_.begin(); i != entries_.end();) i = i->second.image.expired() ? drop(i) : std::next(i);
    sweeps_.done(entries_.size());
}

Result<> Names::remove(std::string_view name, const Image& image)
{
    auto named = find(name);
    if (!named) return fail(errors::no_name);
    if (named->image.get() != &image || named->naming.maker == owner) return fail(errors::wrong_name);
    drop(entries_.find(name));
    return {};
}

void Names::remove_all(int maker)
{
    for (auto i = entries_.begin(); i != entries_.end();) i = i->second.naming.maker == maker ? drop(i) : std::next(i);
}

std::optional<Names::Named> Names::find(std::string_view name) const
{
    auto i = entries_.find(name);
    if (i == entries_.end()) return {};
    auto image = i->second.image.lock();
    if (!image) return {};
    return Named{image, i->second.naming};
}

bool Names::is_current(std::string_view name, std::uint32_t version) const
{
    auto named = find(name);
    return named && named->naming.version == version;
}

std::map<std::string, Names::Naming> Names::of(const Image& image) const
{
    std::map<std::string, Naming> names;
    for (auto i = by_image_.lower_bound({&image, {}}); i != by_image_.end() && i->first == &image; ++i)
        if (auto named = find(i->second); named && named->image.get() == &image) names.emplace(i->second, named->naming);
    return names;
}

std::shared_ptr<Image> Names::at(std::uint64_t offset) const
{
    for (auto i = by_offset_.lower_bound({offset, {}}); i != by_offset_.end() && i->first == offset; ++i)
        if (auto named = find(i->second); named && !named->image->layer() && named->image->offset() == offset)
            return named->image;
    return nullptr;
}

void Names::restore(std::string_view name, Naming naming, const std::shared_ptr<Image>& image)
{
    know(naming.version);
    if (!find(name)) put(name, {image, naming, {}});
}

}  // namespace draw
