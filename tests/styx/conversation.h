// Plays a conversation file to a server, and says where it did not answer as the file has it.
//
// A .9p file is a trace (styx/trace.h), or written by hand in its format. A line is one of
//   T…           sent. Without a tag it gets one of its own.
//   R…           what must have come to the T line of that tag; without a tag, to the last T line. Only the fields it
//                mentions are compared; the value * is any, and *end any that ends so.
//   Rnone tag 7  no answer has come to tag 7
//   raw 'bytes'  sent as they are, in the trace's quotes
//   ! words      something happens in the world: the test's part
//   # comment
// A T line that no R line mentions must not fail, and no answer may come that nothing asked for.
#pragma once

#include "styx/serve.h"

#include <functional>
#include <string>
#include <vector>

namespace tests {

using Event = std::function<Result<>(const styx::Names& words)>;

// One text a line that did not hold: "walk.9p:12: want … got …".
std::vector<std::string> play(styx::Server&, const std::string& file, const Event&);
std::vector<std::string> play_text(styx::Server&, const std::string& name, std::string_view text, const Event&);

}  // namespace tests
