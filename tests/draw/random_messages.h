// A program that draws at random: it looks at what it has, and now and then asks for what is not there.
#pragma once

#include "messages.h"
#include "random_draw.h"

class RandomProgram {
  public:
    RandomProgram(Dice& dice, const draw::Engine& engine) : dice_(dice), engine_(engine) {}

    std::string next()
    {
        using Make = std::string (RandomProgram::*)();
        static const std::vector<Make> kinds = {
            &RandomProgram::make,    &RandomProgram::make,  &RandomProgram::draw,   &RandomProgram::draw,
            &RandomProgram::draw,    &RandomProgram::draw,  &RandomProgram::op,     &RandomProgram::load,
            &RandomProgram::ellipse, &RandomProgram::line,  &RandomProgram::fill,   &RandomProgram::font,
            &RandomProgram::glyph,   &RandomProgram::glyph, &RandomProgram::string, &RandomProgram::string,
            &RandomProgram::clip,    &RandomProgram::name,  &RandomProgram::attach, &RandomProgram::free,
        };
        static const std::vector<Make> window_kinds = {
            &RandomProgram::screen, &RandomProgram::window, &RandomProgram::window,      &RandomProgram::window,
            &RandomProgram::stack,  &RandomProgram::stack,  &RandomProgram::free_screen, &RandomProgram::origin,
            &RandomProgram::origin, &RandomProgram::read,   &RandomProgram::join_screen, &RandomProgram::screen,
        };
        return (this->*dice_.of(dice_.one_in(3) ? window_kinds : kinds))();
    }

  private:
    static constexpr int most_ids = 12, most_screens = 3;

    template <class Map> std::uint32_t key_of(const Map& map)
    {
        return std::next(map.begin(), dice_.between(0, int(map.size()) - 1))->first;
    }
    // 0 is the screen.
    std::uint32_t any_id() { return std::uint32_t(dice_.between(0, most_ids)); }
    std::uint32_t id()
    {
        const auto& images = engine_.state().images;
        return images.empty() || dice_.one_in(20) ? any_id() : key_of(images);
    }
    std::uint32_t window_id()
    {
        for (int tries = 0; tries < 8; ++tries) {
            std::uint32_t found = id();
            auto i = engine_.state().images.find(found);
            if (i != engine_.state().images.end() && i->second.image->layer()) return found;
        }
        return id();
    }
    std::uint32_t new_id()
    {
        std::uint32_t made = std::uint32_t(dice_.between(1, most_ids));
        for (int tries = 0; tries < most_ids && engine_.state().images.contains(made); ++tries)
            made = made % most_ids + 1;
        return made;
    }
    std::uint32_t screen_id()
    {
        const auto& screens = engine_.state().screens;
        return screens.empty() || dice_.one_in(20) ? std::uint32_t(dice_.between(1, most_screens)) : key_of(screens);
    }
    draw::Chan screen_chan(std::uint32_t screen)
    {
        auto i = engine_.state().screens.find(screen);
        bool has = i != engine_.state().screens.end() && !dice_.one_in(20);
        return has ? i->second->base().chan() : dice_.of(all_formats());
    }
    std::uint8_t byte(int most = 255) { return std::uint8_t(dice_.between(0, most)); }
    std::string_view label() { return dice_.of(std::vector<std::string_view>{"a", "b", "page"}); }
    std::uint8_t bit() { return byte(1); }

    std::string make()
    {
        draw::Rect r = dice_.rect(10, 40),
                   clip = dice_.one_in(4) ? dice_.rect(10, 40) : draw::Rect{{-99, -99}, {99, 99}};
        if (dice_.one_in(4)) r.max = r.min + draw::Point{1, 1};
        return message('b', new_id(), 0u, byte(), dice_.of(all_formats()), bit(), r, clip, dice_.bits());
    }
    std::string screen() { return message('A', std::uint32_t(dice_.between(1, most_screens)), id(), id(), bit()); }
    std::string join_screen()
    {
        auto screen = screen_id();
        return message('S', screen, screen_chan(screen));
    }
    std::string free_screen() { return dice_.one_in(4) ? message('F', screen_id()) : op(); }
    std::string window()
    {
        draw::Rect r = dice_.rect(30, 40), clip = dice_.one_in(5) ? dice_.rect(30, 40) : draw::Rect{{-99, -99}, {99, 99}};
        auto color = dice_.one_in(4) ? draw::no_fill : dice_.bits();
        auto screen = screen_id();
        return message('b', new_id(), screen, byte(2), screen_chan(screen), std::uint8_t(0), r, clip, color);
    }
    std::string stack()
    {
        std::uint32_t first = window_id();
        if (dice_.one_in(2)) return message('t', bit(), std::uint16_t(1), first);
        std::uint32_t second = window_id();
        return first == second ? op() : message('t', bit(), std::uint16_t(2), first, second);
    }
    std::string origin()
    {
        auto corner = dice_.point(20);
        return message('o', window_id(), corner, dice_.one_in(2) ? corner : dice_.point(40));
    }
    std::string read()
    {
        draw::Point at = dice_.point(10);
        return message('r', id(), draw::Rect{at, at + draw::Point{4, 3}});
    }
    std::string draw() { return message('d', id(), id(), id(), dice_.rect(20, 50), dice_.point(20), dice_.point(20)); }
    std::string op() { return message('O', byte(11)); }
    std::string load()
    {
        draw::Point at = dice_.point(10);
        std::string pixels;
        for (int i = 0; i < 48; ++i) pixels += char(dice_.bits());
        return message('y', id(), draw::Rect{at, at + draw::Point{4, 3}}, pixels);
    }
    std::string ellipse()
    {
        auto alpha = dice_.one_in(2) ? 0u : dice_.bits() | 1u << 31;
        return message(dice_.one_in(2) ? 'e' : 'E', id(), id(), dice_.point(20), dice_.between(0, 30),
                       dice_.between(0, 30), dice_.between(0, 5), dice_.point(9), alpha, dice_.between(-400, 400));
    }
    std::string line()
    {
        return message('L', id(), dice_.point(30), dice_.point(30), dice_.between(0, 2), dice_.between(0, 2),
                       dice_.between(0, 4), id(), dice_.point(9));
    }
    std::string fill()
    {
        std::string points;
        for (int i = 0; i < 10; ++i) points += char(byte(127));
        return message(dice_.one_in(2) ? 'p' : 'P', id(), std::uint16_t(4), 0u, ~0u, 2, id(), dice_.point(9), points);
    }
    std::string font() { return message('i', id(), std::uint32_t(dice_.between(1, 5)), byte(20)); }
    std::string glyph()
    {
        return message('l', id(), id(), std::uint16_t(byte(5)), dice_.rect(10, 12), dice_.point(10), byte(), byte(20));
    }
    std::string string()
    {
        return message('s', id(), id(), id(), dice_.point(20), dice_.rect(10, 40), dice_.point(9), std::uint16_t(2),
                       std::uint16_t(byte(4)), std::uint16_t(byte(4)));
    }
    std::string clip() { return message('c', id(), bit(), dice_.rect(20, 40)); }
    std::string name()
    {
        auto n = label();
        return message('N', id(), bit(), std::uint8_t(n.size()), n);
    }
    std::string attach()
    {
        auto n = label();
        return message('n', new_id(), std::uint8_t(n.size()), n);
    }
    std::string free() { return dice_.one_in(2) ? message('f', id()) : op(); }

    Dice& dice_;
    const draw::Engine& engine_;
};
