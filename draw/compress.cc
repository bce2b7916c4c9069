#include "draw/compress.h"

#include <algorithm>

namespace draw {
namespace {

constexpr std::size_t shortest = 3, longest = 34, window = 1024, most_literals = 128;  // image(6)
constexpr int tries = 16;  // matches looked at for each byte: more hardly shortens pictures of text

std::size_t hash(std::string_view s, std::size_t at)
{
    auto byte = [&](std::size_t i) { return std::uint32_t(std::uint8_t(s[at + i])); };
    return (byte(0) | byte(1) << 8 | byte(2) << 16) * 2654435761u >> 20;
}

// A code: the bytes it takes itself, and those it stands for. None that does not end.
struct Code {
    std::size_t size = 0, yields = 0;
};
Code next_code(std::string_view packed)
{
    if (packed.size() < 2) return {};
    auto code = std::uint8_t(packed[0]);
    if (code < 128) return {2, (code >> 2) + shortest};
    std::size_t n = code - 127u;
    return n + 1 > packed.size() ? Code{} : Code{n + 1, n};
}

// One code's effect: appends to rows, and returns the bytes of the code; 0 if it does not fit.
std::size_t decode_one(std::string_view packed, std::string& rows, std::size_t room)
{
    auto code = next_code(packed);
    if (code.size == 0 || code.yields > room) return 0;
    auto first = std::uint8_t(packed[0]);
    if (first >= 128) {
        rows += packed.substr(1, code.yields);
        return code.size;
    }
    std::size_t back = (first & 3u) * 256 + std::uint8_t(packed[1]) + 1;
    // Before the first byte the window reads as zeros.
    for (auto n = code.yields; n; --n) rows += back <= rows.size() ? rows[rows.size() - back] : '\0';
    return code.size;
}

}  // namespace

Result<std::size_t> packed_size(std::string_view packed, std::size_t row_bytes, std::size_t rows)
{
    std::size_t taken = 0;
    for (; rows; --rows)
        for (std::size_t left = row_bytes; left;) {
            auto code = next_code(packed.substr(taken));
            if (code.size == 0 || code.yields > left) return fail("bad writeimage call");
            taken += code.size;
            left -= code.yields;
        }
    return taken;
}

Result<Unpacked> unpack(std::string_view packed, std::size_t row_bytes, std::size_t rows)
{
    Unpacked result;
    // A code yields at most 17 bytes for each of its own, so hostile sizes cost no more than what was sent.
    result.rows.reserve(std::min(row_bytes * rows, packed.size() * 17));
    for (std::size_t end = row_bytes; rows; --rows, end += row_bytes) {
        while (result.rows.size() < end) {
            auto n = decode_one(packed.substr(result.taken), result.rows, end - result.rows.size());
            if (n == 0) return fail("bad writeimage call");
            result.taken += n;
        }
    }
    return result;
}

Packer::Match Packer::longest_match(std::size_t at) const
{
    Match best;
    std::size_t most = std::min(longest, seen_.size() - at);
    if (most < shortest) return best;
    std::int32_t from = newest_[hash(seen_, at)];
    for (int i = 0; i < tries && from >= 0 && at - std::size_t(from) <= window; ++i) {
        std::size_t n = 0;
        while (n < most && seen_[std::size_t(from) + n] == seen_[at + n]) ++n;
        if (n > best.length) best = {n, at - std::size_t(from)};
        std::int32_t next = older_[std::size_t(from) % window];
        if (n == most || next >= from) break;
        from = next;
    }
    return best;
}

void Packer::remember(std::size_t at)
{
    if (at + shortest > seen_.size()) return;
    std::size_t h = hash(seen_, at);
    older_[at % window] = newest_[h];
    newest_[h] = std::int32_t(at);
}

void Packer::literals(std::size_t begin, std::size_t end)
{
    while (begin < end) {
        std::size_t n = std::min(end - begin, most_literals);
        out += char(n + 127);
        out.append(seen_, begin, n);
        begin += n;
    }
}

void Packer::add_row(std::string_view row)
{
    std::size_t at = seen_.size(), plain = at;
    seen_ += row;
    while (at < seen_.size()) {
        Match match = longest_match(at);
        if (match.length < shortest) {
            remember(at++);
            continue;
        }
        literals(plain, at);
        out += char((match.length - shortest) << 2 | (match.back - 1) >> 8);
        out += char((match.back - 1) & 0xff);
        for (std::size_t i = 0; i < match.length; ++i) remember(at++);
        plain = at;
    }
    literals(plain, at);
}

}  // namespace draw
