// A program that draws at random: it knows roughly what it has, and now and then asks for what is not there.
#pragma once

#include "messages.h"
#include "random_draw.h"

class RandomProgram {
  public:
    explicit RandomProgram(Dice& dice) : dice_(dice) {}

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
        return (this->*dice_.of(kinds))();
    }

  private:
    std::uint32_t id() { return std::uint32_t(dice_.between(1, 12)); }
    std::uint8_t byte(int most = 255) { return std::uint8_t(dice_.between(0, most)); }
    std::string_view label() { return dice_.of(std::vector<std::string_view>{"a", "b", "page"}); }
    std::uint8_t bit() { return byte(1); }

    std::string make()
    {
        draw::Rect r = dice_.rect(10, 40),
                   clip = dice_.one_in(4) ? dice_.rect(10, 40) : draw::Rect{{-99, -99}, {99, 99}};
        if (dice_.one_in(4)) r.max = r.min + draw::Point{1, 1};
        return message('b', id(), 0u, byte(), dice_.of(all_formats()), bit(), r, clip, dice_.bits());
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
        return message('n', id(), std::uint8_t(n.size()), n);
    }
    std::string free() { return dice_.one_in(3) ? message('f', id()) : op(); }

    Dice& dice_;
};
