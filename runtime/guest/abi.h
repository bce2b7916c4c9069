// What guest and runtime agree on beyond the table of calls (runtime/syscalls.h). Append-only, for ever.
//
// Numbers are little-endian; a path or a text is a pointer and a length in bytes. A result below 0 is an error
// whose text errstr gives. Modes, permissions and stat bytes are 9P's (open(5), stat(5)).
//
//   errstr(buf, n)                     the last error's text; its length
//   open(path, n, mode)                an fd
//   create(path, n, perm, mode)        an fd; a file that exists is truncated if the server allows it
//   remove(path, n), close(fd)
//   stat(path, n, buf, size), fstat(fd, buf, size)   a packed stat; its length
//   wstat(path, n, buf, size)          a stat whose fields are all "don't touch" asks for what is written to be durable
//   read(fd, buf, n, offset)           bytes read; offset -1: the fd's own, which moves. A read of an event file waits
//   write(fd, buf, n, offset)          bytes written
//   aread(fd, n, offset)               an id > 0; await gives its answer. One fd may have several, answered in order
//   atimer(msec)                       an id; await gives `timer` once, msec from now; frozen time does not count twice
//   cancel(id)                         0; await gives nothing more of it
//   await(buf, size, msec)             waits for any of them, at most msec (-1: for ever); the bytes of one Completion,
//                                      0 when the time is up. size must hold the header and the largest read asked for
//   bind(new, n, old, n, flags), mount(address, n, old, n, flags), unmount(new, n, old, n)   see Bind
//   serve(name, n)                     posts /srv/name; an fd: a read gives one packet of a client, a write answers one
//                                      (both: client[4], then the 9P packet; a packet of no bytes means it hung up)
//   poll()                             called by loops; not by hand
#pragma once

#include <cstdint>

namespace ninth::abi {

enum class Kind : std::uint32_t {
    data = 0,    // the answer of an aread: its bytes follow
    error = 1,   // an aread failed: the text follows
    timer = 2,   // nothing follows
    thawed = 3,  // id 0: the process was away: elapsed[8] msec, flags[4]
};
// One answer of await: id[4] kind[4] count[4] bytes[count]
inline constexpr std::uint32_t completion_header = 12;
enum Thawed : std::uint32_t { moved = 1, forked = 2, crashed = 4, restored = 8 };

enum Bind : std::uint32_t { replace = 0, before = 1, after = 2, create = 4 };

}  // namespace ninth::abi
