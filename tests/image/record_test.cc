// A record by itself: its bytes, what they cost, and what is refused.
#include "forge.h"
#include "model.h"

#include "runtime/image/payload.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using namespace runtime::image;

constexpr Salt salt{0x1234};

Result<Image> image_of(std::string_view bytes, Salt s = salt)
{
    auto header = TRY(decode_header(bytes, s));
    if (bytes.size() != header.total()) return fail("torn");
    if (!matches_check(bytes, s)) return fail("its bytes do not match their check");
    Image image;
    DO(apply(image, header, bytes));
    return image;
}

std::string why(const Result<Image>& r) { return r ? "none" : r.error().text; }
std::string page(char c) { return std::string(page_size, c); }

std::string encode_region(std::uint64_t size, std::vector<PageRun> runs, Kind kind = Kind::base)
{
    auto bytes = encode({1, 7, 0, kind, "asked", "", {{1, size, std::move(runs)}}}, salt);
    return bytes ? *bytes : bytes.error().text;
}

TEST(Record, reads_as_it_was_written)
{
    auto memory = page('a') + page(0) + page('b');
    Record r{3,
             7,
             1234567890123,
             Kind::base,
             "freeze",
             "the state",
             {{0, 5 * page_size, {{1, memory}}}, {9, page_size, {}}}};
    auto bytes = encode(r, salt).value();
    auto h = decode_header(bytes, salt).value();
    EXPECT_EQ(h.total(), bytes.size());
    auto m = moment_of(image_of(bytes).value());
    EXPECT_EQ(m, (Moment{3, 7, 1234567890123, "freeze", "the state", {{0, page(0) + memory + page(0)}, {9, page(0)}}}));
}

// Written once by this program and kept: a life must be thawed by every later version.
TEST(Record, of_format_1_is_read_for_ever)
{
    std::string hex =
#include "record_1.hex"
        ;
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) bytes += char(std::stoi(hex.substr(i, 2), nullptr, 16));
    Moment m{2, 5, 1700000000000, "input", "fds", {{0, page(0) + page('x')}, {3, page('y')}}};
    EXPECT_EQ(moment_of(image_of(bytes).value()), m);
}

TEST(Record, pages_of_zeros_cost_nothing)
{
    std::string zeros(1000 * page_size, 0);
    auto none = encode_region(zeros.size(), {});
    EXPECT_EQ(encode_region(zeros.size(), {{0, zeros}}), none);
    EXPECT_LE(encode_region(zeros.size(), {{0, zeros}}, Kind::delta).size(), none.size() + 20);
}

TEST(Record, a_page_that_became_zero_is_zero_after_a_delta)
{
    auto full = page('a') + page('b') + page('c'), zero = page(0);
    auto base = encode_region(full.size(), {{0, full}}), delta = encode_region(full.size(), {{1, zero}}, Kind::delta);
    auto image = image_of(base).value();
    ASSERT_TRUE(apply(image, decode_header(delta, salt).value(), delta));
    EXPECT_EQ(moment_of(image).memory[1], page('a') + zero + page('c'));
}

TEST(Record, a_base_starts_the_image_anew)
{
    auto full = page('a');
    auto image =
        image_of(encode({1, 6, 0, Kind::base, "", "", {{1, page_size, {{0, full}}}, {2, page_size, {}}}}, salt).value())
            .value();
    auto base = encode_region(2 * page_size, {{1, full}});
    ASSERT_TRUE(apply(image, decode_header(base, salt).value(), base));
    EXPECT_EQ(moment_of(image).memory, (std::map<std::uint8_t, std::string>{{1, page(0) + full}}));
}

TEST(Record, a_region_that_shrank_and_grew_is_zero_where_it_grew)
{
    auto full = page('a') + page('b');
    auto image = image_of(encode_region(full.size(), {{0, full}})).value();
    for (auto size : {page_size, 3 * page_size}) {
        auto delta = encode_region(size, {}, Kind::delta);
        ASSERT_TRUE(apply(image, decode_header(delta, salt).value(), delta));
    }
    EXPECT_EQ(moment_of(image).memory[1], page('a') + page(0) + page(0));
}

