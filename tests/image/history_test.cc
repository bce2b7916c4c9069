// The list of a life's images, and older ones by number and by time.
#include "model.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace runtime::image;

struct HistoryTest : testing::Test {
    Scratch scratch{in_memory()};
    std::string directory = scratch.path + "/7";
};

TEST_F(HistoryTest, lists_every_record_oldest_first)
{
    auto moments = write_life(directory, 4, 10, 4);
    auto all = history(directory).value();
    EXPECT_TRUE(all.problems.empty());
    ASSERT_EQ(all.records.size(), moments.size());
    std::uint64_t bytes = 0, on_disk = 0;
    for (std::size_t i = 0; i < moments.size(); ++i) {
        auto& r = all.records[i];
        EXPECT_EQ(r.sequence, moments[i].sequence);
        EXPECT_EQ(r.generation, moments[i].generation);
        EXPECT_EQ(r.time, moments[i].time);
        EXPECT_EQ(r.cause, moments[i].cause);
        EXPECT_EQ(r.kind, i % 4 == 0 ? Kind::base : Kind::delta);
        EXPECT_TRUE(r.is_whole);
        bytes += r.bytes;
    }
    for (auto& segment : segments(directory)) on_disk += std::filesystem::file_size(segment);
    EXPECT_EQ(bytes, on_disk);
}

TEST_F(HistoryTest, an_image_is_found_by_the_time_it_was_the_newest)
{
    auto moments = write_life(directory, 4, 10, 4);
    for (std::size_t i = 0; i + 1 < moments.size(); ++i) {
        auto last = moments[i + 1].time - 1;
        if (last < moments[i].time) continue;  // two of one millisecond
        EXPECT_EQ(moment_of(read_image(directory, {.time = last}).value()), moments[i]);
    }
    EXPECT_EQ(read_image(directory, {.time = moments[0].time - 1}).error().text, "life 7 has no image that old");
    EXPECT_EQ(read_image(directory, {.sequence = 0}).error().text, "life 7 has no image that old");
}

TEST_F(HistoryTest, a_clock_that_was_set_back_does_not_hide_newer_records)
{
    auto log = Log::open(directory).value();
    Life life(1);
    for (std::uint64_t time : {1000, 5000, 2000}) {
        life.live();
        life.now.time = time;
        ASSERT_TRUE(log.append(life.record(log.needs_base() ? Kind::base : Kind::delta)));
    }
    EXPECT_EQ(read_image(directory, {.time = 3000})->sequence, 3u);
    EXPECT_EQ(read_image(directory, {.time = 1500})->sequence, 1u);
}

TEST_F(HistoryTest, names_what_is_damaged_and_what_cannot_be_used_for_it)
{
    write_life(directory, 4, 6, 6);
    auto segment = segments(directory)[0];
    auto bytes = read_all(segment);
    bytes[record_offsets(segment)[3] + 20] ^= 1;
    write_all(segment, bytes);
    auto all = history(directory).value();
    ASSERT_EQ(all.records.size(), 5u);
    EXPECT_TRUE(all.records[2].is_whole);
    EXPECT_EQ(all.records[3].sequence, 5u);
    EXPECT_FALSE(all.records[3].is_whole);
    EXPECT_FALSE(all.records[4].is_whole);
    ASSERT_EQ(all.problems.size(), 1u);
    EXPECT_TRUE(all.problems[0].ends_with("after record 3 are no whole record: its header does not match its check"))
        << all.problems[0];
}

TEST_F(HistoryTest, an_append_on_its_way_is_no_damage)
{
    auto moments = write_life(directory, 4, 6, 6);
    auto segment = segments(directory)[0];
    {
        auto log = Log::open(directory).value();
        write_all(segment, read_all(segment) + "9rec");
        EXPECT_TRUE(read_image(directory)->problems.empty());
        EXPECT_TRUE(history(directory)->problems.empty());
    }
    EXPECT_EQ(read_image(directory)->problems.size(), 1u);
    EXPECT_EQ(history(directory)->problems.size(), 1u);
    EXPECT_EQ(moment_of(read_image(directory).value()), moments.back());
}

TEST_F(HistoryTest, can_be_read_while_the_life_runs_and_prunes)
{
    write_life(directory, 6, 1, 1);
    auto said = scratch.path + "/said";
    Child child(IMAGE_LIFE, {"prune", directory, "6", "400"}, {}, said);
    std::uint64_t seen = 0;
    while (child.is_running()) {
        auto image = read_image(directory);
        ASSERT_TRUE(image) << image.error().text;
        EXPECT_GE(image->sequence, seen);
        seen = image->sequence;
        EXPECT_TRUE(image->problems.empty()) << image->problems[0];
        EXPECT_TRUE(history(directory));
    }
    EXPECT_EQ(child.wait(), 0) << contents(said);
    EXPECT_EQ(read_image(directory)->sequence, 400u);
}

}  // namespace
}  // namespace tests
