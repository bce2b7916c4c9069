// Every page that was written is found; which others may be is said by the kind.
#include "runtime/engine/region.h"

#include "tests/engine/system_writes.h"
#include "tests/engine/trackings.h"

#include <cstring>
#include <gtest/gtest.h>
#include <random>
#include <set>

using namespace runtime;

namespace {

constexpr std::size_t pages = 700;
using Pages = std::set<std::uint32_t>;

Pages pages_of(const std::vector<PageSpan>& spans)
{
    Pages all;
    std::uint64_t next = 0;
    for (auto s : spans) {
        EXPECT_GT(s.count, 0u);
        EXPECT_TRUE(s.first > next || all.empty()) << "spans rise and do not touch";
        next = std::uint64_t(s.first) + s.count;
        for (std::uint32_t p = s.first; p < next; ++p) all.insert(p);
    }
    return all;
}

class RegionTest : public testing::TestWithParam<Tracking> {
  protected:
    void SetUp() override
    {
        auto made = Region::reserve(std::size_t(1) << 32, pages * page_bytes, GetParam());
        if (!made && !make_tracker(GetParam())) GTEST_SKIP() << made.error().text;
        ASSERT_TRUE(made) << "the system has it, but it finds nothing";
        region = std::move(*made);
        EXPECT_EQ(region->tracking(), GetParam());
        region->take_dirty();
    }

    // What may be found when these were written.
    Pages allowed(const Pages& written) const
    {
        if (GetParam() != Tracking::protect) return written;
        Pages all;
        for (auto p : written)
            for (auto q = p / 16 * 16; q < p / 16 * 16 + 16 && q * page_bytes < region->size(); ++q) all.insert(q);
        return all;
    }

    void expect_found(const Pages& written)
    {
        auto found = pages_of(region->take_dirty());
        EXPECT_EQ(found, allowed(written));
    }

    void write(std::uint32_t page) { ++region->data()[page * page_bytes + page % page_bytes]; }

    std::unique_ptr<Region> region;
};

}  // namespace

TEST_P(RegionTest, NothingWrittenNothingFound) { expect_found({}); }

TEST_P(RegionTest, RandomWritesAreFound)
{
    std::mt19937 random(7);
    for (int round = 0; round < 30; ++round) {
        Pages written;
        for (auto n = random() % 60; n > 0; --n) written.insert(std::uint32_t(random() % pages));
        for (auto p : written) write(p);
        expect_found(written);
    }
}

TEST_P(RegionTest, AlternatePagesAreFound)
{
    Pages written;
    for (std::uint32_t p = 0; p < pages; p += 2) write(p), written.insert(p);
    expect_found(written);
    expect_found({});
}

TEST_P(RegionTest, WhatWasWatchedBeforeItGrewStaysWatched)
{
    write(3);
    ASSERT_TRUE(region->grow((pages + 5) * page_bytes));
    write(pages + 4);
    auto found = pages_of(region->take_dirty());
    EXPECT_TRUE(found.contains(3));
    EXPECT_TRUE(found.contains(pages + 4));
    write(10), write(pages - 1), write(pages), write(pages + 1);
    expect_found({10, pages - 1, pages, pages + 1});
}

TEST_P(RegionTest, GrowingBetweenTakeAndWriteLosesNothing)
{
    std::mt19937 random(3);
    for (std::size_t size = pages; size < pages + 200; size += 1 + random() % 9) {
        region->take_dirty();
        ASSERT_TRUE(region->grow(size * page_bytes));
        auto page = std::uint32_t(random() % size);
        write(page);
        EXPECT_TRUE(pages_of(region->take_dirty()).contains(page));
    }
}

TEST_P(RegionTest, NewBytesAreZero)
{
    ASSERT_TRUE(region->grow((pages + 100) * page_bytes));
    for (auto at = pages * page_bytes; at < region->size(); ++at) ASSERT_EQ(region->data()[at], 0);
}

