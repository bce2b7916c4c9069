// A disk that is full or fails: nothing that was written is lost, the error is clear, and it goes on when it can.
#include "disk_trouble.h"
#include "model.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace runtime::image;

struct DiskTroubleTest : testing::Test {
    Scratch scratch{in_memory()};
    std::string directory = scratch.path + "/7";
    std::vector<Moment> moments = write_life(directory, 21, 6, 6);
    std::string tail = segments(directory).back();
    std::string bytes = read_all(tail);
    Log log = Log::open(directory).value();
    Life life{5};
    Record record;

    // The next record, the same each time; what it says is in `life`.
    void prepare(Kind kind)
    {
        life = Life(5);
        life.now = moments.back();
        life.live();
        record = life.record(kind);
    }
    void expect_refused(const Result<>& done, const std::string& why)
    {
        ASSERT_FALSE(done);
        EXPECT_TRUE(done.error().text.starts_with("cannot append record 7 to life 7: ")) << done.error().text;
        EXPECT_TRUE(done.error().text.ends_with(why)) << done.error().text;
        ASSERT_EQ(moment_of(read_image(directory).value()), moments.back());
        ASSERT_EQ(segments(directory), std::vector{tail});
        ASSERT_EQ(std::distance(std::filesystem::directory_iterator(directory), {}), 2);  // and the lock
    }
    void expect_appends()
    {
        auto done = log.append(record);
        ASSERT_TRUE(done) << done.error().text;
        auto image = read_image(directory).value();
        EXPECT_EQ(moment_of(image), life.now);
        EXPECT_TRUE(image.problems.empty());
    }
    // The bytes the record takes.
    std::uint64_t size_of_record() { return encode(record, Salt(0))->size(); }
    void reopen()
    {
        log = Log::open(scratch.path + "/other").value();
        for (auto& file : segments(directory))
            if (file != tail) std::filesystem::remove(file);
        write_all(tail, bytes);
        log = Log::open(directory).value();
    }
};

TEST_F(DiskTroubleTest, full_at_any_byte_of_a_delta)
{
    prepare(Kind::delta);
    auto size = size_of_record();
    for (std::uint64_t k = 0; k < size; k += 1 + k / 200) {
        SCOPED_TRACE(k);
        {
            FullDisk disk(bytes.size() + k);
            expect_refused(log.append(record), "File too large");
            ASSERT_EQ(read_all(tail), bytes);
        }
        if (HasFatalFailure()) return;
    }
    expect_appends();
    for (std::uint64_t k : {std::uint64_t(0), std::uint64_t(100), size - 1}) {
        reopen();
        {
            FullDisk disk(bytes.size() + k);
            expect_refused(log.append(record), "File too large");
        }
        expect_appends();
    }
}

TEST_F(DiskTroubleTest, full_at_any_byte_of_a_base)
{
    prepare(Kind::base);
    auto size = size_of_record();
    for (std::uint64_t k = 0; k < size; k += 1 + k / 200) {
        SCOPED_TRACE(k);
        {
            FullDisk disk(k);
            expect_refused(log.append(record), "File too large");
        }
        if (HasFatalFailure()) return;
    }
    expect_appends();
}

TEST_F(DiskTroubleTest, a_smaller_record_after_one_that_did_not_fit)
{
    prepare(Kind::delta);
    {
        FullDisk disk(bytes.size() + size_of_record() - 1);
        expect_refused(log.append(record), "File too large");
        life.now = moments.back();
        life.now.sequence++;
        record = life.record(Kind::delta);
        expect_appends();
    }
}

TEST_F(DiskTroubleTest, a_sync_that_fails)
{
    for (auto kind : {Kind::delta, Kind::base}) {
        reopen();
        prepare(kind);
        disk_trouble() = {.fdatasync = 2};
        expect_refused(log.append(record), "Input/output error");
        expect_refused(log.append(record), "Input/output error");
        expect_appends();
    }
}

TEST_F(DiskTroubleTest, a_partial_record_that_cannot_be_cut_off_at_once_is_cut_off_before_the_next)
{
    prepare(Kind::delta);
    {
        FullDisk disk(bytes.size() + 50);
        disk_trouble() = {.ftruncate = 2};
        ASSERT_FALSE(log.append(record));
        ASSERT_EQ(std::filesystem::file_size(tail), bytes.size() + 50);
        auto image = read_image(directory).value();
        ASSERT_EQ(moment_of(image), moments.back());
        EXPECT_TRUE(log.append(record).error().text.starts_with("cannot append record 7 to life 7: cannot shorten"));
    }
    life.now = moments.back();
    life.now.sequence++;
    record = life.record(Kind::delta);
    expect_appends();
    EXPECT_EQ(std::filesystem::file_size(tail), bytes.size() + size_of_record());
}

TEST_F(DiskTroubleTest, a_tail_that_cannot_be_cut_off_at_opening_is_cut_off_later)
{
    prepare(Kind::delta);
    log = Log::open(scratch.path + "/other").value();
    write_all(tail, bytes + std::string(100000, 'x'));
    disk_trouble() = {.ftruncate = 2};  // the first is the lock's
    log = Log::open(directory).value();
    ASSERT_FALSE(log.problems().empty());
    EXPECT_TRUE(log.problems().back().ends_with("Input/output error")) << log.problems().back();
    expect_appends();
    EXPECT_EQ(std::filesystem::file_size(tail), bytes.size() + size_of_record());
}

TEST_F(DiskTroubleTest, a_directory_that_cannot_be_synced)
{
    prepare(Kind::base);
    disk_trouble() = {.fsync = 1};
    expect_refused(log.append(record), "Input/output error");
    expect_appends();
}

TEST_F(DiskTroubleTest, a_segment_that_cannot_be_taken_back_uses_up_its_number)
{
    prepare(Kind::base);
    disk_trouble() = {.fsync = 1, .unlink = 1};
    ASSERT_FALSE(log.append(record));
    EXPECT_EQ(log.next_sequence(), 8u);
    EXPECT_TRUE(log.needs_base());
    EXPECT_EQ(moment_of(read_image(directory).value()), life.now);
    life.live();
    record = life.record(Kind::base);
    expect_appends();
}

}  // namespace
}  // namespace tests
