#include "runtime/image/payload.h"

#include "styx/bytes.h"

#include <algorithm>
#include <zstd.h>

namespace runtime::image {
namespace {

constexpr int window_log = 23;  // 8 MB, what RFC 8878 3.1.1.1.2 asks every reader to take; more is refused

}  // namespace

struct PayloadReader::Stream {
    ZSTD_DStream* z = ZSTD_createDStream();
    ZSTD_inBuffer in{nullptr, 0, 0};
    Stream() { ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, window_log); }
    ~Stream() { ZSTD_freeDStream(z); }
};

PayloadReader::PayloadReader(const Header& h, std::string_view record) : stream_(std::make_unique<Stream>())
{
    stream_->in = {record.data() + h.header, std::size_t(h.stored), 0};
}

PayloadReader::~PayloadReader() = default;

Result<> PayloadReader::read(std::span<char> to)
{
    ZSTD_outBuffer out{to.data(), to.size(), 0};
    while (out.pos < out.size) {
        auto before = out.pos + stream_->in.pos;
        auto left = ZSTD_decompressStream(stream_->z, &out, &stream_->in);
        if (ZSTD_isError(left)) return fail("its payload does not decompress");
        if (out.pos + stream_->in.pos == before) return fail("its payload ends early");
    }
    return {};
}

Result<> PayloadReader::end()
{
    char more;
    ZSTD_outBuffer out{&more, 1, 0};
    auto left = ZSTD_decompressStream(stream_->z, &out, &stream_->in);
    if (out.pos != 0 || stream_->in.pos != stream_->in.size) return fail("its payload goes on after its pages");
    if (ZSTD_isError(left)) return fail("its payload does not decompress");
    return {};
}

namespace {

// Taken in steps, so that memory follows what the payload really has and not what it says.
Result<std::string> read_bytes(PayloadReader& payload, std::uint64_t size)
{
    constexpr std::uint64_t step = 1 << 20;
    std::string out;
    while (out.size() < size) {
        auto have = out.size();
        out.resize(have + std::min(step, size - have));
        DO(payload.read(std::span(out).subspan(have)));
    }
    return out;
}

std::uint64_t page_count(const std::vector<IndexRun>& runs)
{
    std::uint64_t n = 0;
    for (auto& run : runs) n += run.is_zero ? 0 : run.count;
    return n;
}

bool read_runs(styx::Reader& r, IndexRegion& region)
{
    std::uint64_t end = 0;
    for (auto left = r.u32(); left > 0 && !r.bad; --left) {
        IndexRun run;
        auto zero = r.u8();
        run.is_zero = zero == 1;
        run.first = r.u32();
        run.count = r.u64();
        if (zero > 1 || run.first < end || run.count == 0 || run.count > most_pages) return false;
        end = run.first + run.count;
        if (end > region.size / page_size) return false;
        region.runs.push_back(run);
    }
    return !r.bad;
}

bool read_region(styx::Reader& r, int before, IndexRegion& region)
{
    region.id = r.u8();
    region.size = r.u64();
    if (region.id <= before || region.size % page_size != 0 || region.size / page_size > most_pages) return false;
    return read_runs(r, region);
}

bool read_regions(styx::Reader& r, Index& index)
{
    int before = -1;
    for (auto left = r.u16(); left > 0; --left) {
        IndexRegion region;
        if (!read_region(r, before, region)) return false;
        before = region.id;
        index.regions.push_back(std::move(region));
    }
    return r.ended();
}

}  // namespace

Result<Index> read_index(const Header& h, PayloadReader& payload)
{
    auto bytes = TRY(read_bytes(payload, h.index));
    styx::Reader r{bytes};
    Index index;
    index.state = r.text32();
    if (!read_regions(r, index)) return fail("its index is damaged");
    std::uint64_t pages = 0;
    for (auto& region : index.regions) pages += page_count(region.runs);
    if (pages != (h.raw - h.index) / page_size) return fail("its index is damaged");
    return index;
}

}  // namespace runtime::image
