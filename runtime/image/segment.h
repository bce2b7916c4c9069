// One file of a log: a base at its front and the deltas that follow it, each one number higher.
//
// A delta can be used when every record before it in its segment can. What stands behind damage is found again by its
// header, so that it can be named and is not taken for a torn tail, but it is no part of the chain.
#pragma once

#include "runtime/image/disk.h"
#include "runtime/image/record.h"

namespace runtime::image {

struct SegmentName {
    std::uint64_t sequence = 0;  // of its base
    Salt salt{};                 // seed of the checks of its records

    std::string file() const;  // "<sequence, 16 hexadecimal digits>-<salt, 16>.log"
    static std::optional<SegmentName> parse(std::string_view file);
};

struct Entry {
    Header header;
    std::uint64_t offset = 0;
    bool is_chained = false;  // its header and those of all records before it are intact and follow each other
    std::uint64_t end() const { return offset + header.total(); }
};

struct Segment {
    SegmentName name;
    File file;
    std::uint64_t size = 0;             // bytes of the file when it was scanned
    std::vector<Entry> entries;         // those that are all there, in order; first the chained ones
    std::vector<std::string> problems;  // what is wrong in it, a sentence each, without a full stop
    std::string tail;                   // the same of what is behind the last entry, or empty: an append cut short

    // The record's bytes, seen to match their check. Errors: "record 7 is damaged: its bytes do not match their check",
    // the system's.
    Result<std::string> read(const Entry&) const;
};

// By rising sequence. Errors: the system's.
Result<std::vector<SegmentName>> segment_names(const std::string& directory);

// Reads headers, not payloads. Errors: the system's; damage is no error.
Result<Segment> scan(File, SegmentName);

}  // namespace runtime::image
