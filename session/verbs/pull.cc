#include "session/verbs/desk.h"

namespace session::verbs {
namespace {

Result<> pull_here(const std::string& address, const std::string& word)
{
    auto desk = TRY(Desk::find());
    return put(TRY(desk.command("ctl", {"pull", address, word})));
}

}  // namespace

int pull(Arguments arguments)
{
    if (arguments.size() != 2) return usage("pull HOME_ADDRESS LIFE");
    return answer("pull", pull_here(std::string(arguments[0]), std::string(arguments[1])));
}

}  // namespace session::verbs
