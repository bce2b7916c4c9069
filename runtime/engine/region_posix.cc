#include "runtime/engine/fault_posix.h"
#include "runtime/engine/region.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace runtime {

// A huge page would count as written for one byte of it.
std::uint8_t* reserve_memory(std::size_t bytes)
{
    void* p = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) return nullptr;
    madvise(p, bytes, MADV_NOHUGEPAGE);
    return static_cast<std::uint8_t*>(p);
}

bool commit_memory(void* at, std::size_t bytes) { return mprotect(at, bytes, PROT_READ | PROT_WRITE) == 0; }
void forbid_memory(void* at, std::size_t bytes) { mprotect(at, bytes, PROT_NONE); }
void release_memory(void* at, std::size_t bytes) { munmap(at, bytes); }

namespace {

// linux/fs.h and linux/userfaultfd.h of 6.7, Documentation/admin-guide/mm/pagemap.rst: older headers lack them.
struct ScanArguments {
    std::uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages, category_inverted, category_mask,
        category_anyof_mask, return_mask;
};
struct ScanRegion {
    std::uint64_t start, end, categories;
};
constexpr unsigned long pagemap_scan = _IOWR('f', 16, ScanArguments);
constexpr std::uint64_t scan_write_protect = 1, scan_check_async = 2, page_is_written = 2;
constexpr std::uint64_t feature_unpopulated = 1 << 13, feature_async = 1 << 15;
constexpr int user_mode_only = 1;  // needs no privilege; the kernel's own writes are let through and recorded too

class AsyncTracker : public Tracker {
  public:
    static std::unique_ptr<Tracker> make()
    {
        auto t = std::make_unique<AsyncTracker>();
        t->uffd_ = int(syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK | user_mode_only));
        t->pagemap_ = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
        uffdio_api api{};
        api.api = UFFD_API;
        api.features = feature_unpopulated | feature_async;
        if (t->uffd_ < 0 || t->pagemap_ < 0 || ioctl(t->uffd_, UFFDIO_API, &api) != 0) return nullptr;
        return t;
    }

    ~AsyncTracker() override
    {
        if (uffd_ >= 0) close(uffd_);
        if (pagemap_ >= 0) close(pagemap_);
    }

    Tracking kind() const override { return Tracking::async_protect; }

    Result<> watch(std::uint8_t* from, std::size_t bytes) override
    {
        if (!base_) base_ = from;
        uffdio_register r{};
        r.range.start = std::uint64_t(from);
        r.range.len = bytes;
        r.mode = UFFDIO_REGISTER_MODE_WP;
        if (ioctl(uffd_, UFFDIO_REGISTER, &r) != 0) return fail("cannot track writes to " + std::to_string(bytes) + " bytes of memory");
        end_ = from + bytes;
        return {};
    }

    std::vector<PageSpan> take() override
    {
        std::vector<PageSpan> out;
        std::array<ScanRegion, 256> found;
        ScanArguments a{};
        a.size = sizeof a;
        a.flags = scan_write_protect | scan_check_async;
        a.end = std::uint64_t(end_);
        a.vec = std::uint64_t(found.data());
        a.vec_len = found.size();
        a.category_mask = a.return_mask = page_is_written;
        for (a.start = std::uint64_t(base_); a.start < a.end; a.start = a.walk_end) {
            long n = ioctl(pagemap_, pagemap_scan, &a);
            if (n < 0) return rest_from(std::move(out), a.start);
            for (std::size_t i = 0; i < std::size_t(n); ++i) append_page(out, page_of(found[i].start), pages(found[i].end - found[i].start));
        }
        return out;
    }

  private:
    static std::uint32_t pages(std::uint64_t bytes) { return std::uint32_t(bytes / page_bytes); }
    std::uint32_t page_of(std::uint64_t address) const { return pages(address - std::uint64_t(base_)); }

    // A scan that fails half way has protected pages it did not report: all from there on count as written.
    std::vector<PageSpan> rest_from(std::vector<PageSpan> out, std::uint64_t start) const
    {
        append_page(out, page_of(start), pages(std::uint64_t(end_) - start));
        return out;
    }

    int uffd_ = -1, pagemap_ = -1;
    std::uint8_t *base_ = nullptr, *end_ = nullptr;
};

// Units of 64 KB keep the number of mappings, which the system bounds (vm.max_map_count, 65530), small.
class ProtectTracker : public Tracker {
  public:
    static constexpr std::size_t unit = 64 * 1024, most_units = Region::most_bytes / unit;

    ProtectTracker() : written_(new std::atomic<bool>[most_units]) { is_added_ = add_fault_mender(this, mend); }
    ~ProtectTracker() override { remove_fault_mender(this); }
    Tracking kind() const override { return Tracking::protect; }

    // The unit it begins in may be half old and still protected: the first write there opens it.
    Result<> watch(std::uint8_t* from, std::size_t bytes) override
    {
        if (!is_added_) return fail("too many tracked regions");
        if (!base_) base_ = from;
        end_ = from + bytes;
        for (auto u = unit_of(from); u <= unit_of(end_ - 1); ++u) written_[u] = true;
        return {};
    }

    std::vector<PageSpan> take() override
    {
        std::vector<PageSpan> out;
        if (!base_) return out;
        for (std::size_t u = 0; u <= unit_of(end_ - 1); ++u) {
            if (!written_[u]) continue;
            auto* at = base_ + u * unit;
            append_page(out, std::uint32_t(u * unit / page_bytes), std::uint32_t(bytes_of(u) / page_bytes));
            // One that cannot be protected stays writable and is found again at every take.
            written_[u] = mprotect(at, bytes_of(u), PROT_READ) != 0;
        }
        return out;
    }

  private:
    std::size_t unit_of(const std::uint8_t* p) const { return std::size_t(p - base_) / unit; }
    std::size_t bytes_of(std::size_t u) const { return std::min(unit, std::size_t(end_ - base_) - u * unit); }

    bool open(std::size_t u)
    {
        written_[u] = true;
        if (mprotect(base_ + u * unit, bytes_of(u), PROT_READ | PROT_WRITE) == 0) return true;
        // Too many mappings: opening all of them makes it one again.
        for (std::size_t all = 0; all <= unit_of(end_ - 1); ++all) written_[all] = true;
        return mprotect(base_, std::size_t(end_ - base_), PROT_READ | PROT_WRITE) == 0;
    }

    static bool mend(void* owner, std::uint8_t* address)
    {
        auto* t = static_cast<ProtectTracker*>(owner);
        if (!t->base_ || address < t->base_ || address >= t->end_) return false;
        return t->open(t->unit_of(address));
    }

    std::uint8_t *base_ = nullptr, *end_ = nullptr;
    bool is_added_ = false;
    std::unique_ptr<std::atomic<bool>[]> written_;
};

}  // namespace

std::unique_ptr<Tracker> make_tracker(Tracking kind)
{
    if (kind == Tracking::async_protect) return AsyncTracker::make();
    if (kind == Tracking::protect) return std::make_unique<ProtectTracker>();
    return nullptr;
}

}  // namespace runtime
