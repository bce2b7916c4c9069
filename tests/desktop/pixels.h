// Pictures by their pixels, not by their bytes: another libpng may pack them otherwise.
#pragma once

#include "draw/arena.h"
#include "draw/png.h"
#include "tests/scratch.h"

#include <string>

namespace tests {

// Four bytes each, of the first `rows` rows. The picture goes through a file at `path`.
inline std::string pixels(const std::string& png, const std::string& path, int rows = 1 << 20)
{
    put(path, png);
    draw::HeapArena arena;
    auto image = draw::read_png(path, arena);
    if (!image) return "no picture: " + image.error().text;
    std::string all;
    auto r = (*image)->r();
    for (int y = r.min.y; y < std::min(r.max.y, r.min.y + rows); ++y)
        for (int x = r.min.x; x < r.max.x; ++x) {
            auto argb = (*image)->argb({x, y});
            all.append(reinterpret_cast<const char*>(&argb), sizeof argb);
        }
    return all;
}

}  // namespace tests
