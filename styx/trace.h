// A conversation as text, for -D, for tests, for `ninth 9p trace`: a line for each packet as it passes.
//
//   Twalk tag 3 fid 1 newfid 2 wname 'hello'       print() of a message, and parse() reads it back
//   raw '\x07\x00\x00\x00\x62\x05\x00'             what is no message
//
// A service prints its own with `server.trace = trace_to(stderr)`, a client its own by asking over traced(channel).
#pragma once

#include "styx/channel.h"

#include <cstdio>
#include <memory>

namespace styx {

using Trace = std::function<void(std::string_view line)>;

Trace trace_to(std::FILE*);  // a line each, flushed; the file stays the caller's
std::string trace_line(std::string_view packet);

// The same channel, whose packets both ways are shown to `trace` as they pass.
std::unique_ptr<Channel> traced(std::unique_ptr<Channel>, Trace trace);

}  // namespace styx
