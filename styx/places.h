// Where Ninth keeps things and posts its sockets, so that several desktops run side by side.
//
//   NINTH_STATE    data: lives and their logs           (else $XDG_DATA_HOME/ninth, ~/.local/share/ninth)
//   NINTH_RUN      sockets, locks, messages of services (else $XDG_RUNTIME_DIR/ninth, /tmp/ninth-<uid>)
//   NINTH_DISPLAY  dial string of the display           (else unix!$NINTH_RUN/display)
//   NINTH_SESSION  dial string of the session           (else unix!$NINTH_RUN/session)
#pragma once

#include "styx/result.h"

namespace styx {

struct Places {
    std::string state, run;        // absolute directories, made 0700 and seen to be ours
    std::string display, session;  // dial strings

    // From the environment. Errors name the directory and what is wrong: not ours, not
    // writable, writable by others, a file in the way.
    static Result<Places> find();
    std::string post(const std::string& service) const { return "unix!" + run + "/" + service; }
};

// Makes the directory and those above it, 0700, and checks that it is ours and that we alone may write in it.
Result<> own_directory(const std::string& path);

}  // namespace styx
