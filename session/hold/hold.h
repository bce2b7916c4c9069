// `ninth hold`: a terminal with a command in it, that outlives whoever looks at it.
#pragma once

#include <span>
#include <string_view>

namespace session {

// What follows "ninth hold" on the command line:
//   [--name N] [--size COLSxROWS] [--id ID] [--dir DIR] [--stay] [-D] [--] [command argument…]
// Runs the command ($SHELL, else /bin/sh) on a terminal, posts "hold-ID" (holder.h lists the files), prints the address
// and returns; what holds goes on detached, its errors and its -D in the run directory's hold-ID.log. With --stay it
// goes on here. In the command's environment: TERM, COLORTERM, NINTH_HOLD, which is the address. 0; 1 with one line on
// standard error if it cannot begin; 2 if it is not asked rightly.
int hold_main(std::span<const std::string_view> arguments);

}  // namespace session
