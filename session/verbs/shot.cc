#include "session/picture.h"
#include "session/verbs/desk.h"

namespace session::verbs {
namespace {

Result<> take(const std::string& path)
{
    styx::ignore_broken_pipes();
    auto places = TRY(styx::Places::find());
    auto display = styx::Remote::dial(places.display);
    if (!display) return fail("no display answers at " + places.display + ": start one with ninth");
    auto picture = TRY((*display)->read("screen"));
    return write_picture(picture, path);
}

}  // namespace

int shot(Arguments arguments)
{
    if (arguments.size() != 1) return usage("shot FILE.png");
    return answer("shot", take(std::string(arguments[0])));
}

}  // namespace session::verbs
