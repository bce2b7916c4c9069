// What a person did and the program has not read yet, in the order it was done.
//
// mouse and kbd are two files; a program that waits for both would take a key for older than the click before it. So an
// event is given only when it is the oldest: a key waits while a click before it is unread, and a click for a key.
// A program may leave one of the two unread: what has waited `patience` for the other file is given out of turn, and from
// then on does not wait, until that file is read again.
#pragma once

#include "draw/geometry.h"
#include "styx/loop.h"
#include "styx/tree.h"

#include <array>
#include <deque>

namespace runtime {

struct MouseEvent {
    draw::Point xy;
    int buttons = 0;
    std::uint32_t msec = 0;
    bool resized = false;    // 'r' instead of 'm': the window image has a new name
    bool is_motion = false;  // same buttons as the event before: may be merged with later motion
};

class InputQueue {
  public:
    enum class From : std::uint8_t { mouse, kbd };
    static constexpr std::size_t most = 65536;     // events: beyond it the oldest goes
    static constexpr std::uint64_t patience = 200; // msec

    explicit InputQueue(styx::Loop& loop) : loop_(loop) {}

    void mouse(MouseEvent);          // motion is merged into motion that is the newest of all
    void kbd(std::string message);   // as kbd gives it, with its NUL
    void read(From, styx::ReadRequest);  // waits for the next event of that file

    void save(styx::Writer&) const;
    void restore(styx::Reader&);     // into an empty one; r.bad where it is damaged

  private:
    struct Event {
        From from = From::mouse;
        MouseEvent mouse;
        std::string key;
    };
    struct Reader {
        std::deque<styx::ReadRequest> waiting;
        bool is_absent = false;  // others wait for it no more
    };
    void post(Event);
    void settle();
    bool give(From);
    void wait_for_turn();
    Reader& reader(From f) { return readers_[std::size_t(f)]; }

    styx::Loop& loop_;
    std::deque<Event> unread_;
    std::array<Reader, 2> readers_;
    std::unique_ptr<styx::Timer> turn_;
};

}  // namespace runtime
