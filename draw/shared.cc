#include "draw/shared.h"

namespace draw {

std::shared_ptr<Screen> Screens::find(std::uint32_t id) const
{
    auto i = screens_.find(id);
    return i == screens_.end() ? nullptr : i->second.lock();
}

void Screens::add(const std::shared_ptr<Screen>& screen)
{
    // Screens that are gone would otherwise pile up.
    std::erase_if(screens_, [](const auto& s) { return s.second.expired(); });
    screens_[screen->id()] = screen;
}

std::shared_ptr<Image> Restored::find(std::uint64_t offset) const
{
    auto i = images_.find(offset);
    return i == images_.end() ? nullptr : i->second.lock();
}

void Restored::add(const std::shared_ptr<Image>& image)
{
    std::erase_if(images_, [](const auto& i) { return i.second.expired(); });
    images_[image->offset()] = image;
}

}  // namespace draw
