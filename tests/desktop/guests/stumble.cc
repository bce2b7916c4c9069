// Shows what was typed as its label. A '!' makes it trap; a '?' is a poison, which makes it trap each time it is thawed;
// a '.' ends it.
#include "apps/kit/app.h"

#include <cstdio>

namespace {

using namespace kit;

Result<> run(Window& window)
{
    std::string text;
    for (;;) {
        window.label("typed:" + text);
        window.image().draw(window.image().r(), window.display().color(0xffeeddff));
        DO(window.display().flush());
        auto event = TRY(window.wait());
        if (std::get_if<Thawed>(&event) && text.find('?') != std::string::npos) __builtin_trap();
        auto* key = std::get_if<Key>(&event);
        if (!key) continue;
        if (key->text == "!") __builtin_trap();
        if (key->text == ".") return {};
        text += key->text;
    }
}

}  // namespace

int main(int count, char** words)
{
    if (count > 1) return std::fprintf(stderr, "stumble: I take no %s\n", words[1]), 7;
    auto window = Window::open("stumble");
    if (!window) return 1;
    return run(**window) ? 0 : 1;
}
