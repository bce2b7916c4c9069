#include "runtime/image/image.h"

#include "runtime/image/payload.h"

#include <cassert>
#include <cstring>

namespace runtime::image {
namespace {

void forget_pages(Region& region, std::uint64_t first, std::uint64_t end)
{
    auto at = [&](std::uint64_t n) {
        return n >= most_pages ? region.pages.end() : region.pages.lower_bound(std::uint32_t(n));
    };
    region.pages.erase(at(first), at(end));
}

Result<> read_pages(Region& region, const IndexRun& run, PayloadReader& payload)
{
    auto hint = region.pages.lower_bound(run.first);
    for (std::uint64_t n = run.first; n < run.first + run.count; ++n) {
        hint = region.pages.try_emplace(hint, std::uint32_t(n));
        auto& page = hint->second;
        if (!page) page = std::make_unique_for_overwrite<Page>();
        DO(payload.read(*page));
        ++hint;
    }
    return {};
}

Result<> apply_region(Region& region, const IndexRegion& said, PayloadReader& payload)
{
    region.size = said.size;
    forget_pages(region, said.size / page_size, most_pages);
    for (auto& run : said.runs) {
        if (run.is_zero)
            forget_pages(region, run.first, run.first + run.count);
        else
            DO(read_pages(region, run, payload));
    }
    return {};
}

void add_run(std::vector<PageRun>& runs, std::uint32_t first, const Page& page)
{
    runs.push_back({first, {page.data(), page.size()}});
}

}  // namespace

Result<> apply(Image& image, const Header& header, std::string_view record)
{
    PayloadReader payload(header, record);
    auto index = TRY(read_index(header, payload));
    if (header.kind == Kind::base) image.regions.clear();
    for (auto& said : index.regions) DO(apply_region(image.regions[said.id], said, payload));
    DO(payload.end());
    image.generation = header.generation;
    image.sequence = header.sequence;
    image.time = header.time;
    image.cause = header.cause;
    image.state = std::move(index.state);
    return {};
}

void copy_pages(const Region& region, std::span<char> memory)
{
    assert(memory.size() == region.size);
    for (auto& [n, page] : region.pages) std::memcpy(&memory[n * page_size], page->data(), page_size);
}

Record as_base(const Image& image)
{
    Record record{image.generation, image.sequence, image.time, Kind::base, image.cause, image.state, {}};
    for (auto& [id, region] : image.regions) {
        RegionPages pages{id, region.size, {}};
        for (auto& [n, page] : region.pages) add_run(pages.runs, n, *page);
        record.regions.push_back(std::move(pages));
    }
    return record;
}

}  // namespace runtime::image
