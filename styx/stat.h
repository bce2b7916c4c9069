// A directory entry, as stat(5) packs it.
#pragma once

#include "styx/bytes.h"
#include "styx/result.h"

#include <vector>

namespace styx {

// Bits of a mode (stat(5)); the high 8 bits are also the type of the qid.
inline constexpr std::uint32_t DMDIR = 0x80000000u, DMAPPEND = 0x40000000u, DMEXCL = 0x20000000u, DMTMP = 0x04000000u;
// Ways to open (open(5)). Any other bit is accepted and ignored, as device clients set some.
enum OpenMode : std::uint8_t { OREAD = 0, OWRITE = 1, ORDWR = 2, OEXEC = 3, OTRUNC = 0x10, ORCLOSE = 0x40 };
inline bool can_read(std::uint8_t mode) { return (mode & 3) != OWRITE; }
inline bool can_write(std::uint8_t mode) { return (mode & 3) == OWRITE || (mode & 3) == ORDWR; }

struct Qid {
    std::uint8_t type = 0;      // the high 8 bits of the file's mode: 0x80 directory, 0x40 append-only
    std::uint32_t version = 0;  // rises with each change
    std::uint64_t path = 0;     // unique among all files of the server, for ever
    bool operator==(const Qid&) const = default;
    bool is_dir() const { return type & 0x80; }
};

struct Stat {
    std::uint16_t type = 0;  // for kernel use
    std::uint32_t dev = 0;   // for kernel use
    Qid qid;
    std::uint32_t mode = 0;
    std::uint32_t atime = 0, mtime = 0;  // seconds since 1970
    std::uint64_t length = 0;            // bytes; 0 for directories and devices
    std::string name, uid, gid, muid;
    bool operator==(const Stat&) const = default;
    bool is_dir() const { return mode & DMDIR; }

    static Stat untouched();  // a wstat that changes nothing: every field "don't touch"

    // The fields in wire order, for encode, decode, print and parse alike.
    static void fields(auto& m, auto&& f)
    {
        f("type", m.type), f("dev", m.dev), f("qid", m.qid), f("mode", m.mode), f("atime", m.atime), f("mtime", m.mtime);
        f("length", m.length), f("name", m.name), f("uid", m.uid), f("gid", m.gid), f("muid", m.muid);
    }
};

inline constexpr std::size_t least_stat = 2 + 2 + 4 + 13 + 4 + 4 + 4 + 8 + 4 * 2;  // size[2] to muid[s], names empty

std::string encode(const Stat&);                          // size[2] type[2] dev[4] qid[13] mode[4] … muid[s]
Result<Stat> decode_stat(std::string_view);               // one whole entry; error: "bad message"
Result<std::vector<Stat>> decode_directory(std::string_view);  // the bytes of a directory read

}  // namespace styx
