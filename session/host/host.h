// `ninth host`: the user's files, over 9P, on the post "host".
#pragma once

#include <span>
#include <string_view>

namespace session {

// What follows "ninth host" on the command line: [-D] [--root DIR] [--listen ADDRESS]. Serves until it is killed;
// starts the session again when that ends. 1 with one line on standard error if it cannot begin, 2 if it is not asked
// rightly.
//
// Names are the machine's: the root is /, or DIR. Symlinks are followed. A file opened with OTRUNC is replaced whole
// when the client makes it durable (a wstat that touches nothing) or clunks it, and stays what it was if the client
// hangs up before (replacement.h); once made durable the fid goes on writing to the file itself. The error of a
// replacement is the wstat's, or the clunk's.
int host_main(std::span<const std::string_view> arguments);

}  // namespace session
