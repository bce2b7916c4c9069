// A log that nothing happens to: what was appended is what is read, and refusals say why.
#include "model.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace runtime::image;

std::string refusal(const Result<>& r) { return r ? "done" : r.error().text; }

// A life of directory <scratch>/7, which errors call "life 7".
struct LogTest : testing::Test {
    Scratch scratch{in_memory()};
    std::string directory = scratch.path + "/7";
    Life life{1};

    Result<> append(Log& log, Kind kind)
    {
        life.live();
        return log.append(life.record(kind));
    }
};

TEST_F(LogTest, an_empty_one_has_no_image)
{
    auto log = Log::open(directory).value();
    EXPECT_TRUE(log.needs_base());
    EXPECT_EQ(log.next_sequence(), 1u);
    EXPECT_EQ(read_image(directory).error().text, "life 7 has no image");
    EXPECT_TRUE(history(directory)->records.empty());
    EXPECT_FALSE(read_image(scratch.path + "/nowhere"));
    EXPECT_FALSE(history(scratch.path + "/nowhere"));
}

TEST_F(LogTest, the_image_is_what_was_appended_whatever_the_order_of_bases_deltas_and_reopenings)
{
    for (unsigned seed = 0; seed < 25; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        auto place = scratch.path + "/" + std::to_string(seed);
        Life some(seed);
        std::optional<Log> log = Log::open(place).value();
        std::vector<Moment> moments;
        for (int i = 0; i < 30; ++i) {
            some.live();
            bool base = log->needs_base() || random() % 7 == 0;
            ASSERT_EQ(refusal(log->append(some.record(base ? Kind::base : Kind::delta))), "done");
            moments.push_back(some.now);
            if (random() % 5 != 0) continue;
            log.reset();
            log = Log::open(place).value();
            ASSERT_TRUE(log->problems().empty());
            ASSERT_FALSE(log->needs_base());
            ASSERT_EQ(log->next_sequence(), some.now.sequence + 1);
        }
        ASSERT_EQ(moment_of(read_image(place).value()), moments.back());
        for (auto& m : moments) ASSERT_EQ(moment_of(read_image(place, {.sequence = m.sequence}).value()), m);
    }
}

TEST_F(LogTest, an_image_written_as_a_base_is_the_same_image)
{
    auto moments = write_life(directory, 3, 9, 4);
    auto image = read_image(directory).value();
    auto fork = Log::open(scratch.path + "/8").value();
    ASSERT_EQ(refusal(fork.append(as_base(image))), "done");
    EXPECT_EQ(moment_of(read_image(scratch.path + "/8").value()), moments.back());
}

TEST_F(LogTest, a_base_comes_first)
{
    auto log = Log::open(directory).value();
    EXPECT_EQ(refusal(append(log, Kind::delta)), "cannot append record 1 to life 7: a base must come first");
}

TEST_F(LogTest, a_record_that_does_not_follow_is_refused_and_changes_nothing)
{
    auto log = Log::open(directory).value();
    life.now.generation = 5;
    ASSERT_EQ(refusal(append(log, Kind::base)), "done");
    auto before = life.now;
    auto next = life;
    next.now.sequence = 2;
    EXPECT_EQ(refusal(log.append(life.record(Kind::delta))), "cannot append record 1 to life 7: 1 does not follow 1");
    life.now.sequence = 3;
    EXPECT_EQ(refusal(log.append(life.record(Kind::base))), "cannot append record 3 to life 7: 3 does not follow 1");
    next.now.generation = before.generation - 1;
    auto older = std::to_string(before.generation - 1) + " is older than " + std::to_string(before.generation);
    EXPECT_EQ(refusal(log.append(next.record(Kind::delta))), "cannot append record 2 to life 7: generation " + older);
    next.now.generation = before.generation, next.now.cause = std::string(256, 'x');
    EXPECT_EQ(refusal(log.append(next.record(Kind::delta))),
              "cannot append record 2 to life 7: record 2: the cause is too long");
    EXPECT_EQ(moment_of(read_image(directory).value()), before);
}

