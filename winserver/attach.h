// What one attach has come to: a window of its own, somebody's window, or none; and what it may do.
//
//   new [-r minx miny maxx maxy] [-s dx dy] [-hide] [-order N] [-current]
//              makes a window, or adopts the one the life of this conversation has left behind
//   N          window N (desk; an app if it is its life's)
//   (empty)    no window: the desk's files (desk); a window of its own (foreign); the whole screen (screen)
#pragma once

#include "winserver/window.h"

namespace styx {
class Conversation;
}

namespace winserver {

class Desktop;

// It belongs to the connection, that is to the post it came in by, never to the aname.
enum class Capability {
    app,      // windows it made itself
    desk,     // everything: launcher, settings, scripts
    foreign,  // as app; no hello of its is believed, and it need not know how to ask for a window
    screen,   // the screen itself as Plan 9's /dev has it, where no desktop manages it
};

struct Attach {
    Attach(Desktop& the_desktop, Capability may, const styx::Conversation* from);
    ~Attach();  // the window goes too, unless it belongs to a life
    Attach(const Attach&) = delete;
    Attach& operator=(const Attach&) = delete;

    Desktop& desktop;
    const Capability capability;
    const styx::Conversation* const conversation;
    std::weak_ptr<Window> window;
    bool has_window = false;  // it had one once
    bool is_owner = false;

    // Its window. Errors: `window deleted`; `this program was moved or restored elsewhere` once another has adopted it.
    Result<Window*> find() const;
    bool is_linked() const;  // its conversation has a link now
};

// Answers an attach with a tree of files (files.h). Errors: parse_new's (wctl.h), Desktop::open's, `no window N`,
// `permission denied`, `too many windows`.
void answer_attach(Desktop&, Capability, styx::AttachRequest);

}  // namespace winserver
