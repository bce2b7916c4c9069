#include "runtime/engine/region.h"

#include <array>
#include <windows.h>

namespace runtime {

// All of it is watched from the first: Windows takes no range under watch later.
std::uint8_t* reserve_memory(std::size_t bytes)
{
    return static_cast<std::uint8_t*>(VirtualAlloc(nullptr, bytes, MEM_RESERVE | MEM_WRITE_WATCH, PAGE_READWRITE));
}

// What is committed already keeps its protection when it is committed again, and may have been forbidden.
bool commit_memory(void* at, std::size_t bytes)
{
    DWORD before = 0;
    return VirtualAlloc(at, bytes, MEM_COMMIT, PAGE_READWRITE) && VirtualProtect(at, bytes, PAGE_READWRITE, &before);
}

void forbid_memory(void* at, std::size_t bytes)
{
    DWORD before = 0;
    VirtualProtect(at, bytes, PAGE_NOACCESS, &before);
}

void release_memory(void* at, std::size_t) { VirtualFree(at, 0, MEM_RELEASE); }

namespace {

// Windows keeps the books itself, of its own writes too (GetWriteWatch).
class WatchTracker : public Tracker {
  public:
    Tracking kind() const override { return Tracking::async_protect; }

    Result<> watch(std::uint8_t* from, std::size_t bytes) override
    {
        if (!base_) base_ = from;
        end_ = from + bytes;
        return {};
    }

    // Each call resets the pages that it tells of, and no others: the next one begins after the last of them.
    std::vector<PageSpan> take() override
    {
        std::vector<PageSpan> out;
        std::array<void*, 4096> found;
        for (auto* from = base_; from < end_;) {
            ULONG_PTR n = found.size();
            DWORD granularity = 0;
            if (GetWriteWatch(WRITE_WATCH_FLAG_RESET, from, std::size_t(end_ - from), found.data(), &n, &granularity) != 0)
                return rest_from(std::move(out), from);
            for (std::size_t i = 0; i < n; ++i) append_page(out, page_of(found[i]), 1);
            if (n < found.size()) break;
            from = static_cast<std::uint8_t*>(found[n - 1]) + page_bytes;
        }
        return out;
    }

  private:
    std::uint32_t page_of(void* p) const { return std::uint32_t(std::size_t(static_cast<std::uint8_t*>(p) - base_) / page_bytes); }

    std::vector<PageSpan> rest_from(std::vector<PageSpan> out, std::uint8_t* from) const
    {
        append_page(out, page_of(from), std::uint32_t(std::size_t(end_ - from) / page_bytes));
        return out;
    }

    std::uint8_t *base_ = nullptr, *end_ = nullptr;
};

}  // namespace

// Protection is not needed where the system watches, and where it does not there are hashes.
std::unique_ptr<Tracker> make_tracker(Tracking kind)
{
    if (kind == Tracking::async_protect) return std::make_unique<WatchTracker>();
    return nullptr;
}

}  // namespace runtime
