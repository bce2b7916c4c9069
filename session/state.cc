#include "session/state.h"

#include <algorithm>
#include <initializer_list>

namespace session {
namespace {

using S = State;
using E = Event;
using A = Action;

// Which states a row is about: a bit for each.
struct Set {
    unsigned bits = 0;
    constexpr Set(std::initializer_list<State> states)
    {
        for (auto s : states) bits |= 1U << unsigned(s);
    }
    constexpr bool has(State s) const { return bits >> unsigned(s) & 1; }
};
constexpr Set alive{S::fresh, S::running, S::thawing};
constexpr Set still{S::freezing, S::frozen, S::leaving, S::arriving, S::ending, S::dead, S::away};

struct Row {
    Event event;
    Set from;
    std::optional<State> to;  // none: it stays as it is
    Action action = Action::none;
};

constexpr Row rows[] = {
    // Asked before the run answered, or by a session that has died since: asked now.
    {E::launched, alive, {}},
    {E::launched, {S::freezing, S::restoring, S::leaving}, {}, A::ask_freeze},
    {E::launched, {S::ending}, {}, A::ask_end},
    {E::launched, {S::frozen, S::dead}, S::running},
    {E::launched, {S::arriving, S::away}, {}, A::ask_end},  // a second copy of what runs elsewhere

    {E::drawn, alive, S::running},

    {E::froze, alive, S::frozen},
    {E::froze, {S::freezing}, S::frozen},
    {E::froze, {S::restoring}, S::thawing, A::start},
    {E::froze, {S::leaving}, {}, A::let_copy},
    {E::froze, {S::ending}, S::ended},

    {E::unfrozen, {S::freezing, S::restoring, S::leaving}, S::running},

    {E::exited, alive, S::ended},
    {E::exited, {S::freezing, S::leaving, S::ending}, S::ended},
    {E::exited, {S::restoring}, S::thawing, A::start},

    // Whoever was told to freeze has its newest image, if not the last one.
    {E::die, alive, S::thawing, A::run_again},
    {E::die, {S::freezing}, S::frozen},
    {E::die, {S::restoring}, S::thawing, A::start},
    {E::die, {S::leaving}, {}, A::let_copy},
    {E::die, {S::ending}, S::ended},

    {E::trap, {S::fresh}, S::ended, A::discard},  // it cannot even begin
    {E::trap, alive, S::thawing, A::run_again},
    {E::trap, {S::freezing}, S::frozen},
    {E::trap, {S::restoring}, S::thawing, A::start},
    {E::trap, {S::leaving}, {}, A::let_copy},
    {E::trap, {S::ending}, S::ended},

    {E::fail, {S::fresh}, S::ended, A::discard},
    {E::fail, {S::running, S::thawing}, S::thawing, A::run_again},
    {E::fail, {S::freezing}, S::frozen},
    {E::fail, {S::restoring}, S::thawing, A::start},
    {E::fail, {S::leaving}, {}, A::let_copy},
    {E::fail, {S::ending}, S::ended},

    {E::give_up, alive, S::dead},

    {E::close, alive, S::freezing, A::ask_freeze},
    {E::close, {S::freezing}, {}},

    {E::thaw, {S::frozen, S::dead}, S::thawing, A::start},

    {E::checkpoint, alive, {}, A::ask_checkpoint},

    {E::view, alive, {}, A::ask_view},

    {E::restore, alive, S::restoring, A::ask_freeze},
    {E::restore, {S::frozen, S::dead}, S::thawing, A::start},

    {E::end, alive, S::ending, A::ask_end},
    {E::end, {S::freezing, S::restoring}, S::ending, A::ask_end},
    {E::end, {S::ending}, {}},
    {E::end, {S::frozen, S::dead}, S::ended},

    {E::shutdown, alive, S::freezing, A::ask_freeze},
    {E::shutdown, {S::restoring}, S::freezing},  // it has been asked
    {E::shutdown, still, {}},

    {E::leave, alive, S::leaving, A::ask_freeze},
    {E::leave, {S::freezing}, S::leaving},       // it has been asked
    {E::leave, {S::frozen}, S::leaving, A::let_copy},

    {E::gone, {S::leaving}, S::away},

    {E::pull, {S::away}, S::arriving},

    {E::arrived, {S::arriving}, S::thawing, A::start},

    {E::back, {S::leaving}, S::freezing, A::come_back},
    {E::back, {S::arriving}, S::away, A::drop_copy},
};

constexpr std::string_view state_names[] = {"new",     "running", "freezing", "frozen", "thawing", "restoring",
                                            "leaving", "arriving", "ending",   "dead",   "away",    "ended"};
constexpr std::string_view event_names[] = {"launched", "drawn", "froze", "go on with", "exited", "die",     "trap", "fail",
                                            "give up",  "close", "thaw",       "checkpoint", "view", "restore", "end",
                                            "shut down", "move", "let go of", "pull",   "take in", "take back"};
constexpr std::string_view action_names[] = {"-",       "start",    "run_again", "ask_freeze", "ask_checkpoint", "ask_view",
                                             "ask_end", "let_copy", "come_back", "drop_copy",  "discard"};
// What a refusal gives as its reason.
constexpr std::string_view reasons[] = {
    "it is starting",
    "it is running",
    "it is being frozen",
    "it is frozen",
    "it is being thawed",
    "an older image of it is being restored",
    "another desktop is copying it",
    "it is arriving from another desktop",
    "it is being ended",
    "it is dead",
    "it is away",
    "it has ended",
};
static_assert(std::size(state_names) == state_count + 1 && std::size(reasons) == state_count + 1);
static_assert(std::size(event_names) == event_count);
static_assert(std::size(action_names) == std::size_t(Action::discard) + 1);

}  // namespace

std::optional<Step> judge(State from, Event event)
{
    auto row = std::ranges::find_if(rows, [&](auto& r) { return r.event == event && r.from.has(from); });
    if (row == std::end(rows)) return {};
    return Step{row->to.value_or(from), row->action};
}

std::string_view name(State s) { return state_names[std::size_t(s)]; }
std::string_view name(Event e) { return event_names[std::size_t(e)]; }
std::string_view name(Action a) { return action_names[std::size_t(a)]; }

std::optional<State> state_named(std::string_view word)
{
    for (std::size_t i = 0; i < state_count; ++i)
        if (state_names[i] == word) return State(i);
    return {};
}

std::string refusal(Event event, State state, std::string_view id, std::string_view detail)
{
    auto text = "cannot " + std::string(name(event)) + " " + std::string(id) + ": " + std::string(reasons[std::size_t(state)]);
    if (detail.empty()) return text;
    if (state == State::away) return text + " at " + std::string(detail);
    return state == State::dead ? text + ": " + std::string(detail) : text;
}

bool is_at_rest(State s) { return s == S::frozen || s == S::dead || s == S::away || s == S::ended; }

bool is_alive(State s) { return alive.has(s); }

}  // namespace session
