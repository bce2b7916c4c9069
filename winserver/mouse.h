// The mouse as a window sees it: positions in the window, the buttons as bits.
#pragma once

#include "draw/geometry.h"
#include "styx/tree.h"

#include <cstdint>
#include <deque>

namespace winserver {

struct MouseEvent {
    draw::Point xy;  // pixels of the window; outside it while a button that went down inside is held
    int buttons = 0;
    std::uint32_t msec = 0;
};

// The mouse file of a window. Motion that nobody has read is merged; a change of buttons is an event of its own.
class MouseFile {
  public:
    static constexpr std::size_t most = 4096;  // unread events: beyond it the oldest goes

    void post(const MouseEvent&);
    void resized();                // the next event says 'r': the window's image has another name now
    void read(styx::ReadRequest);  // `m%11d %11d %11d %11d ` x y buttons msec, 49 bytes, or 'r' for m (mouse(3))
    void clear();
    void fail_readers(const Error&);  // all who wait

  private:
    void settle();
    std::deque<MouseEvent> unread_;
    std::deque<styx::ReadRequest> waiting_;
    MouseEvent last_;
    bool is_resized_ = false;
};

}  // namespace winserver
