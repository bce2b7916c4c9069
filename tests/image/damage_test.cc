// A log that is cut or damaged anywhere gives its newest whole image, exactly, and says what it passed over.
#include "model.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace runtime::image;

constexpr int records = 20, base_every = 10;

struct DamageTest : testing::Test {
    Scratch scratch{in_memory()};
    std::string directory = scratch.path + "/7";
    std::vector<Moment> moments = write_life(directory, 11, records, base_every);
    std::string tail = segments(directory).back();
    std::string bytes = read_all(tail);
    std::vector<std::uint64_t> offsets = record_offsets(tail);
    std::mt19937 random{11};

    // Which record of the tail segment, from 0, a byte is in.
    std::size_t record_at(std::size_t offset) const
    {
        return std::size_t(std::upper_bound(offsets.begin(), offsets.end(), offset) - offsets.begin()) - 1;
    }
    // What is left when the tail segment is whole up to its record `n`.
    const Moment& before_record(std::size_t n) const { return moments[base_every + n - 1]; }

    void expect_image(const Moment& m, bool damaged = true)
    {
        auto image = read_image(directory);
        ASSERT_TRUE(image) << image.error().text;
        ASSERT_EQ(moment_of(*image), m);
        ASSERT_EQ(!image->problems.empty(), damaged);
    }

    // The log opens, goes on where it can, and what is written then is what is read.
    void expect_continues(const Moment& m)
    {
        auto log = Log::open(directory);
        ASSERT_TRUE(log) << log.error().text;
        Life life(1);
        life.now = m;
        life.live();
        life.now.sequence = log->next_sequence();
        life.now.generation += 10;
        ASSERT_GT(life.now.sequence, m.sequence);
        auto done = log->append(life.record(log->needs_base() ? Kind::base : Kind::delta));
        ASSERT_TRUE(done) << done.error().text;
        ASSERT_EQ(moment_of(read_image(directory).value()), life.now);
    }

    void restore()
    {
        for (auto& file : segments(directory))
            if (file > tail) std::filesystem::remove(file);
        write_all(tail, bytes);
    }
};

TEST_F(DamageTest, a_whole_one_has_no_problems)
{
    ASSERT_EQ(segments(directory).size(), 2u);
    ASSERT_EQ(offsets.size(), base_every + 1u);
    ASSERT_EQ(offsets.back(), bytes.size());
    expect_image(moments.back(), false);
    EXPECT_TRUE(Log::open(directory)->problems().empty());
}

TEST_F(DamageTest, cut_anywhere_in_its_last_records)
{
    for (auto size = offsets[base_every - 3]; size < bytes.size(); ++size) {
        SCOPED_TRACE(size);
        write_all(tail, bytes.substr(0, size));
        auto n = record_at(size);
        expect_image(before_record(n), size != offsets[n]);
        if (HasFatalFailure()) return;
    }
}

TEST_F(DamageTest, cut_anywhere_at_all_and_opened_again)
{
    for (int i = 0; i < 300; ++i) {
        auto size = random() % bytes.size();
        SCOPED_TRACE(size);
        write_all(tail, bytes.substr(0, size));
        auto n = record_at(size);
        expect_image(before_record(n), size == 0 || size != offsets[n]);
        expect_continues(before_record(n));
        if (HasFatalFailure()) return;
        restore();
    }
}

TEST_F(DamageTest, what_was_cut_off_is_named)
{
    write_all(tail, bytes.substr(0, bytes.size() - 1));
    auto log = Log::open(directory).value();
    ASSERT_EQ(log.problems().size(), 2u);
    auto size = offsets[base_every] - offsets[base_every - 1];
    EXPECT_EQ(log.problems()[0], "life 7: record 20 is torn: " + std::to_string(size - 1) + " of " +
                                     std::to_string(size) + " bytes are there");
    EXPECT_EQ(log.problems()[1], "life 7: " + std::to_string(size - 1) + " bytes after record 19 are cut off");
    EXPECT_EQ(read_all(tail), bytes.substr(0, offsets[base_every - 1]));
    EXPECT_EQ(log.next_sequence(), 20u);
    EXPECT_FALSE(log.needs_base());
}

TEST_F(DamageTest, a_bit_flipped_in_any_byte_of_any_header)
{
    for (std::size_t n = 0; n + 1 < offsets.size(); ++n) {
        auto header = decode_header(std::string_view(bytes).substr(offsets[n]),
                                    SegmentName::parse(tail.substr(tail.rfind('/') + 1))->salt);
        for (auto at = offsets[n]; at < offsets[n] + header->header; ++at) {
            SCOPED_TRACE(at);
            auto flipped = bytes;
            flipped[at] = char(flipped[at] ^ 1 << random() % 8);
            write_all(tail, flipped);
            expect_image(before_record(n));
            if (at % 16 == 0) expect_continues(before_record(n));
            if (HasFatalFailure()) return;
            restore();
        }
    }
}

TEST_F(DamageTest, a_bit_flipped_anywhere)
{
    for (int i = 0; i < 1000; ++i) {
        auto at = random() % bytes.size();
        SCOPED_TRACE(at);
        auto flipped = bytes;
        flipped[at] = char(flipped[at] ^ 1 << random() % 8);
        write_all(tail, flipped);
        expect_image(before_record(record_at(at)));
        if (i % 8 == 0) expect_continues(before_record(record_at(at)));
        if (HasFatalFailure()) return;
        restore();
    }
}

