#include "session/verbs/desk.h"

#include "session/host/names.h"
#include "styx/path.h"

namespace session::verbs {
namespace {

// A word that names something in this directory, or a new file in it, is meant from here, whatever the program's own
// directory: names inside a program are the machine's.
std::string from_here(const std::string& word, const std::filesystem::path& here)
{
    bool is_of_here = !word.empty() && word[0] != '/' && word[0] != '-';
    if (!is_of_here) return word;
    auto path = styx::text_of((here / styx::path_of(word)).lexically_normal());
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return host_name(path);
}

Result<> open_here(Arguments arguments)
{
    std::error_code bad;
    auto here = std::filesystem::current_path(bad);
    if (bad) return fail("cannot tell the current directory: " + bad.message());
    styx::Names command{"open", host_name(styx::text_of(here)), std::string(arguments[0])};
    for (auto word : arguments.subspan(1)) command.push_back(from_here(std::string(word), here));
    auto desk = TRY(Desk::find());
    return put(TRY(desk.command("ctl", command)));
}

}  // namespace

int open(Arguments arguments)
{
    if (arguments.empty()) return usage("open PROGRAM [FILE…]");
    return answer("open", open_here(arguments));
}

}  // namespace session::verbs
