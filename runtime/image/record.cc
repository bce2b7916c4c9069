#include "runtime/image/record.h"

#include "styx/bytes.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <zstd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace runtime::image {
namespace {

constexpr std::uint16_t format = 1;
constexpr std::uint8_t not_encrypted = 0;
constexpr std::size_t key_bytes = 32;    // room for a key's name and a nonce of 24 bytes (XChaCha20)
constexpr std::size_t lead = 4 + 2 + 2;  // magic, format, size of the header
constexpr std::size_t header_check = 8, record_check = 16;
constexpr int level = 1;  // of 64 MB and more, measured: level 3 takes 1.7 times as long for 4 % less
// RFC 8878, 3.1.1.2: a block has a header of 3 bytes and, unless it is empty, one more, and becomes 128 KB at most.
constexpr std::uint64_t most_growth = 128 * 1024 / 4;

std::string check64(std::string_view bytes, Salt salt)
{
    styx::Writer w;
    w.u64(XXH3_64bits_withSeed(bytes.data(), bytes.size(), std::uint64_t(salt)));
    return std::move(w.out);
}

std::string check128(std::string_view bytes, Salt salt)
{
    auto sum = XXH3_128bits_withSeed(bytes.data(), bytes.size(), std::uint64_t(salt));
    styx::Writer w;
    w.u64(sum.low64);
    w.u64(sum.high64);
    return std::move(w.out);
}

bool is_zero(std::string_view page)
{
    return page[0] == 0 && std::memcmp(page.data(), page.data() + 1, page.size() - 1) == 0;
}

// A stretch of a run that is all zero or all not.
struct Stretch {
    std::uint32_t first = 0;
    std::string_view bytes;
    bool zero = false;
};

void split(const PageRun& run, std::vector<Stretch>& out)
{
    for (std::size_t at = 0; at < run.bytes.size(); at += page_size) {
        bool zero = is_zero(run.bytes.substr(at, page_size));
        if (at == 0 || out.back().zero != zero)
            out.push_back({run.first + std::uint32_t(at / page_size), run.bytes.substr(at, 0), zero});
        auto& last = out.back();
        last.bytes = {last.bytes.data(), last.bytes.size() + page_size};
    }
}

Result<> check_region(const RegionPages& region)
{
    auto name = "region " + std::to_string(region.id);
    auto partial = [&](std::uint64_t n) {
        return fail(name + " has " + std::to_string(n) + " bytes, which is not whole pages");
    };
    if (region.size % page_size != 0) return partial(region.size);
    if (region.size / page_size > most_pages) return fail(name + " is too large");
    std::uint64_t end = 0;
    for (auto& run : region.runs) {
        if (run.bytes.size() % page_size != 0) return partial(run.bytes.size());
        if (run.first < end) return fail("the runs of " + name + " overlap or leave it");
        end = run.first + run.bytes.size() / page_size;
        if (end > region.size / page_size) return fail("the runs of " + name + " overlap or leave it");
    }
    return {};
}

Result<> check_record(const Record& record)
{
    int before = -1;
    for (auto& region : record.regions) {
        if (region.id <= before) return fail("regions are not in order");
        before = region.id;
        DO(check_region(region));
    }
    if (record.sequence > most_sequence) return fail("no sequence is that high");
    if (record.cause.size() > most_cause) return fail("the cause is too long");
    if (record.state.size() > most_index / 2) return fail("it is too large");
    return {};
}

// The index, and where the pages are that follow it.
struct Plan {
    std::string index;
    std::vector<std::string_view> pages;
    std::uint64_t page_bytes = 0;
    std::uint64_t raw() const { return index.size() + page_bytes; }
};

void plan_region(const RegionPages& region, Kind kind, styx::Writer& w, Plan& plan)
{
    std::vector<Stretch> stretches;
    for (auto& run : region.runs) split(run, stretches);
    // In a base what is not named is zero already.
    if (kind == Kind::base) std::erase_if(stretches, [](auto& s) { return s.zero; });
    w.u8(region.id);
    w.u64(region.size);
    w.u32(std::uint32_t(stretches.size()));
    for (auto& s : stretches) {
        w.u8(s.zero);
        w.u32(s.first);
        w.u64(s.bytes.size() / page_size);
        if (s.zero) continue;
        plan.pages.push_back(s.bytes);
        plan.page_bytes += s.bytes.size();
    }
}

Plan make_plan(const Record& record)
{
    Plan plan;
    styx::Writer w;
    w.text32(record.state);
    w.u16(std::uint16_t(record.regions.size()));
    for (auto& region : record.regions) plan_region(region, record.kind, w, plan);
    plan.index = std::move(w.out);
    return plan;
}

std::string encode_header(const Header& h, Salt salt)
{
    styx::Writer w;
    w.bytes(record_magic);
    w.u16(format);
    w.u16(std::uint16_t(h.header));
    w.u8(std::uint8_t(h.kind));
    w.u8(not_encrypted);
    w.u16(0);
    for (auto n : {h.generation, h.sequence, h.time, h.stored, h.raw, h.index}) w.u64(n);
    w.bytes(std::string(key_bytes, 0));
    w.u8(std::uint8_t(h.cause.size()));
    w.bytes(h.cause);
    return w.out + check64(w.out, salt);
}

std::uint64_t header_size(std::string_view cause)
{
    return lead + 4 + 6 * 8 + key_bytes + 1 + cause.size() + header_check;
}

Header header_of(const Record& record, const Plan& plan, std::uint64_t stored)
{
    return {record.generation, record.sequence,          record.time, record.kind, record.cause, stored, plan.raw(),
            plan.index.size(), header_size(record.cause)};
}

// Compresses into `to`; the pages are read where they are. The bytes it took, or 0 when there is no memory.
std::size_t compress(const Plan& plan, std::span<char> to)
{
    auto* c = ZSTD_createCCtx();
    if (c == nullptr) return 0;
    ZSTD_CCtx_setParameter(c, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setPledgedSrcSize(c, plan.raw());
    ZSTD_outBuffer out{to.data(), to.size(), 0};
    auto feed = [&](std::string_view bytes, ZSTD_EndDirective end) {
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        auto left = ZSTD_compressStream2(c, &out, &in, end);
        return !ZSTD_isError(left) && in.pos == in.size && (end == ZSTD_e_continue || left == 0);
    };
    bool fits = feed(plan.index, ZSTD_e_continue);
    for (auto page : plan.pages) fits = fits && feed(page, ZSTD_e_continue);
    fits = fits && feed({}, ZSTD_e_end);
    ZSTD_freeCCtx(c);
    return fits ? out.pos : 0;
}

}  // namespace

std::uint64_t Header::total() const { return header + stored + record_check; }

Result<std::string> encode(const Record& record, Salt salt)
{
    auto refused = [&](const std::string& why) {
        return fail("record " + std::to_string(record.sequence) + ": " + why);
    };
    if (auto good = check_record(record); !good) return refused(good.error().text);
    auto plan = make_plan(record);
    if (plan.index.size() > most_index || plan.raw() > most_payload) return refused("it is too large");
    auto head = header_size(record.cause);
    std::string out;
    std::size_t stored = 0;
    // The room is not cleared first: most of it is never touched.
    out.resize_and_overwrite(head + ZSTD_compressBound(plan.raw()) + record_check, [&](char* p, std::size_t n) {
        stored = compress(plan, {p + head, n - head - record_check});
        return head + stored;
    });
    if (stored == 0) return refused("no memory");
    auto header = encode_header(header_of(record, plan, stored), salt);
    std::ranges::copy(header, out.begin());
    return out += check128(out, salt);
}

namespace {

Result<Header> read_fields(styx::Reader r, std::uint64_t size)
{
    Header h;
    h.header = size;
    h.kind = Kind(r.u8());
    auto cipher = r.u8();
    r.u16();
    for (auto* n : {&h.generation, &h.sequence, &h.time, &h.stored, &h.raw, &h.index}) *n = r.u64();
    r.bytes(key_bytes);
    h.cause = r.bytes(r.u8());
    if (!r.ended()) return fail("its numbers cannot be");
    if (cipher != not_encrypted) return fail("it is encrypted, and this version cannot read that");
    return h;
}

bool can_be(const Header& h)
{
    return (h.kind == Kind::base || h.kind == Kind::delta) && h.sequence <= most_sequence && h.raw <= most_payload &&
           h.index <= h.raw && h.index <= most_index && (h.raw - h.index) % page_size == 0 &&
           h.stored <= ZSTD_compressBound(h.raw) && h.raw <= h.stored * most_growth;
}

}  // namespace

Result<Header> decode_header(std::string_view bytes, Salt salt)
{
    styx::Reader r{bytes};
    if (r.bytes(record_magic.size()) != record_magic) return fail("not a record");
    auto version = r.u16();
    std::size_t size = r.u16();
    if (size < lead + header_check || size > most_header || size > bytes.size())
        return fail("its header does not match its check");
    auto checked = bytes.substr(0, size - header_check);
    if (check64(checked, salt) != bytes.substr(checked.size(), header_check))
        return fail("its header does not match its check");
    if (version != format)
        return fail("it has format " + std::to_string(version) + ", and this version reads " + std::to_string(format));
    auto h = TRY(read_fields({checked.substr(lead)}, size));
    if (!can_be(h)) return fail("its numbers cannot be");
    return h;
}

bool matches_check(std::string_view record, Salt salt)
{
    if (record.size() < record_check) return false;
    auto checked = record.substr(0, record.size() - record_check);
    return check128(checked, salt) == record.substr(checked.size());
}

}  // namespace runtime::image
