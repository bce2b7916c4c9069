#include "draw/names.h"

#include "draw/errors.h"

namespace draw {

Result<> Names::add(std::string_view name, const std::shared_ptr<Image>& image, int maker, std::shared_ptr<void> charge)
{
    if (find(name)) return fail(errors::name_used);
    remove_gone();  // they would otherwise pile up
    entries_[std::string(name)] = {image, {++last_version_, maker}, std::move(charge)};
    return {};
}

void Names::remove_gone()
{
    std::erase_if(entries_, [](const auto& e) { return e.second.image.expired(); });
}

Result<> Names::remove(std::string_view name, const Image& image)
{
    auto named = find(name);
    if (!named) return fail(errors::no_name);
    if (named->image.get() != &image || named->naming.maker == owner) return fail(errors::wrong_name);
    entries_.erase(entries_.find(name));
    return {};
}

void Names::remove_all(int maker)
{
    std::erase_if(entries_, [maker](const auto& e) { return e.second.naming.maker == maker; });
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
    for (const auto& [name, entry] : entries_)
        if (entry.image.lock().get() == &image) names[name] = entry.naming;
    return names;
}

std::shared_ptr<Image> Names::at(std::uint64_t offset) const
{
    for (const auto& [name, entry] : entries_)
        if (auto image = entry.image.lock(); image && !image->layer() && image->offset() == offset) return image;
    return nullptr;
}

void Names::restore(std::string_view name, Naming naming, const std::shared_ptr<Image>& image)
{
    know(naming.version);
    if (!find(name)) entries_[std::string(name)] = {image, naming};
}

}  // namespace draw
