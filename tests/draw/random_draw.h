// Random images and draws for property tests. The seed is printed when a test fails; DRAW_SEED=n runs another.
#pragma once

#include "draw/compose.h"

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

class Dice {
  public:
    Dice() : seed_(std::getenv("DRAW_SEED") ? unsigned(std::atoi(std::getenv("DRAW_SEED"))) : 9), engine_(seed_) {}

    unsigned seed() const { return seed_; }
    int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
    bool one_in(int n) { return between(1, n) == 1; }
    std::uint32_t bits() { return std::uint32_t(engine_()); }
    template <class T> const T& of(const std::vector<T>& from)
    {
        return from[std::size_t(between(0, int(from.size()) - 1))];
    }

    draw::Point point(int far) { return {between(-far, far), between(-far, far)}; }
    draw::Rect rect(int far, int most)
    {
        draw::Point min = point(far);
        return {min, min + draw::Point{between(1, most), between(1, most)}};
    }

  private:
    unsigned seed_;
    std::mt19937 engine_;
};

inline const std::vector<draw::Chan>& all_formats()
{
    using enum draw::Chan;
    static const std::vector<draw::Chan> formats = {k1,       k2,       k4,       k8,       m8,       a8,
                                                    k8a8,     x1r5g5b5, r5g6b5,   r8g8b8,   b8g8r8,   r8g8b8a8,
                                                    a8r8g8b8, a8b8g8r8, x8r8g8b8, x8b8g8r8, x8r8g8b8, a8r8g8b8};
    return formats;
}

// Pixels of every kind, ignored bits included; those with alpha are premultiplied three times of four.
inline void scribble(Dice& dice, draw::Image& image)
{
    bool wild = dice.one_in(4), opaque = dice.one_in(4);
    for (int y = image.r().min.y; y < image.r().max.y; ++y)
        for (int x = image.r().min.x; x < image.r().max.x; ++x) {
            std::uint32_t raw = dice.bits();
            if (!wild && image.format().has_alpha()) {
                std::uint32_t p = dice.bits(), a = opaque || dice.one_in(4) ? 255 : p >> 24;
                auto part = [&](int shift) { return (p >> shift & 0xff) * a / 255 << shift; };
                raw = draw::pixel_of(image.format(), a << 24 | part(16) | part(8) | part(0));
            }
            image.set_pixel({x, y}, raw);
        }
}

// All its bytes, padding included.
inline std::string bytes_of(const draw::Image& image)
{
    return {reinterpret_cast<const char*>(image.at(image.r().min)), image.bytes()};
}

inline std::shared_ptr<draw::Image> random_image(Dice& dice, draw::Arena& arena, draw::Chan chan)
{
    draw::Rect r = dice.rect(12, dice.one_in(3) ? 60 : 12);
    if (dice.one_in(4)) r.max = r.min + draw::Point{1, 1};
    auto repl = dice.one_in(2) ? draw::Repl::yes : draw::Repl::no;
    draw::Rect clip = dice.one_in(3) ? dice.rect(20, 60) : draw::Rect{{-500, -500}, {500, 500}};
    auto image = *draw::Image::allocate(arena, {r, clip, chan, repl});
    scribble(dice, *image);
    if (dice.one_in(4)) draw::fill(*image, dice.one_in(2) ? draw::white : draw::transparent);
    return image;
}
