// The states of a life and what leads from one to the next: THE TABLE of this folder, in state.cc.
//
// Pure data: who keeps a life asks judge() what an event means to it, does the action, and records the state. A pair
// that no row names is refused, with a sentence that says why.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace session {

enum class State : std::uint8_t {
    fresh,      // "new": started for the first time, nothing drawn yet
    running,
    freezing,   // told to freeze
    frozen,
    thawing,    // started from an image, nothing drawn yet
    restoring,  // told to freeze, so that an older image can take its place
    leaving,    // frozen, or on its way there, while another desktop copies it
    arriving,   // being copied from another desktop
    ending,     // told to end
    dead,       // it died too often; its images are kept
    away,       // another desktop keeps it
    ended,      // over; kept aside until the space is needed. No life that is listed has this state
};
inline constexpr std::size_t state_count = 11;  // those a life that is listed can have

enum class Event : std::uint8_t {
    // What a run does.
    launched,  // its process answers
    drawn,     // its first frame has reached the display
    froze,     // it says that it is frozen, and goes
    unfrozen,  // it could not make its last image, and goes on
    exited,    // the program ended of itself
    die,       // the process is gone and said nothing
    trap,      // the program did what no program may
    fail,      // it could not start, or ended with an error
    give_up,   // it will not be tried again
    // What a user asks for.
    close, thaw, checkpoint, view, restore, end, shutdown,
    // A move; the last two are also said of it at the desktop that pulls.
    leave,     // another desktop wants to copy it
    gone,      // the other desktop has it: the commit point
    pull,      // this desktop wants it back
    arrived,   // this desktop has it
    back,      // the move came to nothing
};
inline constexpr std::size_t event_count = 21;

enum class Action : std::uint8_t {
    none,
    start,           // a run of the image that is wanted
    run_again,       // a run of the image the crash policy says, or give_up
    ask_freeze,      // these four of its run; where none answers, once it does
    ask_checkpoint,
    ask_view,
    ask_end,
    let_copy,        // the one who asked to copy it may
    come_back,       // nobody copies it any more
    drop_copy,       // what was copied here goes
    discard,         // it never lived: nothing of it is kept
};

struct Step {
    State to;
    Action action = Action::none;
    bool operator==(const Step&) const = default;
};

// None: refused, see refusal().
std::optional<Step> judge(State, Event);

std::string_view name(State);                            // as files show it: "new", "running" …
std::string_view name(Event);                            // as users say it: "close", "move" …
std::string_view name(Action);
std::optional<State> state_named(std::string_view name); // not "ended"

// "cannot close 3f2a91c0: it is frozen". `detail` says where it is away or what it died of; "" if that is not known.
std::string refusal(Event, State, std::string_view id, std::string_view detail);

// A program is, or soon will be, running.
bool is_alive(State);
// It has no process, and will have none until somebody asks.
bool is_at_rest(State);

}  // namespace session
