#include "runtime/snapshot.h"

#include <algorithm>

namespace runtime {

void Snapshot::add(std::uint8_t id, Region& region, std::size_t size, Extent extent)
{
    image::RegionPages pages{id, size, {}};
    auto dirty = region.take_dirty();
    auto most = std::uint32_t(size / page_bytes);
    if (extent == Extent::all) dirty = {{0, most}};
    for (auto span : dirty) {
        if (span.first >= most) continue;
        span.count = std::min(span.count, most - span.first);
        copies_.emplace_back(reinterpret_cast<char*>(region.data()) + std::size_t(span.first) * page_bytes, span.count * page_bytes);
        pages.runs.push_back({span.first, copies_.back()});
    }
    record.regions.push_back(std::move(pages));
}

void load_pages(const image::Region& from, Region& to)
{
    for (auto& [page, bytes] : from.pages)
        if (std::size_t(page) * page_bytes < to.size()) to.load(page, {bytes->data(), bytes->size()});
}

}  // namespace runtime
