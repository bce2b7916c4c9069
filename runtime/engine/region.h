// A range of memory that knows which of its pages were written: the guest's memory, and the arena of its drawing.
//
// The address never changes. Committed bytes grow, in whole pages, up to what was reserved. There are three ways to know
// what was written; `best` is the first of them that passes a test of itself at start:
//   async_protect  userfaultfd's asynchronous write protection with PAGEMAP_SCAN (Linux 6.7 on): about 1 us a first
//                  write, exact to the page
//   protect        mprotect and SIGSEGV, in units of 64 KB: about 6 us a first write; up to 15 pages beside a written
//                  one count as written
//   hash           every page is hashed at each take: nothing between, 6 ms for 64 MB at a take; a page that was
//                  written and holds the same again is not found
//
// The kernel as a writer: a system call that is handed an address in here (read(2), recv(2)) is seen and safe with
// async_protect and hash; with protect it fails with EFAULT. So call `touch` for the bytes first, or read into a buffer
// and copy.
//
// One thread at a time: nobody writes while take_dirty, grow or load runs.
#pragma once

#include "styx/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace runtime {

inline constexpr std::size_t page_bytes = 4096;

struct PageSpan {
    std::uint32_t first = 0, count = 0;  // pages
    bool operator==(const PageSpan&) const = default;
};

enum class Tracking : std::uint8_t { best, async_protect, protect, hash };

// How a region learns of writes.
class Tracker {
  public:
    virtual ~Tracker() = default;
    virtual Tracking kind() const = 0;
    virtual Result<> watch(std::uint8_t* from, std::size_t bytes) = 0;  // more of the region, in whole pages, next to the last
    virtual std::vector<PageSpan> take() = 0;                           // rising, not touching; watches afresh
};

class Region {
  public:
    static constexpr std::size_t most_bytes = std::size_t(8) << 30;

    // Reserves address space (at most most_bytes) and commits the first bytes, which are zero.
    // Errors: "cannot reserve N bytes of memory", "no room for N bytes of memory", "this system cannot track writes by KIND".
    static Result<std::unique_ptr<Region>> reserve(std::size_t most, std::size_t bytes, Tracking = Tracking::best);
    ~Region();
    Region(const Region&) = delete;
    Region& operator=(const Region&) = delete;

    std::uint8_t* data() const { return base_; }
    std::size_t size() const { return size_; }  // committed bytes, whole pages
    std::size_t most() const { return most_; }  // reserved bytes; those not committed fault
    Tracking tracking() const { return tracker_->kind(); }

    Result<> grow(std::size_t bytes);  // to at least this size; the new bytes are zero. Error: "no room for N bytes of memory"

    // Pages written since the last take, or since the region was made; one never written may be among them, or, being
    // zero, may not.
    std::vector<PageSpan> take_dirty() { return tracker_->take(); }

    // Copies bytes to a page and what follows it. The caller has checked that they end before size(). Counts as written.
    void load(std::uint32_t page, std::string_view bytes);
    void clear();  // all bytes are zero after it

    // Makes bytes writable for the kernel and counts their pages as written. Nothing for what lies beyond size().
    void touch(std::size_t offset, std::size_t bytes);

    // Bytes beyond size() that are readable and writable but not tracked, until they are closed again: they fault
    // then and keep what they hold. Whole pages. Error: "no room for N bytes of memory".
    Result<> open_untracked(std::size_t offset, std::size_t bytes);
    void close_untracked(std::size_t offset, std::size_t bytes);

  private:
    Region(std::uint8_t* base, std::size_t most) : base_(base), most_(most) {}
    std::uint8_t* base_;
    std::size_t most_, size_ = 0;
    std::unique_ptr<Tracker> tracker_;
};

void append_page(std::vector<PageSpan>&, std::uint32_t first, std::uint32_t count);  // joins it to the last if they touch

std::unique_ptr<Tracker> make_hash_tracker();

// Of the system, in region_posix.cc and its fellows.
std::unique_ptr<Tracker> make_tracker(Tracking);  // null if the system has no such thing
std::uint8_t* reserve_memory(std::size_t bytes);  // null: no room. It faults until it is committed
bool commit_memory(void* at, std::size_t bytes);  // readable and writable
void forbid_memory(void* at, std::size_t bytes);  // it faults again
void release_memory(void* at, std::size_t bytes);

}  // namespace runtime
