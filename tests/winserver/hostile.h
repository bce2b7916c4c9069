// What takes a display longest: for each kind, messages that prepare, and one that is then sent again and again.
#pragma once

#include "../draw/messages.h"

#include <string>
#include <vector>

namespace tests {

struct Hostile {
    std::string name, prepare, message;
};

// Ids are those of a connection that has none but 0.
inline std::vector<Hostile> hostile_kinds()
{
    using namespace draw;
    constexpr std::uint32_t big = 1, odd = 2, ink = 3, other = 4;
    constexpr std::uint8_t none = 0, yes = 1;
    constexpr Rect huge{{0, 0}, {60000, 60000}}, wide{{0, 0}, {1 << 24, 28}}, everywhere{{-1 << 29, -1 << 29}, {1 << 29, 1 << 29}};
    auto tile = [](std::uint32_t id, Chan chan, Rect r, Color color) {
        return message('b', id, 0u, std::uint8_t(0), chan, std::uint8_t(1), r, Rect{{-1 << 29, -1 << 29}, {1 << 29, 1 << 29}}, color);
    };
    // A rare operator, and images that tile.
    const std::string op = message('O', std::uint8_t(Op::SxorD));
    const std::string inks = tile(odd, Chan::r5g6b5, {{0, 0}, {3, 5}}, 0x336699ff) + tile(ink, Chan::k8, {{0, 0}, {7, 2}}, 0x777777ff);
    const std::string bits = allocate(big, Chan::k1, huge, 0) + inks;
    auto zigzag = [](int points, int left, int top, int bottom) {
        std::string all;
        for (int i = 0; i <= points; ++i) {
            for (int n : {left + i % 4000, i % 2 ? top : bottom}) {
                std::uint32_t u = std::uint32_t(n) & 0x7fffff;
                all += char((u & 0x7f) | 0x80), all += char(u >> 7 & 0xff), all += char(u >> 15 & 0xff);
            }
        }
        return all;
    };
    auto oval = [&](char letter, int a, int b, int thick, std::uint32_t alpha) {
        return message(letter, big, odd, Point{30000, 30000}, a, b, thick, Point{}, alpha, 200);
    };
    std::vector<Hostile> kinds;
    auto add = [&](std::string name, std::string prepare, std::string m) { kinds.push_back({std::move(name), std::move(prepare), std::move(m)}); };
    add("a rare operator on 450 MB of bits", bits, op + message('d', big, odd, ink, huge, Point{}, Point{}));
    add("rows of 2^24 pixels through a mask that tiles", allocate(big, Chan::k8, wide, 0) + inks, op + message('d', big, odd, ink, wide, Point{}, Point{}));
    add("an image onto itself", bits, op + message('d', big, big, ink, huge, Point{1, 1}, Point{}));
    add("a colour all over 450 MB", allocate(big, Chan::x8r8g8b8, {{0, 0}, {10600, 10600}}, 0) + allocate_color(odd, 0x336699ff), message('d', big, odd, odd, Rect{{0, 0}, {10600, 10600}}, Point{}, Point{}));
    add("500 MB made and freed", "", allocate(other, Chan::x8r8g8b8, {{0, 0}, {11000, 11000}}, 0x112233ff) + message('f', other));
    add("a brush of 16383 along an ellipse", bits, op + oval('e', 500000, 20000, 8191, 0));
    add("a filled ellipse", bits, op + oval('E', 500000, 500000, 0, 0));
    add("an arc", bits, op + oval('e', 40000, 30000, 5000, 0x80000000 | 10));
    add("a polygon of 9000 tall edges", bits, op + message('P', big, std::uint16_t(9000), ~0u, Point{}, odd, Point{}) + zigzag(9000, 0, -1000, 61000));
    add("9000 lines of 16383 with discs", bits, op + message('p', big, std::uint16_t(9000), 1u, 1u, 8191, odd, Point{}) + zigzag(9000, 20000, 10000, 50000));
    add("25000 characters as large as the image", bits + message('i', big, 1u, none) + message('c', big, none, Rect{}) + message('l', big, big, std::uint16_t(0), huge, Point{}, none, yes) + message('c', big, none, huge) + allocate(other, Chan::k8, {{0, 0}, {8000, 8000}}, 0),
        op + message('s', other, odd, big, Point{}, everywhere, Point{}, std::uint16_t(25000)) + std::string(50000, '\0'));
    std::string windows, order;
    for (std::uint32_t id = 100; id < 340; ++id) {
        Rect r{{int(id), int(id)}, {int(id) + 600, int(id) + 600}};
        windows += message('b', id, 7u, none, Chan::k8, none, r, r, 0xffffffffu);
    }
    for (std::uint32_t i = 0; i < 15000; ++i) order += message('f', 100 + i * 7 % 240).substr(1);
    add("240 windows brought to the front 15000 times", allocate(big, Chan::k8, {{0, 0}, {1000, 1000}}, 0) + message('A', 7u, big, big, none) + windows,
        message('t', yes, std::uint16_t(15000)) + order);
    std::string packed;
    for (int i = 0; i < 30000; ++i) packed += "\x7c\x03";
    add("a megabyte unpacked", allocate(big, Chan::k8, {{0, 0}, {34, 30000}}, 0), message('Y', big, Rect{{0, 0}, {34, 30000}}) + packed);
    add("a megabyte read", allocate(big, Chan::k8, {{0, 0}, {1024, 1024}}, 0), message('r', big, Rect{{0, 0}, {1024, 1024}}));
    add("two corners drawn and shown", allocate_color(odd, 0x336699ff), message('d', 0u, odd, odd, Rect{{0, 0}, {1, 1}}, Point{}, Point{}) + message('d', 0u, odd, odd, Rect{{590, 390}, {600, 400}}, Point{}, Point{}) + "v");
    return kinds;
}

// As many of its messages as a write holds.
inline std::string write_of(const Hostile& kind, std::size_t bytes = 64 * 1024)
{
    std::string all = kind.message;
    while (all.size() + kind.message.size() <= bytes) all += kind.message;
    return all;
}

}  // namespace tests
