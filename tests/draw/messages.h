// Draw messages as a test writes them, and a watcher that keeps what it hears.
#pragma once

#include "draw/engine.h"

#include <string>
#include <vector>

// One message: message('f', 7u). Points and rectangles take 4 bytes a coordinate; std::uint8_t and std::uint16_t
// their size; strings as they are.
struct Message : styx::Writer {
    explicit Message(char letter) { u8(std::uint8_t(letter)); }
    Message& add(std::uint32_t n) { return u32(n), *this; }
    Message& add(int n) { return i32(n), *this; }
    Message& add(std::uint16_t n) { return u16(n), *this; }
    Message& add(std::uint8_t n) { return u8(n), *this; }
    Message& add(draw::Point p) { return add(p.x).add(p.y); }
    Message& add(draw::Rect r) { return add(r.min).add(r.max); }
    Message& add(draw::Chan c) { return add(std::uint32_t(c)); }
    Message& add(std::string_view s) { return bytes(s), *this; }
};

template <class... Fields> std::string message(char letter, Fields... fields)
{
    Message m(letter);
    (m.add(fields), ...);
    return m.out;
}

inline std::string allocate(std::uint32_t id, draw::Chan chan, draw::Rect r, draw::Color color)
{
    return message('b', id, 0u, std::uint8_t(0), chan, std::uint8_t(0), r, r, color);
}

inline std::string allocate_color(std::uint32_t id, draw::Color color)
{
    draw::Rect everywhere{{-9999, -9999}, {9999, 9999}};
    return message('b', id, 0u, std::uint8_t(0), draw::Chan::a8r8g8b8, std::uint8_t(1), draw::Rect{{0, 0}, {1, 1}},
                   everywhere, color);
}

struct Ears : draw::Watcher {
    void damage(const draw::Image& image, draw::Rect r) override { damages.push_back({&image, r}); }
    void flush() override { ++flushes; }
    void message(std::string_view bytes) override { messages.emplace_back(bytes); }

    struct Damage {
        const draw::Image* image;
        draw::Rect r;
    };
    std::vector<Damage> damages;
    std::vector<std::string> messages;
    int flushes = 0;
};

inline const draw::Image& image(const draw::Engine& engine, std::uint32_t id)
{
    return *engine.state().images.at(id).image;
}

// What is not black, as text: a '#' a pixel.
inline std::string picture(const draw::Image& image)
{
    std::string text = "\n";
    for (int y = image.r().min.y; y < image.r().max.y; ++y, text += '\n')
        for (int x = image.r().min.x; x < image.r().max.x; ++x) text += image.argb({x, y}) & 0xffffff ? '#' : '.';
    return text;
}
