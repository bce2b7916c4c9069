#include "draw/replay_message.h"

namespace draw {

void send_allocate(std::uint32_t id, std::uint32_t screen, Refresh refresh, const Shape& shape, const Send& send)
{
    Message m('b');
    m.u32(id);
    m.u32(screen);
    m.u8(std::uint8_t(refresh));
    m.u32(std::uint32_t(shape.chan));
    m.u8(shape.repl == Repl::yes);
    m.rect(shape.r);
    m.rect(shape.clip);
    m.u32(no_fill);
    send(m.out);
}

void send_clip(std::uint32_t id, Repl repl, Rect clip, const Send& send)
{
    Message c('c');
    c.u32(id);
    c.u8(repl == Repl::yes);
    c.rect(clip);
    send(c.out);
}

void send_image(const Image& image, std::uint32_t id, const Send& send)
{
    send_allocate(id, 0, Refresh::backup, image.shape(), send);
    // 'b' cuts the clip of an image that does not tile to its rectangle; 'c' does not.
    if (image.repl() == Repl::yes || image.r().contains(image.clip())) return;
    send_clip(id, Repl::no, image.clip(), send);
}

void send_font(std::uint32_t id, const Font& font, const Send& send)
{
    if (font.glyphs.empty()) return;
    Message m('i');
    m.u32(id);
    m.u32(std::uint32_t(font.glyphs.size()));
    m.u8(font.ascent);
    send(m.out);
    for (std::size_t i = 0; i < font.glyphs.size(); ++i) {
        const Glyph& g = font.glyphs[i];
        if (g == Glyph{}) continue;
        // The character copied onto itself: only its place is news.
        Message l('l');
        l.u32(id);
        l.u32(id);
        l.u16(std::uint16_t(i));
        l.rect(g.r);
        l.point(g.r.min);
        l.u8(std::uint8_t(g.left));
        l.u8(g.width);
        send(l.out);
    }
}

void send_id(char letter, std::uint32_t id, const Send& send)
{
    Message m(letter);
    m.u32(id);
    send(m.out);
}

void send_name(std::uint32_t id, Naming what, std::string_view name, const Send& send)
{
    Message m('N');
    m.u32(id);
    m.u8(std::uint8_t(what));
    m.u8(std::uint8_t(name.size()));
    m.bytes(name);
    send(m.out);
}

void send_attach(std::uint32_t id, std::string_view name, const Send& send)
{
    Message m('n');
    m.u32(id);
    m.u8(std::uint8_t(name.size()));
    m.bytes(name);
    send(m.out);
}

void send_screen(const Screen& screen, std::uint32_t base, std::uint32_t fill, const Send& send)
{
    Message m('A');
    m.u32(screen.id());
    m.u32(base);
    m.u32(fill);
    m.u8(screen.access() == Screen::Access::shared);
    send(m.out);
}

void send_join(const Screen& screen, const Send& send)
{
    Message m('S');
    m.u32(screen.id());
    m.u32(std::uint32_t(screen.base().chan()));
    send(m.out);
}

void send_origin(const Image& window, std::uint32_t id, const Send& send)
{
    Message m('o');
    m.u32(id);
    m.point(window.r().min);
    m.point(window.layer()->place.min);
    send(m.out);
}

void send_to_front(std::uint32_t id, const Send& send)
{
    Message m('t');
    m.u8(1);
    m.u16(1);
    m.u32(id);
    send(m.out);
}

}  // namespace draw
