// A saved drawing state of any bytes: an error, or an engine that can be drawn with, replayed and closed.
#include "draw/replay.h"

#include <cstdlib>

namespace {

class Nobody final : public draw::Watcher {};

// Pixels at the offsets that a heap arena gives its first blocks.
void fill(draw::HeapArena& arena)
{
    constexpr std::size_t sizes[] = {256, 4, 64, 64, 64, 64, 1024, 1024};
    for (auto bytes : sizes) (void)arena.allocate(bytes);
}

void draw_on(draw::Engine& engine, Nobody& nobody)
{
    for (std::uint32_t id = 0; id < 10; ++id) {
        styx::Writer m;
        m.u8('d'), m.u32(id), m.u32(1), m.u32(2);
        for (int n : {-5, -5, 30, 30, 0, 0, 0, 0}) m.i32(n);
        (void)engine.write(m.out, nobody);
        styx::Writer t;
        t.u8('t'), t.u8(id % 2), t.u16(1), t.u32(id);
        (void)engine.write(t.out, nobody);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    using namespace draw;
    HeapArena arena(1 << 20);
    fill(arena);
    styx::Reader in{{reinterpret_cast<const char*>(bytes), size}};
    auto engine = Engine::restore(in, arena, std::make_shared<Shared>(), {.quota = {.bytes = 1 << 18, .images = 32, .glyphs = 512}});
    if (!engine) return 0;
    Nobody nobody;
    draw_on(**engine, nobody);
    HeapArena other_arena(1 << 22);
    Engine other(other_arena, std::make_shared<Shared>());
    replay(**engine, [&](std::string_view message) { (void)other.write(message, nobody); });
    (*engine)->close(nobody);
    return 0;
}
