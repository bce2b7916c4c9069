// Tracking by hashes: works on every system, finds what changed rather than what was written.
#include "runtime/engine/region.h"

#include <bit>
#include <cstring>

namespace runtime {

namespace {

// Two lanes of multiply and fold (the multipliers are MurmurHash3's and xxHash's), 64 bits. Pages of an honest guest
// collide with a chance of 2^-64; one that makes its own pages collide spoils only its own image.
std::uint64_t hash(const std::uint8_t* page)
{
    std::uint64_t a = 0x9e3779b97f4a7c15u, b = 0xc2b2ae3d27d4eb4fu;
    for (std::size_t i = 0; i < page_bytes; i += 16) {
        std::uint64_t x = 0, y = 0;
        std::memcpy(&x, page + i, 8);
        std::memcpy(&y, page + i + 8, 8);
        a = (a ^ x) * 0xff51afd7ed558ccdu, a ^= a >> 29;
        b = (b ^ y) * 0xc4ceb9fe1a85ec53u, b ^= b >> 31;
    }
    return a ^ std::rotl(b, 1);
}

class HashTracker : public Tracker {
  public:
    Tracking kind() const override { return Tracking::hash; }

    Result<> watch(std::uint8_t* from, std::size_t bytes) override
    {
        if (!base_) base_ = from;
        auto pages = std::size_t(from - base_) / page_bytes + bytes / page_bytes;
        hashes_.resize(pages, 0);
        return {};
    }

    std::vector<PageSpan> take() override
    {
        std::vector<PageSpan> out;
        for (std::uint32_t i = 0; i < hashes_.size(); ++i) {
            auto now = hash(base_ + i * page_bytes);
            if (now != hashes_[i]) append_page(out, i, 1);
            hashes_[i] = now;
        }
        return out;
    }

  private:
    std::uint8_t* base_ = nullptr;
    std::vector<std::uint64_t> hashes_;  // as of the last take; 0, which no page of zeros has, before the first
};

}  // namespace

std::unique_ptr<Tracker> make_hash_tracker() { return std::make_unique<HashTracker>(); }

}  // namespace runtime
