#include "runtime/engine/region.h"

#include <cassert>
#include <cstring>

namespace runtime {

namespace {

constexpr const char* names[] = {"the best way", "asynchronous protection", "protection", "hashes"};

std::size_t whole_pages(std::size_t bytes) { return (bytes + page_bytes - 1) / page_bytes * page_bytes; }

std::string no_room(std::size_t bytes) { return "no room for " + std::to_string(bytes) + " bytes of memory"; }

// Watches a few pages, writes one, and sees whether that one is found, and once only.
bool finds_a_write(Tracker& tracker, std::uint8_t* at, std::uint32_t pages)
{
    const std::uint32_t chosen = pages / 2;
    if (!tracker.watch(at, pages * page_bytes)) return false;
    tracker.take();
    at[chosen * page_bytes] = 1;
    auto found = tracker.take();
    bool once = found.size() == 1 && found[0].first <= chosen && chosen < found[0].first + found[0].count;
    return once && tracker.take().empty();
}

bool works(Tracking kind)
{
    constexpr std::uint32_t pages = 64;
    auto* at = reserve_memory(pages * page_bytes);
    if (!at) return false;
    auto tracker = make_tracker(kind);
    bool good = tracker && commit_memory(at, pages * page_bytes) && finds_a_write(*tracker, at, pages);
    tracker.reset();
    release_memory(at, pages * page_bytes);
    return good;
}

std::unique_ptr<Tracker> choose(Tracking kind)
{
    if (kind == Tracking::hash) return make_hash_tracker();
    if (kind != Tracking::best) return works(kind) ? make_tracker(kind) : nullptr;
    for (auto k : {Tracking::async_protect, Tracking::protect})
        if (works(k)) return make_tracker(k);
    return make_hash_tracker();
}

}  // namespace

void append_page(std::vector<PageSpan>& spans, std::uint32_t first, std::uint32_t count)
{
    if (!spans.empty() && spans.back().first + spans.back().count == first) spans.back().count += count;
    else spans.push_back({first, count});
}

Result<std::unique_ptr<Region>> Region::reserve(std::size_t most, std::size_t bytes, Tracking tracking)
{
    if (most > most_bytes || bytes > most) return fail("cannot reserve " + std::to_string(most) + " bytes of memory");
    most = whole_pages(most);
    auto tracker = choose(tracking);
    if (!tracker) return fail(std::string("this system cannot track writes by ") + names[std::size_t(tracking)]);
    auto* base = reserve_memory(most);
    if (!base) return fail("cannot reserve " + std::to_string(most) + " bytes of memory");
    auto region = std::unique_ptr<Region>(new Region(base, most));
    region->tracker_ = std::move(tracker);
    DO(region->grow(bytes));
    return region;
}

Region::~Region()
{
    tracker_.reset();
    release_memory(base_, most_);
}

Result<> Region::grow(std::size_t bytes)
{
    if (bytes <= size_) return {};
    if (bytes > most_) return fail(no_room(bytes));
    bytes = whole_pages(bytes);
    if (!commit_memory(base_ + size_, bytes - size_)) return fail(no_room(bytes));
    DO(tracker_->watch(base_ + size_, bytes - size_));
    size_ = bytes;
    return {};
}

void Region::load(std::uint32_t page, std::string_view bytes)
{
    auto offset = page * page_bytes;
    assert(offset <= size_ && bytes.size() <= size_ - offset);
    std::memcpy(base_ + offset, bytes.data(), bytes.size());
}

// Only what was written can be other than zero, but a page taken as written by an earlier take is not known any more.
void Region::clear()
{
    for (std::size_t at = 0; at < size_; at += page_bytes) {
        auto* page = base_ + at;
        bool is_zero = page[0] == 0 && std::memcmp(page, page + 1, page_bytes - 1) == 0;
        if (!is_zero) std::memset(page, 0, page_bytes);
    }
}

void Region::touch(std::size_t offset, std::size_t bytes)
{
    if (offset >= size_ || bytes == 0) return;
    auto end = bytes > size_ - offset ? size_ : offset + bytes;
    for (auto page = offset / page_bytes; page * page_bytes < end; ++page) {
        volatile auto* at = base_ + page * page_bytes;
        *at = *at;
    }
}

Result<> Region::open_untracked(std::size_t offset, std::size_t bytes)
{
    if (offset < size_ || offset > most_ || bytes > most_ - offset || !commit_memory(base_ + offset, bytes))
        return fail(no_room(bytes));
    return {};
}

void Region::close_untracked(std::size_t offset, std::size_t bytes)
{
    assert(offset >= size_ && offset <= most_ && bytes <= most_ - offset);
    forbid_memory(base_ + offset, bytes);
}

}  // namespace runtime