TEST_F(LogTest, the_generation_stays_fenced_after_a_reopening)
{
    {
        auto log = Log::open(directory).value();
        life.live();
        life.now.generation = 5;
        ASSERT_EQ(refusal(log.append(life.record(Kind::base))), "done");
    }
    auto log = Log::open(directory).value();
    life.now.sequence++, life.now.generation = 4;
    EXPECT_EQ(refusal(log.append(life.record(Kind::base))),
              "cannot append record 2 to life 7: generation 4 is older than 5");
}

TEST_F(LogTest, a_life_that_came_from_elsewhere_goes_on_counting)
{
    auto log = Log::open(directory).value();
    life.now.sequence = 40;
    ASSERT_EQ(refusal(append(log, Kind::base)), "done");
    EXPECT_EQ(log.next_sequence(), 42u);
    EXPECT_EQ(read_image(directory)->sequence, 41u);
}

TEST_F(LogTest, prune_removes_the_oldest_down_to_the_budget_but_never_the_newest)
{
    auto moments = write_life(directory, 5, 20, 5);
    auto files = segments(directory);
    ASSERT_EQ(files.size(), 4u);
    auto log = Log::open(directory).value();
    EXPECT_EQ(log.prune().value(), 0u);
    std::uint64_t newest_two = std::filesystem::file_size(files[2]) + std::filesystem::file_size(files[3]);
    EXPECT_EQ(log.prune(newest_two).value(), 2u);
    EXPECT_EQ(segments(directory), std::vector(files.begin() + 2, files.end()));
    EXPECT_EQ(read_image(directory, {.sequence = 5}).error().text, "life 7 has no image that old");
    EXPECT_EQ(moment_of(read_image(directory, {.sequence = 12}).value()), moments[11]);
    EXPECT_EQ(log.prune(0).value(), 1u);
    EXPECT_EQ(segments(directory), std::vector{files[3]});
    EXPECT_EQ(moment_of(read_image(directory).value()), moments.back());
}

TEST_F(LogTest, prune_removes_nothing_while_the_newest_segment_is_damaged)
{
    auto moments = write_life(directory, 5, 10, 5);
    auto files = segments(directory);
    write_all(files[1], "rubbish");
    auto log = Log::open(directory).value();
    EXPECT_TRUE(log.needs_base());
    EXPECT_EQ(log.prune(0).value(), 0u);
    EXPECT_EQ(moment_of(read_image(directory).value()), moments[4]);
}

TEST_F(LogTest, a_segment_that_a_crash_left_unfinished_is_not_one)
{
    auto moments = write_life(directory, 2, 3, 9);
    auto unfinished = SegmentName{4, Salt(5)}.file() + ".new";
    write_all(directory + "/" + unfinished, read_all(segments(directory)[0]));
    EXPECT_EQ(moment_of(read_image(directory).value()), moments.back());
    auto log = Log::open(directory).value();
    EXPECT_TRUE(log.problems().empty());
    EXPECT_FALSE(std::filesystem::exists(directory + "/" + unfinished));
}

TEST_F(LogTest, a_file_where_its_directory_should_be_is_named)
{
    write_all(directory, "");
    EXPECT_EQ(Log::open(directory).error().text, "cannot use " + directory + ": it is not a directory");
}

TEST(SegmentName, is_read_as_it_was_written_and_only_so)
{
    SegmentName name{0x1f, Salt(0xfedcba9876543210)};
    EXPECT_EQ(name.file(), "000000000000001f-fedcba9876543210.log");
    auto again = SegmentName::parse(name.file()).value();
    EXPECT_EQ(again.sequence, name.sequence);
    EXPECT_EQ(again.salt, name.salt);
    for (std::string other :
         {"", "lock", "000000000000001f-fedcba9876543210.log.new", "00000000000001f-fedcba9876543210.log",
          "000000000000001F-fedcba9876543210.log", "ffffffffffffffff-fedcba9876543210.log",
          "000000000000001f+fedcba9876543210.log", "-00000000000001f-fedcba9876543210.log"})
        EXPECT_FALSE(SegmentName::parse(other)) << other;
}

}  // namespace
}  // namespace tests
