// What a user types: each verb of `ninth` that asks the session for something. A life is named by its id, the unique
// beginning of one, or the name of its program where only one has it (choose.h).
//
// Arguments are what follows the verb. 0 done; 1 with one line on standard error, "ninth VERB: reason"; 2 if it is not
// asked rightly.
#pragma once

#include <span>
#include <string_view>

namespace session::verbs {

using Arguments = std::span<const std::string_view>;

int start(Arguments);       // [--headless WxH[@SCALE] | --desktop]; returns when all that was open has drawn
int stop(Arguments);        // freezes all, ends display, host and session
int open(Arguments);        // PROGRAM [ARGUMENT…]; prints the id when it has drawn
int close(Arguments);       // LIFE; returns when it is frozen
int thaw(Arguments);        // LIFE; returns when it has drawn
int end(Arguments);         // LIFE
int checkpoint(Arguments);  // LIFE; prints the sequence when the image is on the disk
int restore(Arguments);     // LIFE [SEQUENCE | -t SECONDS_AGO]; of one that has ended: its whole id
int history(Arguments);     // LIFE
int ls(Arguments);          // [-v]
int view(Arguments);        // LIFE DISPLAY_ADDRESS
int pull(Arguments);        // HOME_ADDRESS LIFE; prints the id when it has drawn here
int shot(Arguments);        // FILE.png

}  // namespace session::verbs
