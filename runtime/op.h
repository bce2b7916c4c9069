// A call that waits, as data: what was asked, and its answer once there is one.
//
// A frozen process holds its ops; a thawed one starts again those that had no answer, where that is safe.
#pragma once

#include "styx/stat.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace runtime {

enum class OpId : std::uint32_t { none = 0 };

struct Op {
    enum class Kind : std::uint8_t {
        read, write, timer, open, create, remove, stat, fstat, wstat, fwstat, list, rename, close, mount
    };
    // Fields a kind does not name are unused.
    Kind kind = Kind::timer;
    bool asked_async = false;      // by aread or atimer: its answer goes to await
    std::int32_t fd = -1;          // read write fstat fwstat list close
    std::string path, other;       // open create remove stat wstat rename(path to other) mount(address on path)
    std::uint8_t mode = 0;         // open create
    std::uint32_t perm = 0;        // create; bind flags for mount
    std::uint64_t offset = 0;      // read write; `own_offset` uses and moves the fd's
    std::uint32_t count = 0;       // read; open: OpenFlags
    std::string data;              // write: the bytes; wstat: the packed stat
    std::uint64_t due = 0;         // timer: msec of the process's own clock

    // While it runs.
    bool sent = false;             // it may have changed the world, or taken from a stream: not to be done twice
    std::uint8_t tries = 0;        // how often a read was begun again after its connection was cut; not in the image
    // Once it has ended.
    bool done = false;
    std::string error;             // empty: it went well
    std::int64_t value = 0;        // an fd, a count of bytes
    std::string bytes;             // what was read; a packed stat; packed directory entries

    bool changes_the_world() const;  // write create remove wstat rename: must not be done twice
};
enum OpenFlags : std::uint32_t { or_create = 1, only_new = 2, at_end = 4 };
inline constexpr std::uint64_t own_offset = ~std::uint64_t(0);

// All ops of a process. Ids rise and are not used again.
struct Ops {
    std::map<OpId, Op> all;
    std::uint32_t next = 1;

    OpId add(Op);
    Op* find(OpId);
    std::optional<OpId> first_answered() const;  // the oldest async op with an answer

    void save(styx::Writer&) const;
    static Result<Ops> restore(styx::Reader&);
};

}  // namespace runtime
