// Pixels in a region that knows which of its pages were written, so that pictures are in every checkpoint.
#pragma once

#include "draw/arena.h"
#include "runtime/engine/region.h"
#include "styx/bytes.h"

namespace runtime {

class RegionArena final : public draw::Arena {
  public:
    explicit RegionArena(Region& region) : region_(region) {}

    std::uint64_t allocate(std::size_t bytes) override;
    void release(std::uint64_t offset, std::size_t bytes) override;
    std::uint8_t* at(std::uint64_t offset) override { return region_.data() + offset; }
    bool holds(std::uint64_t offset, std::size_t bytes) const override;

    void save(styx::Writer&) const;  // what is allocated; the bytes are the region's pages
    Result<> restore(styx::Reader&); // into an arena where nothing is allocated, over a region that holds the bytes

  private:
    Region& region_;
    std::map<std::uint64_t, std::uint64_t> blocks_;  // offset to bytes, whole units
};

}  // namespace runtime
