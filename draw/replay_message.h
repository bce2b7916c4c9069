// The messages replay writes. Inside draw/ only.
#pragma once

#include "draw/replay.h"
#include "styx/bytes.h"

namespace draw {

struct Message : styx::Writer {
    explicit Message(char letter) { u8(std::uint8_t(letter)); }
    void point(Point p)
    {
        i32(p.x);
        i32(p.y);
    }
    void rect(Rect r)
    {
        point(r.min);
        point(r.max);
    }
};

// Images get no colour: their pixels are to come.
void send_allocate(std::uint32_t id, std::uint32_t screen, Refresh, const Shape&, const Send&);
void send_image(const Image&, std::uint32_t id, const Send&);
void send_clip(std::uint32_t id, Repl, Rect clip, const Send&);
void send_font(std::uint32_t id, const Font&, const Send&);
void send_id(char letter, std::uint32_t id, const Send&);  // f, F
enum class Naming : std::uint8_t { ends, begins };
void send_name(std::uint32_t id, Naming, std::string_view name, const Send&);
void send_attach(std::uint32_t id, std::string_view name, const Send&);
void send_screen(const Screen&, std::uint32_t base, std::uint32_t fill, const Send&);
void send_join(const Screen&, const Send&);
void send_origin(const Image& window, std::uint32_t id, const Send&);
void send_to_front(std::uint32_t window, const Send&);

}  // namespace draw