TEST_F(DamageTest, rubbish_zeros_or_an_older_record_behind_the_last_one)
{
    std::string rubbish(5000, 0);
    std::ranges::generate(rubbish, [&] { return char(random()); });
    auto replay = bytes.substr(offsets[4], offsets[5] - offsets[4]);
    for (auto& behind : {rubbish, std::string(70000, 0), replay, std::string("9rec9rec"), bytes}) {
        write_all(tail, bytes + behind);
        expect_image(moments.back());
        expect_continues(moments.back());
        restore();
    }
}

TEST_F(DamageTest, records_behind_a_damaged_one_are_kept_and_a_base_is_needed)
{
    auto damaged = bytes;
    damaged[offsets[3] + 12] ^= 1;
    write_all(tail, damaged);
    auto log = Log::open(directory).value();
    ASSERT_EQ(log.problems().size(), 1u);
    auto text = "life 7: " + std::to_string(offsets[4] - offsets[3]) +
                " bytes after record 13 are no whole record: its header does not match its check";
    EXPECT_EQ(log.problems()[0], text);
    EXPECT_TRUE(log.needs_base());
    EXPECT_EQ(log.next_sequence(), records + 1u);
    EXPECT_EQ(read_all(tail), damaged);
    expect_image(before_record(3));  // named while the log is in use, too
}

TEST_F(DamageTest, a_record_missing_from_the_middle_breaks_the_chain)
{
    write_all(tail, bytes.substr(0, offsets[4]) + bytes.substr(offsets[5]));
    expect_image(before_record(4));
    expect_continues(before_record(4));
}

TEST_F(DamageTest, a_base_behind_others_or_a_delta_in_front_is_not_taken)
{
    auto salt = SegmentName::parse(tail.substr(tail.rfind('/') + 1))->salt;
    auto base = encode({99, 21, 0, Kind::base, "", "", {}}, salt).value();
    write_all(tail, bytes + base);
    expect_image(moments.back());
    EXPECT_TRUE(Log::open(directory)->needs_base());
    auto delta = encode({99, base_every + 1, 0, Kind::delta, "", "", {}}, salt).value();
    write_all(tail, delta);
    expect_image(moments[base_every - 1]);
    EXPECT_TRUE(Log::open(directory)->needs_base());
}

TEST_F(DamageTest, bytes_of_a_program_that_look_like_a_record_are_not_one)
{
    std::string memory(8 * page_size, 0);  // so much that cannot be compressed is stored as it is
    auto fake = encode({99, 12345, 0, Kind::delta, "fake", "", {}}, Salt(random())).value();
    fake.copy(memory.data(), fake.size());
    for (std::size_t i = fake.size(); i < memory.size(); ++i) memory[i] = char(random());
    ASSERT_TRUE(
        Log::open(directory)->append({99, 21, 0, Kind::delta, "input", "", {{0, memory.size(), {{0, memory}}}}}));
    auto all = read_all(tail);
    ASSERT_NE(all.find(fake), std::string::npos);
    all[offsets.back() + 9] ^= 1;
    write_all(tail, all);
    expect_image(moments.back());
    auto listed = history(directory)->records;
    EXPECT_EQ(listed.back().sequence, 20u);
}

TEST_F(DamageTest, everything_damaged_is_an_error_that_says_so)
{
    for (auto& file : segments(directory)) write_all(file, "rubbish");
    auto image = read_image(directory);
    ASSERT_FALSE(image);
    EXPECT_TRUE(image.error().text.starts_with("life 7 has no whole image: 7 bytes at the front of segment "))
        << image.error().text;
    write_all(tail, bytes);
    expect_image(moments.back(), false);
}

TEST_F(DamageTest, a_directory_in_place_of_a_segment_is_passed_over)
{
    std::filesystem::remove(tail);
    std::filesystem::create_directory(tail);
    expect_image(moments[base_every - 1]);
    auto log = Log::open(directory).value();
    EXPECT_TRUE(log.needs_base());
    EXPECT_EQ(log.next_sequence(), 12u);
    EXPECT_FALSE(log.problems().empty());
}

// A child appends and says so after each; it is killed at any moment, again and again.
TEST_F(DamageTest, kill_9_loses_nothing_that_was_acknowledged)
{
    auto place = scratch.path + "/8", told = scratch.path + "/told";
    std::vector<Moment> all;
    Life model(3);
    std::mt19937 chance(3);
    for (int round = 0; round < 15; ++round) {
        auto acknowledged = read_all(told).size() / 8;
        Child child(IMAGE_LIFE, {"append", place, "3", told});
        ASSERT_TRUE(within(5000, [&] { return read_all(told).size() / 8 > acknowledged; }));
        std::this_thread::sleep_for(std::chrono::microseconds(chance() % 30000));
        child.kill();
        acknowledged = read_all(told).size() / 8;
        auto image = read_image(place);
        ASSERT_TRUE(image) << image.error().text;
        ASSERT_GE(image->sequence, acknowledged);
        while (all.size() < image->sequence) model.live(), all.push_back(model.now);
        ASSERT_EQ(moment_of(*image), all[image->sequence - 1]);
        put(told, std::string(image->sequence * 8, 0));
    }
}

}  // namespace
}  // namespace tests
