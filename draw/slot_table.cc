#include "draw/slot_table.h"

#include <algorithm>

namespace draw::client {

std::optional<std::uint16_t> SlotTable::find(GlyphKey key)
{
    auto at = index_.find(key);
    if (at == index_.end()) return {};
    slots_[at->second].used = ++clock_;
    return at->second;
}

std::uint16_t SlotTable::take(GlyphKey key, int capacity)
{
    auto slot = std::uint16_t(slots_.size());
    if (size() < capacity) {
        slots_.emplace_back();
    } else {
        auto oldest = std::ranges::min_element(slots_, {}, &Slot::used);
        slot = std::uint16_t(oldest - slots_.begin());
        index_.erase(oldest->key);
    }
    slots_[slot] = {key, ++clock_};
    index_[key] = slot;
    return slot;
}

}  // namespace draw::client
