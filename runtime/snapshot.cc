#include "runtime/snapshot.h"

#include <algorithm>
#include <cstring>

namespace runtime {

namespace {

// What is kept from one to the next: the system gives memory anew at 0.5 to 2 ms a megabyte (measured), and the program
// stands still for it.
constexpr std::size_t most_kept = 8 << 20;  // bytes

std::vector<PageSpan> spans(Region& region, std::size_t size, Extent extent)
{
    auto written = region.take_dirty();
    auto most = std::uint32_t(size / page_bytes);
    if (extent == Extent::all) return {{0, most}};
    std::erase_if(written, [&](auto& span) { return span.first >= most; });
    for (auto& span : written) span.count = std::min(span.count, most - span.first);
    return written;
}

std::size_t bytes_of(const std::vector<PageSpan>& all)
{
    std::size_t pages = 0;
    for (auto& span : all) pages += span.count;
    return pages * page_bytes;
}

}  // namespace

void Snapshot::add(std::uint8_t id, Region& region, std::size_t size, Extent extent)
{
    auto from = spans(region, size, extent);
    auto& copy = copies_[id];
    if (auto bytes = bytes_of(from); bytes > copy.room) copy = {std::make_unique_for_overwrite<char[]>(bytes), bytes};
    image::RegionPages pages{id, size, {}};
    auto* to = copy.bytes.get();
    for (auto span : from) {
        auto bytes = span.count * page_bytes;
        std::memcpy(to, region.data() + span.first * page_bytes, bytes);
        pages.runs.push_back({span.first, {to, bytes}});
        to += bytes;
    }
    record.regions.push_back(std::move(pages));
}

void Snapshot::clear()
{
    record = {};
    std::erase_if(copies_, [](auto& c) { return c.second.room > most_kept; });
}

void load_pages(const image::Region& from, Region& to)
{
    for (auto& [page, bytes] : from.pages)
        if (std::size_t(page) * page_bytes < to.size()) to.load(page, {bytes->data(), bytes->size()});
}

}  // namespace runtime
