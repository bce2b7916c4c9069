// Where pixels live. Images keep offsets, not pointers, so that an arena can be saved, moved and mapped elsewhere.
#pragma once

#include "draw/work.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>

namespace draw {

class Arena {
  public:
    static constexpr std::uint64_t no_room = ~std::uint64_t(0);

    virtual ~Arena() = default;

    // The offset of `bytes` zero bytes, aligned to 8, or no_room. Offsets are unique among what is allocated.
    virtual std::uint64_t allocate(std::size_t bytes) = 0;
    // offset and bytes as they were allocated.
    virtual void release(std::uint64_t offset, std::size_t bytes) = 0;
    // The byte at an offset, which stays where it is as long as it is allocated.
    virtual std::uint8_t* at(std::uint64_t offset) = 0;
    // Whether an allocation of at least as many bytes begins there: a saved state is not believed about it.
    virtual bool holds(std::uint64_t offset, std::size_t bytes) const = 0;

    // Who is told of the work that is done on what is here; null if nobody is.
    Work* work() const { return work_; }
    void set_work(Work* work) { work_ = work; }
    bool did(std::uint64_t n) { return !work_ || work_->did(n); }

  private:
    Work* work_ = nullptr;
};

// An arena in ordinary memory, at most `limit` bytes.
class HeapArena final : public Arena {
  public:
    static constexpr std::size_t usual_limit = std::size_t(1) << 31;
    explicit HeapArena(std::size_t limit = usual_limit) : room_(limit) {}
    // For what is needed while something is drawn in another arena.
    static HeapArena beside(const Arena& other)
    {
        HeapArena a;
        a.set_work(other.work());
        return a;
    }

    std::uint64_t allocate(std::size_t bytes) override;
    void release(std::uint64_t offset, std::size_t bytes) override;
    std::uint8_t* at(std::uint64_t offset) override;
    bool holds(std::uint64_t offset, std::size_t bytes) const override;

  private:
    struct Free {
        void operator()(void* block) const { std::free(block); }
    };
    struct Block {
        std::unique_ptr<std::uint8_t, Free> data;
        std::size_t bytes;
    };
    std::size_t room_;
    std::uint64_t next_ = 0;
    std::map<std::uint64_t, Block> blocks_;
};

}  // namespace draw
