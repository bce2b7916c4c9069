#include "draw/arena.h"

#include <algorithm>
#include <cassert>

namespace draw {

std::uint64_t HeapArena::allocate(std::size_t bytes)
{
    if (bytes > room_) return no_room;
    // The system clears large blocks as they are used, in no long time at once.
    std::unique_ptr<std::uint8_t, Free> block(static_cast<std::uint8_t*>(std::calloc(std::max<std::size_t>(bytes, 1), 1)));
    if (!block) return no_room;
    std::uint64_t offset = next_;
    next_ += (bytes + 7) / 8 * 8 + 8;
    room_ -= bytes;
    blocks_.emplace(offset, Block{std::move(block), bytes});
    return offset;
}

void HeapArena::release(std::uint64_t offset, std::size_t bytes)
{
    [[maybe_unused]] auto erased = blocks_.erase(offset);
    assert(erased == 1);
    room_ += bytes;
}

std::uint8_t* HeapArena::at(std::uint64_t offset)
{
    auto block = --blocks_.upper_bound(offset);
    return block->second.data.get() + (offset - block->first);
}

bool HeapArena::holds(std::uint64_t offset, std::size_t bytes) const
{
    auto block = blocks_.find(offset);
    return block != blocks_.end() && bytes <= block->second.bytes;
}

}  // namespace draw
