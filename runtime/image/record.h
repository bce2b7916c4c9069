// One checkpoint of a life as bytes: what a log appends, and what an image is put together from.
//
// A base says everything, a delta what changed since the record before it. A record stands by itself: its header has
// a check of its own, so that a length is believed before the payload is there, and the last check covers all of it.
// Both are seeded with the salt of the segment the record stands in, which no guest knows: bytes inside a program's
// memory that look like a record are not one. docs/image-format.md has the layout.
#pragma once

#include "styx/result.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace runtime::image {

inline constexpr std::string_view record_magic = "9rec";
inline constexpr std::size_t page_size = 4096;  // bytes; the smallest page of the machines it runs on
inline constexpr std::uint64_t most_pages = std::uint64_t(1) << 32;     // of a region: page numbers have 32 bits
inline constexpr std::uint64_t most_payload = std::uint64_t(8) << 30;   // bytes before compression: wasm32 memory twice
inline constexpr std::uint64_t most_index = std::uint64_t(1) << 30;     // bytes of state and tables in a payload
inline constexpr std::size_t most_cause = 255;                          // bytes
inline constexpr std::size_t most_header = 512;                         // bytes; no header is longer
inline constexpr std::uint64_t most_sequence = ~std::uint64_t(0) >> 1;  // so that the next one is a number too

enum class Kind : std::uint8_t { base = 1, delta = 2 };
enum class Salt : std::uint64_t {};

// Pages that follow one another. The bytes stay the caller's: they are read where they are, once.
struct PageRun {
    std::uint32_t first = 0;  // page number
    std::string_view bytes;   // whole pages
};

// What a record says of one stretch of memory. In a base, pages that no run names are zero; in a delta they are as they
// were. A region that a delta does not name is as it was; one whose size shrinks loses the pages beyond it.
struct RegionPages {
    std::uint8_t id = 0;
    std::uint64_t size = 0;     // bytes, whole pages
    std::vector<PageRun> runs;  // rising, not overlapping, inside size
};

struct Record {
    std::uint64_t generation = 0;
    std::uint64_t sequence = 0;  // rises by one from record to record, over the whole life
    std::uint64_t time = 0;      // ms since 1970, UTC
    Kind kind = Kind::base;
    std::string cause;  // why it was made, in a word: "input", "asked", "freeze"; most_cause bytes at most
    std::string state;  // everything that is not pages, whole in every record; opaque here
    std::vector<RegionPages> regions;  // rising ids
};

// What can be known of a record without its payload.
struct Header {
    std::uint64_t generation = 0, sequence = 0, time = 0;
    Kind kind = Kind::base;
    std::string cause;
    std::uint64_t stored = 0;     // bytes of the payload as it is stored
    std::uint64_t raw = 0;        // bytes of the payload before compression: index, then pages
    std::uint64_t index = 0;      // bytes of raw that come before the pages
    std::uint64_t header = 0;     // bytes of the header
    std::uint64_t total() const;  // bytes of the record
};

// The record as bytes; pages that are all zero become a count. Errors: "record 7: region 1 has 4095 bytes, which is not
// whole pages", "…: the runs of region 1 overlap or leave it", "…: regions are not in order", "…: the cause is too
// long", "…: it is too large", "…: no memory".
Result<std::string> encode(const Record&, Salt);

// The header at the front of `bytes`, which may be cut short after most_header bytes. Errors: "not a record", "its
// header does not match its check", "it has format 9, and this version reads 1", "it is encrypted, and this version
// cannot read that", "its numbers cannot be".
Result<Header> decode_header(std::string_view bytes, Salt);

// Whether `record`, all of whose total() bytes are there, is as it was written.
bool matches_check(std::string_view record, Salt);

}  // namespace runtime::image
