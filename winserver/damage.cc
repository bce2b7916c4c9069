#include "winserver/damage.h"

#include <algorithm>

namespace winserver {
namespace {

long long area(const draw::Rect& r) { return (long long)r.dx() * r.dy(); }

// The pixels that are painted for nothing if a and b are joined; negative if they overlap more than they leave out.
long long waste(const draw::Rect& a, const draw::Rect& b) { return area(draw::bounds(a, b)) - area(a) - area(b); }

}  // namespace

void Damage::add(draw::Rect r)
{
    if (r.empty()) return;
    while (!rects_.empty()) {
        auto nearest = std::ranges::min_element(rects_, {}, [&](auto& other) { return waste(r, other); });
        if (waste(r, *nearest) > 0 && rects_.size() < most) break;
        r = draw::bounds(r, *nearest);
        rects_.erase(nearest);
    }
    rects_.push_back(r);
}

}  // namespace winserver
