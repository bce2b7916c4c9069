#include "draw/trigonometry.h"

#include <array>
#include <cmath>
#include <numbers>

namespace draw {
namespace {

int rounded(double x) { return int(std::floor(x * trig_scale + 0.5)); }

// No entry is nearer than 0.0003 to where rounding changes, so every libm gives the same tables.
struct Tables {
    std::array<int, 91> sine;             // of whole degrees
    std::array<int, 102> sin_of, cos_of;  // of the angle whose tangent is i / 100

    Tables()
    {
        for (std::size_t i = 0; i < sine.size(); ++i) sine[i] = rounded(std::sin(std::numbers::pi * double(i) / 180));
        for (std::size_t i = 0; i < sin_of.size(); ++i) {
            sin_of[i] = rounded(std::sin(std::atan(double(i) / 100)));
            cos_of[i] = rounded(std::cos(std::atan(double(i) / 100)));
        }
    }
};

const Tables& tables()
{
    static const Tables made;
    return made;
}

int sine(int degrees)
{
    degrees = (degrees % 360 + 360) % 360;
    int sign = degrees < 180 ? 1 : -1, half = degrees % 180;
    return sign * tables().sine[std::size_t(half <= 90 ? half : 180 - half)];
}

// Between entry i and the next, tenths of the way.
int between(const std::array<int, 102>& table, std::size_t i, int tenths)
{
    return table[i] + (table[i + 1] - table[i]) * tenths / 10;
}

}  // namespace

CosSin cos_sin(int degrees) { return {sine(degrees % 360 + 90), sine(degrees)}; }

CosSin cos_sin_of(std::int64_t x, std::int64_t y)
{
    if (x == 0) return {0, y >= 0 ? trig_scale : -trig_scale};
    std::int64_t w = x < 0 ? -x : x, h = y < 0 ? -y : y;
    bool steep = h > w;
    std::int64_t thousandths = steep ? 1000 * w / h : 1000 * h / w;
    auto i = std::size_t(thousandths / 10);
    int tenths = int(thousandths % 10);
    int near = between(tables().cos_of, i, tenths), far = between(tables().sin_of, i, tenths);
    CosSin out = steep ? CosSin{far, near} : CosSin{near, far};
    return {x < 0 ? -out.cos : out.cos, y < 0 ? -out.sin : out.sin};
}

}  // namespace draw