TEST(Record, a_region_can_have_every_page_that_32_bits_can_number)
{
    auto last = page('z');
    auto image = image_of(encode_region(most_pages * page_size, {{0xffffffff, last}})).value();
    EXPECT_EQ(image.regions[1].pages.size(), 1u);
    auto zero = page(0);
    auto delta = encode_region(most_pages * page_size, {{0xffffffff, zero}}, Kind::delta);
    ASSERT_TRUE(apply(image, decode_header(delta, salt).value(), delta));
    EXPECT_TRUE(image.regions[1].pages.empty());
}

TEST(Record, what_cannot_be_is_not_encoded)
{
    auto two = page('a') + page('b');
    EXPECT_EQ(encode_region(4095, {}), "record 7: region 1 has 4095 bytes, which is not whole pages");
    EXPECT_EQ(encode_region(page_size, {{0, "abc"}}), "record 7: region 1 has 3 bytes, which is not whole pages");
    EXPECT_EQ(encode_region(page_size, {{0, two}}), "record 7: the runs of region 1 overlap or leave it");
    EXPECT_EQ(encode_region(9 * page_size, {{0, two}, {1, two}}), "record 7: the runs of region 1 overlap or leave it");
    EXPECT_EQ(encode_region((most_pages + 1) * page_size, {}), "record 7: region 1 is too large");
    EXPECT_EQ(encode({1, 7, 0, Kind::base, std::string(256, 'c'), "", {}}, salt).error().text,
              "record 7: the cause is too long");
    EXPECT_EQ(encode({1, 7, 0, Kind::base, "", "", {{2, 0, {}}, {2, 0, {}}}}, salt).error().text,
              "record 7: regions are not in order");
    EXPECT_TRUE(encode({1, 7, 0, Kind::base, std::string(255, 'c'), "", {}}, salt));
}

TEST(Record, no_flipped_bit_and_no_missing_byte_goes_unseen)
{
    auto memory = page('a') + page('b');
    auto bytes = encode({1, 7, 5, Kind::base, "input", "state", {{0, memory.size(), {{0, memory}}}}}, salt).value();
    ASSERT_TRUE(image_of(bytes));
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        auto flipped = bytes;
        flipped[bit / 8] = char(flipped[bit / 8] ^ 1 << bit % 8);
        ASSERT_FALSE(image_of(flipped)) << bit;
    }
    for (std::size_t n = 0; n < bytes.size(); ++n) ASSERT_FALSE(image_of(bytes.substr(0, n))) << n;
}

TEST(Record, of_another_segment_is_not_one_of_this)
{
    EXPECT_EQ(why(image_of(encode_region(0, {}), Salt(0x1235))), "its header does not match its check");
}

TEST(Forged, a_good_one_is_taken)
{
    styx::Writer index;
    index.text32("state"), index.u16(1), index.u8(4), index.u64(2 * page_size), index.u32(1);
    index.u8(0), index.u32(1), index.u64(1);
    EXPECT_EQ(moment_of(image_of(forge({}, index.out, page('p')), Salt(0)).value()),
              (Moment{1, 1, 0, "forged", "state", {{4, page(0) + page('p')}}}));
}

TEST(Forged, headers_are_refused_by_what_is_wrong_with_them)
{
    auto header = [](Forged f) { return why(image_of(forge(f), Salt(0))); };
    EXPECT_EQ(header({.format = 2}), "it has format 2, and this version reads 1");
    EXPECT_EQ(header({.cipher = 1}), "it is encrypted, and this version cannot read that");
    std::string lengths = "its numbers cannot be";
    EXPECT_EQ(header({.kind = 3}), lengths);
    EXPECT_EQ(header({.sequence = most_sequence + 1}), lengths);
    EXPECT_EQ(header({.raw = most_payload + page_size, .payload = "x"}), lengths);
    EXPECT_EQ(header({.raw = page_size, .index = page_size + 1, .payload = "x"}), lengths);
    EXPECT_EQ(header({.raw = page_size + 1, .payload = "x"}), lengths);
    EXPECT_EQ(header({.raw = 10 * page_size * page_size, .payload = "x"}), lengths);
    EXPECT_EQ(header({.raw = page_size, .payload = std::string(3 * page_size, 'x')}), lengths);
}

