// `ninth session`: keeps the lives of a desktop, and sees to it that there is a display and a host.
#pragma once

#include <span>
#include <string_view>

namespace session {

// What follows "ninth session" on the command line: [-D]. Serves the post "session" (tree.h) until it is stopped or killed;
// nobody else stops with it, and the next one takes up what it finds. A hello that names another service is relayed
// (relay.h). 0 stopped; 1 with one line on standard error if it cannot begin; 2 if it is not asked rightly.
int session_main(std::span<const std::string_view> arguments);

}  // namespace session
