// Records made by hand, with checks that fit: what an enemy, or a broken writer, could put in a file.
#pragma once

#include "runtime/image/record.h"
#include "styx/bytes.h"

#include <zstd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace tests {

struct Forged {
    std::uint16_t format = 1;
    std::uint8_t kind = 1, cipher = 0;
    std::uint64_t generation = 1, sequence = 1, time = 0, raw = 0, index = 0;
    std::string cause = "forged";
    std::string payload = {};  // as stored
    std::uint64_t salt = 0;
};

inline std::string compressed(std::string_view bytes)
{
    std::string out(ZSTD_compressBound(bytes.size()), 0);
    out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 1));
    return out;
}

inline std::string forge(const Forged& f)
{
    styx::Writer w;
    w.bytes(runtime::image::record_magic);
    w.u16(f.format);
    w.u16(std::uint16_t(8 + 4 + 6 * 8 + 32 + 1 + f.cause.size() + 8));
    w.u8(f.kind);
    w.u8(f.cipher);
    w.u16(0);
    for (auto n : {f.generation, f.sequence, f.time, std::uint64_t(f.payload.size()), f.raw, f.index}) w.u64(n);
    w.bytes(std::string(32, 0));
    w.u8(std::uint8_t(f.cause.size()));
    w.bytes(f.cause);
    w.u64(XXH3_64bits_withSeed(w.out.data(), w.out.size(), f.salt));
    w.bytes(f.payload);
    auto sum = XXH3_128bits_withSeed(w.out.data(), w.out.size(), f.salt);
    w.u64(sum.low64);
    w.u64(sum.high64);
    return std::move(w.out);
}

// A record whose payload is `index` and then `pages`, compressed.
inline std::string forge(Forged f, std::string_view index, std::string_view pages)
{
    f.payload = compressed(std::string(index) + std::string(pages));
    f.raw = index.size() + pages.size();
    f.index = index.size();
    return forge(f);
}

}  // namespace tests
