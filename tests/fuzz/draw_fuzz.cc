// Messages of any kind: no crash, and what was accepted can be saved, restored and replayed.
#include "draw/replay.h"

#include <cstdlib>

namespace {

class Nobody final : public draw::Watcher {};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    using namespace draw;
    HeapArena arena(1 << 20);
    Options options{.quota = {.bytes = 1 << 18, .images = 32, .glyphs = 512}};
    Rect r{{0, 0}, {64, 48}};
    auto window = Image::allocate(arena, {r, r, Chan::x8r8g8b8, Repl::no});
    if (!window) std::abort();
    Engine engine(arena, std::make_shared<Shared>(), options);
    Nobody nobody;
    if (!engine.bind_screen(*window)) std::abort();
    (void)engine.write({reinterpret_cast<const char*>(bytes), size}, nobody);
    styx::Writer saved;
    engine.save(saved);

    // What no id stands for has one for the time of a replay: there is more room on the other side.
    HeapArena other_arena(1 << 22);
    options.quota = {.bytes = 1 << 20, .images = 128, .screens = 1024, .glyphs = 1024};
    auto other_window = Image::allocate(other_arena, {r, r, Chan::x8r8g8b8, Repl::no});
    Engine other(other_arena, std::make_shared<Shared>(), options);
    if (!other_window || !other.bind_screen(*other_window)) std::abort();
    replay(engine, [&](std::string_view message) {
        if (!other.write(message, nobody)) std::abort();
    });
    engine.close(nobody);
    return 0;
}