TEST(Forged, payloads_are_refused)
{
    auto payload = [](std::uint64_t raw, std::uint64_t index, std::string stored) {
        return why(image_of(forge({.raw = raw, .index = index, .payload = std::move(stored)}), Salt(0)));
    };
    std::string good("\0\0\0\0\0\0", 6);  // no state, no regions
    ASSERT_EQ(payload(6, 6, compressed(good)), "none");
    EXPECT_EQ(payload(6, 6, "rubbish"), "its payload does not decompress");
    EXPECT_EQ(payload(6, 6, compressed(good.substr(1))), "its payload ends early");
    EXPECT_EQ(payload(6, 6, compressed(good + "x")), "its payload goes on after its pages");
    EXPECT_EQ(payload(6, 6, compressed(good) + "x"), "its payload does not decompress");
    EXPECT_EQ(payload(6, 6, compressed(good) + compressed("x")), "its payload goes on after its pages");
    EXPECT_EQ(payload(5, 5, compressed(good.substr(1))), "its index is damaged");
    EXPECT_EQ(payload(6 + page_size, 6, compressed(good + page('x'))), "its index is damaged");
}

// index: one region, its runs
struct Run {
    std::uint8_t zero;
    std::uint32_t first;
    std::uint64_t count;
};

std::string forged_runs(std::uint64_t size, std::vector<Run> runs, std::size_t pages)
{
    styx::Writer w;
    w.text32(""), w.u16(1), w.u8(0), w.u64(size), w.u32(std::uint32_t(runs.size()));
    for (auto& r : runs) w.u8(r.zero), w.u32(r.first), w.u64(r.count);
    return why(image_of(forge({}, w.out, std::string(pages * page_size, 'x')), Salt(0)));
}

TEST(Forged, runs_are_refused)
{
    std::string damaged = "its index is damaged";
    EXPECT_EQ(forged_runs(2 * page_size, {{0, 0, 1}, {1, 1, 1}}, 1), "none");
    EXPECT_EQ(forged_runs(2 * page_size, {{0, 0, 1}, {2, 1, 1}}, 2), damaged);
    EXPECT_EQ(forged_runs(2 * page_size, {{0, 1, 2}}, 2), damaged);
    EXPECT_EQ(forged_runs(2 * page_size, {{0, 0, 2}, {0, 1, 1}}, 3), damaged);
    EXPECT_EQ(forged_runs(2 * page_size, {{0, 0, 0}}, 0), damaged);
    EXPECT_EQ(forged_runs(2 * page_size, {{0, 1, ~0ull}}, 0), damaged);
    EXPECT_EQ(forged_runs(2 * page_size + 1, {}, 0), damaged);
    EXPECT_EQ(forged_runs((most_pages + 1) * page_size, {}, 0), damaged);
    EXPECT_EQ(forged_runs(2 * page_size, {{0, 0, 1}}, 2), damaged);
    EXPECT_EQ(forged_runs(2 * page_size, {{0, 0, 2}}, 1), damaged);
}

TEST(Forged, an_index_that_says_more_than_it_has_is_refused)
{
    for (std::uint32_t runs : {2u, 0xffffffffu}) {
        styx::Writer w;
        w.text32(""), w.u16(1), w.u8(0), w.u64(page_size), w.u32(runs), w.u8(0), w.u32(0), w.u64(1);
        EXPECT_EQ(why(image_of(forge({}, w.out, page('x')), Salt(0))), "its index is damaged");
    }
    styx::Writer same;
    same.text32(""), same.u16(2);
    for (int i = 0; i < 2; ++i) same.u8(3), same.u64(0), same.u32(0);
    EXPECT_EQ(why(image_of(forge({}, same.out, ""), Salt(0))), "its index is damaged");
}

}  // namespace
}  // namespace tests