TEST_P(RegionTest, TheKernelWritesWhatWasTouched)
{
    region->touch(20 * page_bytes + 100, 3 * page_bytes);
    EXPECT_TRUE(tests::system_writes(region->data() + 20 * page_bytes + 100, 3 * page_bytes));
    expect_found({20, 21, 22, 23});
}

TEST_P(RegionTest, TheKernelWritingByItselfIsSeenOrRefused)
{
    bool is_written = tests::system_writes(region->data() + 50 * page_bytes, page_bytes);
    EXPECT_EQ(is_written, GetParam() != Tracking::protect);
    if (is_written) expect_found({50});
}

TEST_P(RegionTest, LoadedBytesCountAsWritten)
{
    std::string bytes(2 * page_bytes, 'x');
    region->load(100, bytes);
    EXPECT_EQ(std::memcmp(region->data() + 100 * page_bytes, bytes.data(), bytes.size()), 0);
    expect_found({100, 101});
}

TEST_P(RegionTest, ClearedBytesAreZeroAndCountAsWritten)
{
    write(5), write(600);
    region->take_dirty();
    region->clear();
    for (std::size_t at = 0; at < region->size(); ++at) ASSERT_EQ(region->data()[at], 0);
    auto found = pages_of(region->take_dirty());
    EXPECT_TRUE(found.contains(5));
    EXPECT_TRUE(found.contains(600));
}

TEST_P(RegionTest, UntrackedBytesAreNotFoundAndKeepWhatTheyHold)
{
    const auto at = region->most() - 64 * page_bytes;
    ASSERT_TRUE(region->open_untracked(at, 64 * page_bytes));
    region->data()[at] = 7;
    expect_found({});
    region->close_untracked(at, 64 * page_bytes);
    ASSERT_TRUE(region->open_untracked(at, 64 * page_bytes));
    EXPECT_EQ(region->data()[at], 7);
}

TEST_P(RegionTest, TwoRegionsAreApart)
{
    auto other = *Region::reserve(1 << 30, 40 * page_bytes, GetParam());
    other->take_dirty();
    write(1);
    other->data()[17 * page_bytes] = 1;
    expect_found({1});
    EXPECT_TRUE(pages_of(other->take_dirty()).contains(17));
}

TEST_P(RegionTest, MoreThanWasReservedIsRefused)
{
    EXPECT_EQ(region->grow(region->most() + 1).error().text, "no room for 4294967297 bytes of memory");
    EXPECT_FALSE(region->open_untracked(region->most() - page_bytes, 2 * page_bytes));
    EXPECT_FALSE(region->open_untracked(0, page_bytes)) << "below size";
}

INSTANTIATE_TEST_SUITE_P(Trackings, RegionTest, all_trackings, tracking_name);

TEST(RegionReserve, ChoosesAWayThatWorks)
{
    auto region = *Region::reserve(1 << 30, 100 * page_bytes);
    region->take_dirty();
    region->data()[50 * page_bytes] = 1;
    EXPECT_TRUE(pages_of(region->take_dirty()).contains(50));
}

TEST(RegionReserve, MoreThanEightGigabytesIsRefused)
{
    EXPECT_EQ(Region::reserve(Region::most_bytes + 1, 0).error().text, "cannot reserve 8589934593 bytes of memory");
}

// More mappings than the system allows would be needed to protect every other unit.
TEST(RegionProtect, OutlivesTheLimitOfMappings)
{
    if (!make_tracker(Tracking::protect)) GTEST_SKIP() << "this system has another way";
    constexpr std::size_t unit = 65536, units = 70000;
    auto region = *Region::reserve(units * unit, units * unit, Tracking::protect);
    region->take_dirty();
    for (std::size_t u = 0; u < units; u += 2) region->data()[u * unit] = 1;
    auto found = pages_of(region->take_dirty());
    for (std::size_t u = 0; u < units; u += 2) ASSERT_TRUE(found.contains(std::uint32_t(u * unit / page_bytes)));
}
