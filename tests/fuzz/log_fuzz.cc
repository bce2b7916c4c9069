// A log's directory as an enemy could leave it.
//
// The first byte says how the rest is used: as the file of a segment, byte for byte; or as records with checks that
// fit, so that what is behind the checks is reached: kind[1] sequence step[1] index size[2] payload size[2], then the
// payload, before it is compressed. Whatever is in the directory is read, opened, and written to afterwards.
#include "../image/forge.h"

#include "runtime/image/history.h"
#include "runtime/image/log.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace {

using namespace runtime::image;

// The directory of this run, gone with it.
struct Place {
    std::string path =
        (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp") + std::string("/log-fuzz-") + std::to_string(getpid());
    ~Place() { std::filesystem::remove_all(path); }
};

std::string empty_directory()
{
    static Place place;
    std::filesystem::remove_all(place.path);
    std::filesystem::create_directory(place.path);
    return place.path;
}

std::string records(std::string_view bytes)
{
    styx::Reader r{bytes};
    std::string out;
    std::uint64_t sequence = 1;
    while (!r.bad && !r.in.empty()) {
        tests::Forged f{.kind = r.u8(), .sequence = sequence, .salt = 1};
        sequence += 1 + (r.u8() & 1);
        auto index = r.u16();
        auto payload = r.bytes(std::min<std::size_t>(r.u16(), r.in.size()));
        out += forge(f, payload.substr(0, index), payload.size() > index ? payload.substr(index) : "");
    }
    return out;
}

void expect(bool good)
{
    if (!good) std::abort();
}

// The image's memory goes through its own record unchanged.
void read_and_write(const Image& image)
{
    auto bytes = encode(as_base(image), Salt(2));
    if (!bytes) return;
    auto header = decode_header(*bytes, Salt(2));
    expect(header && header->total() == bytes->size() && matches_check(*bytes, Salt(2)));
    Image again;
    expect(apply(again, *header, *bytes).has_value());
    auto same = encode(as_base(again), Salt(2));
    expect(same && *same == *bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    if (size == 0) return 0;
    std::string rest(reinterpret_cast<const char*>(bytes) + 1, size - 1);
    auto place = empty_directory();
    auto segment = bytes[0] & 1 ? records(rest) : rest;
    std::ofstream(place + "/" + SegmentName{1, Salt(1)}.file(), std::ios::binary) << segment;
    expect(history(place).has_value());
    auto before = read_image(place);
    if (before) read_and_write(*before);
    auto log = Log::open(place);
    expect(log.has_value());
    auto after = read_image(place);
    expect(before.has_value() == after.has_value() && (!before || before->sequence == after->sequence));
    bool is_newest = before && before->sequence + 1 == log->next_sequence();
    Record next{~0ull, log->next_sequence(), 0, log->needs_base() || !is_newest ? Kind::base : Kind::delta, "", "", {}};
    expect(log->append(next).has_value() || next.sequence > most_sequence);
    expect(read_image(place)->sequence == next.sequence || next.sequence > most_sequence);
    return 0;
}
