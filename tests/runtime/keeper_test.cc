// The log of a process: deltas, new bases, and how it is made short.
#include "runtime/keeper.h"
#include "tests/scratch.h"

#include <cstring>
#include <gtest/gtest.h>
#include <random>

namespace tests {
namespace {

using namespace runtime;

struct Kept : testing::Test {
    Scratch scratch;
    std::string directory = scratch.path + "/life";
    styx::Loop loop;
    std::unique_ptr<Keeper> keeper;
    std::unique_ptr<Region> memory = Region::reserve(16 << 20, 8 << 20).value();
    std::minstd_rand chance{1};

    void SetUp() override { open(); }
    void open()
    {
        keeper.reset();
        keeper = Keeper::open(loop, directory).value();
    }
    void change(int pages)
    {
        for (int i = 0; i < pages; ++i)
            for (int byte = 0; byte < 4096; byte += 4) {
                auto n = std::uint32_t(chance()) * 2654435761u;
                std::memcpy(memory->data() + std::size_t(chance() % 2048) * page_bytes + std::size_t(byte), &n, 4);
            }
    }
    Result<std::uint64_t> keep()
    {
        auto s = std::make_shared<Snapshot>();
        s->record.generation = 1;
        s->record.cause = "test";
        s->add(memory_region, *memory, memory->size(), keeper->extent());
        std::optional<Result<std::uint64_t>> answer;
        keeper->keep(s, [&](Result<std::uint64_t> r) { answer = std::move(r); });
        loop.run_until([&] { return answer && !keeper->is_busy(); }, 20'000);
        return *answer;
    }
    bool is_all_there()
    {
        auto image = keeper->read({}).value();
        auto there = Region::reserve(16 << 20, 8 << 20).value();
        load_pages(image->regions.at(memory_region), *there);
        return std::memcmp(there->data(), memory->data(), memory->size()) == 0;
    }
    std::uint64_t bytes_on_disk()
    {
        std::uint64_t all = 0;
        for (auto& e : std::filesystem::directory_iterator(directory)) all += e.file_size();
        return all;
    }
};

TEST_F(Kept, a_life_without_an_image_says_so)
{
    EXPECT_FALSE(keeper->read({}).value());
    EXPECT_EQ(keeper->sequence(), 0u);
    EXPECT_EQ(keeper->extent(), Extent::all);
}

TEST_F(Kept, after_a_base_come_deltas_that_cost_what_changed)
{
    change(200);
    ASSERT_TRUE(keep());
    EXPECT_EQ(keeper->extent(), Extent::written);
    auto before = bytes_on_disk();
    change(1);
    ASSERT_TRUE(keep());
    EXPECT_LT(bytes_on_disk() - before, 2'000'000u);
    EXPECT_TRUE(is_all_there());
}

TEST_F(Kept, the_log_is_made_short_and_nothing_is_lost)
{
    change(100);
    for (int i = 0; i < 40; ++i) {
        change(1);
        ASSERT_TRUE(keep());
        ASSERT_TRUE(is_all_there()) << i;
    }
    auto history = image::history(directory).value();
    int bases = 0;
    for (auto& r : history.records) bases += r.kind == image::Kind::base;
    EXPECT_GT(bases, 1);
}

TEST_F(Kept, thawed_from_the_newest_image_a_delta_follows)
{
    change(50);
    ASSERT_TRUE(keep());
    open();
    auto image = keeper->read({}).value();
    keeper->follow(*image);
    EXPECT_EQ(keeper->extent(), Extent::written);
    memory->take_dirty();
    change(1);
    ASSERT_TRUE(keep());
    EXPECT_TRUE(is_all_there());
}

TEST_F(Kept, thawed_from_an_older_one_a_base_follows)
{
    change(50);
    auto first = keep().value();
    change(1);
    ASSERT_TRUE(keep());
    open();
    auto image = keeper->read({.sequence = first}).value();
    EXPECT_EQ(image->sequence, first);
    keeper->follow(*image);
    EXPECT_EQ(keeper->extent(), Extent::all);
    ASSERT_TRUE(keep());
    EXPECT_TRUE(is_all_there());
}

TEST_F(Kept, a_record_that_was_refused_is_made_up_for)
{
    change(50);
    ASSERT_TRUE(keep());
    change(3);
    auto s = std::make_shared<Snapshot>();
    s->record.generation = 0;  // older than the one before: refused
    s->add(memory_region, *memory, memory->size(), keeper->extent());
    std::optional<Result<std::uint64_t>> answer;
    keeper->keep(s, [&](Result<std::uint64_t> r) { answer = std::move(r); });
    loop.run_until([&] { return answer && !keeper->is_busy(); }, 20'000);
    ASSERT_FALSE(*answer);
    EXPECT_EQ(keeper->extent(), Extent::all);
    ASSERT_TRUE(keep());
    EXPECT_TRUE(is_all_there());
}

}  // namespace
}  // namespace tests
