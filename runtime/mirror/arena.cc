#include "runtime/mirror/arena.h"

#include <cstring>

namespace runtime {

namespace {
// Whole pages for what is large, so that drawing one image does not make another's pages dirty.
std::uint64_t rounded(std::size_t bytes)
{
    std::uint64_t unit = bytes >= page_bytes ? page_bytes : 64;
    return (bytes + unit - 1) / unit * unit;
}
}  // namespace

// The first gap it fits in: there are few blocks, and they come and go together.
std::uint64_t RegionArena::allocate(std::size_t bytes)
{
    auto size = rounded(bytes ? bytes : 1);
    auto align = size >= page_bytes ? page_bytes : 64;
    std::uint64_t at = 0;
    for (auto& [offset, taken] : blocks_) {
        if (at + size <= offset) break;
        at = (offset + taken + align - 1) / align * align;
    }
    if (at + size > region_.size() && !region_.grow(at + size)) return no_room;
    std::memset(region_.data() + at, 0, size);
    blocks_[at] = size;
    return at;
}

void RegionArena::release(std::uint64_t offset, std::size_t) { blocks_.erase(offset); }

bool RegionArena::holds(std::uint64_t offset, std::size_t bytes) const
{
    auto i = blocks_.find(offset);
    return i != blocks_.end() && bytes <= i->second;
}

void RegionArena::save(styx::Writer& w) const
{
    w.u32(std::uint32_t(blocks_.size()));
    for (auto& [offset, bytes] : blocks_) w.u64(offset), w.u64(bytes);
}

Result<> RegionArena::restore(styx::Reader& r)
{
    std::uint64_t end = 0;
    for (auto n = r.u32(); n > 0 && !r.bad; --n) {
        auto offset = r.u64(), bytes = r.u64();
        if (offset < end || offset > region_.size() || bytes > region_.size() - offset) return fail("the image's pictures are damaged");
        blocks_[offset] = bytes;
        end = offset + bytes;
    }
    if (r.bad) return fail("the image's pictures are damaged");
    return {};
}

}  // namespace runtime
