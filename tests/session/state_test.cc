// Every pair of a state and an event: what becomes of the life, and what is done.
#include "session/state.h"

#include <gtest/gtest.h>
#include <sstream>

namespace tests {
namespace {

using namespace session;

// A line for each event: what each state makes of it, in the order of the heading. "=" stays, "x" is refused.
constexpr char table[] = R"(
            new                running            freezing           frozen             thawing            restoring          leaving            arriving           ending             dead               away
launched    =                  =                  =:ask_freeze       running            =                  =:ask_freeze       =:ask_freeze       =:ask_end          =:ask_end          running            =:ask_end
drawn       running            =                  x                  x                  running            x                  x                  x                  x                  x                  x
froze       frozen             frozen             frozen             x                  frozen             thawing:start      =:let_copy         x                  ended              x                  x
unfrozen    x                  x                  running            x                  x                  running            running            x                  x                  x                  x
exited      ended              ended              ended              x                  ended              thawing:start      ended              x                  ended              x                  x
die         thawing:run_again  thawing:run_again  frozen             x                  =:run_again        thawing:start      =:let_copy         x                  ended              x                  x
trap        ended:discard  thawing:run_again  frozen             x                  =:run_again        thawing:start      =:let_copy         x                  ended              x                  x
fail        ended:discard      thawing:run_again  frozen             x                  =:run_again        thawing:start      =:let_copy         x                  ended              x                  x
give_up     dead               dead               x                  x                  dead               x                  x                  x                  x                  x                  x
close       freezing:ask_freeze freezing:ask_freeze =                x                  freezing:ask_freeze x                 x                  x                  x                  x                  x
thaw        x                  x                  x                  thawing:start      x                  x                  x                  x                  x                  thawing:start      x
checkpoint  =:ask_checkpoint   =:ask_checkpoint   x                  x                  =:ask_checkpoint   x                  x                  x                  x                  x                  x
view        =:ask_view         =:ask_view         x                  x                  =:ask_view         x                  x                  x                  x                  x                  x
restore     restoring:ask_freeze restoring:ask_freeze x              thawing:start      restoring:ask_freeze x                x                  x                  x                  thawing:start      x
end         ending:ask_end     ending:ask_end     ending:ask_end     ended              ending:ask_end     ending:ask_end     x                  x                  =                  ended              x
shutdown    freezing:ask_freeze freezing:ask_freeze =                =                  freezing:ask_freeze freezing          =                  =                  =                  =                  =
leave       leaving:ask_freeze leaving:ask_freeze leaving            leaving:let_copy   leaving:ask_freeze x                  x                  x                  x                  x                  x
gone        x                  x                  x                  x                  x                  x                  away               x                  x                  x                  x
pull        x                  x                  x                  x                  x                  x                  x                  x                  x                  x                  arriving
arrived     x                  x                  x                  x                  x                  x                  x                  thawing:start      x                  x                  x
back        x                  x                  x                  x                  x                  x                  freezing:come_back  away:drop_copy     x                  x                  x
)";

std::string cell(State from, Event event)
{
    auto step = judge(from, event);
    if (!step) return "x";
    std::string text = step->to == from ? "=" : std::string(name(step->to));
    if (step->action != Action::none) text += ":" + std::string(name(step->action));
    return text;
}

TEST(TheTable, every_pair_of_state_and_event_is_as_written_here)
{
    std::istringstream lines(table);
    std::string line, word;
    std::getline(lines, line);  // the empty one
    std::getline(lines, line);
    std::istringstream heading(line);
    std::vector<State> states;
    while (heading >> word) states.push_back(state_named(word).value());
    ASSERT_EQ(states.size(), state_count);
    std::size_t event = 0;
    for (; std::getline(lines, line); ++event) {
        std::istringstream words(line);
        words >> word;
        for (auto state : states) {
            std::string wanted;
            words >> wanted;
            EXPECT_EQ(cell(state, Event(event)), wanted) << word << " when " << name(state);
        }
        EXPECT_FALSE(words >> word) << word << " is too much";
    }
    EXPECT_EQ(event, event_count);
}

TEST(TheTable, whoever_is_refused_hears_why)
{
    EXPECT_EQ(refusal(Event::close, State::frozen, "3f2a91c0", ""), "cannot close 3f2a91c0: it is frozen");
    EXPECT_EQ(refusal(Event::close, State::away, "3f2a91c0", "51ce0a7e unix!/x"),
              "cannot close 3f2a91c0: it is away at 51ce0a7e unix!/x");
    EXPECT_EQ(refusal(Event::leave, State::dead, "3f2a91c0", "it trapped"), "cannot move 3f2a91c0: it is dead: it trapped");
}

TEST(TheTable, states_are_read_back_by_their_names)
{
    for (std::size_t i = 0; i < state_count; ++i) EXPECT_EQ(state_named(name(State(i))), State(i));
    EXPECT_FALSE(state_named("ended"));
    EXPECT_FALSE(state_named(""));
}

}  // namespace
}  // namespace tests
