#include "draw/text/stops.h"

#include <algorithm>

namespace draw::text {
namespace {

// The end of part i of n, from the extent's left.
int part(const Extent& e, std::size_t i, std::size_t n)
{
    if (i == 0) return e.left;
    if (i == n) return e.right;
    if (e.carets.size() == n - 1) return std::clamp(e.left + e.carets[i - 1], e.left, e.right);
    return e.left + int(std::size_t(e.right - e.left) * i / n);
}

// The characters that begin within an extent, in the order of the text, each a part of it.
void divide(const Extent& e, std::span<const std::uint32_t> starts, const Items& text, std::vector<Stop>& stops)
{
    for (std::size_t i = 0, n = starts.size(); i < n; ++i) {
        std::size_t place = e.is_rtl ? n - 1 - i : i;
        int left = part(e, place, n), right = part(e, place + 1, n);
        stops.push_back({text.at[starts[i]], e.is_rtl ? right : left, e.is_rtl ? left : right});
    }
}

// What goes on with the character before it makes that one wider.
void widen(Stop& stop, const Extent& e)
{
    bool is_rtl = stop.x > stop.end || (stop.x == stop.end && e.is_rtl);
    int left = std::min({stop.x, stop.end, e.left}), right = std::max({stop.x, stop.end, e.right});
    stop.x = is_rtl ? right : left;
    stop.end = is_rtl ? left : right;
}

}  // namespace

std::vector<Stop> stops_of(const Items& text, std::vector<Extent> extents)
{
    if (extents.empty() && !text.runes.empty()) extents.push_back({});  // nothing to see
    std::ranges::stable_sort(extents, {}, &Extent::rune);
    std::vector<Stop> stops;
    std::span<const std::uint32_t> starts = text.starts;
    for (std::size_t i = 0; i < extents.size(); ++i) {
        auto end = i + 1 < extents.size() ? extents[i + 1].rune : std::uint32_t(text.runes.size());
        auto n = std::size_t(std::ranges::find_if(starts, [end](std::uint32_t s) { return s >= end; }) - starts.begin());
        if (n == 0 && !stops.empty()) widen(stops.back(), extents[i]);
        divide(extents[i], starts.first(n), text, stops);
        starts = starts.subspan(n);
    }
    return stops;
}

}  // namespace draw::text
