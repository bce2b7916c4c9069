// The verbs that are one command to one life.
#include "session/verbs/desk.h"

namespace session::verbs {
namespace {

Result<> ask(std::string_view word, const styx::Names& command)
{
    auto desk = TRY(Desk::find());
    auto life = TRY(desk.choose(word));
    return put(TRY(desk.command_to(life, command)));
}

int one_life(std::string_view verb, Arguments arguments)
{
    if (arguments.size() != 1) return usage(std::string(verb) + " LIFE");
    return answer(verb, ask(arguments[0], {std::string(verb)}));
}

}  // namespace

int close(Arguments arguments) { return one_life("close", arguments); }
int thaw(Arguments arguments) { return one_life("thaw", arguments); }
int end(Arguments arguments) { return one_life("end", arguments); }
int checkpoint(Arguments arguments) { return one_life("checkpoint", arguments); }

int view(Arguments arguments)
{
    if (arguments.size() != 2) return usage("view LIFE DISPLAY_ADDRESS");
    return answer("view", ask(arguments[0], {"view", std::string(arguments[1])}));
}

}  // namespace session::verbs
