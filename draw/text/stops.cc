#include "draw/text/stops.h"

#include <algorithm>

namespace draw::text {
namespace {

// Where each of n parts of an extent begins, from the left, and where the last one ends.
std::vector<int> parts_of(const Extent& e, std::size_t n, const LigatureCarets& carets_of)
{
    std::vector<int> edges{e.left};
    auto carets = n > 1 && e.face ? carets_of(e) : std::vector<int>();
    for (std::size_t i = 1; i < n; ++i) {
        int even = e.left + int(std::size_t(e.right - e.left) * i / n);
        int edge = carets.size() == n - 1 ? e.left + carets[i - 1] : even;
        edges.push_back(std::clamp(edge, edges.back(), e.right));
    }
    edges.push_back(e.right);
    return edges;
}

// The characters that begin within an extent, in the order of the text, each a part of it.
void divide(const Extent& e, std::span<const std::uint32_t> starts, const Items& text, std::vector<Stop>& stops, const LigatureCarets& carets_of)
{
    auto add = [&](std::uint32_t start, int left, int right) {
        stops.push_back({text.at[start], e.is_rtl ? right : left, e.is_rtl ? left : right});
    };
    std::size_t n = starts.size();
    if (n == 1) return add(starts[0], e.left, e.right);
    auto edges = parts_of(e, n, carets_of);
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t place = e.is_rtl ? n - 1 - i : i;
        add(starts[i], edges[place], edges[place + 1]);
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

std::vector<Stop> stops_of(const Items& text, std::vector<Extent> extents, const LigatureCarets& carets_of)
{
    if (extents.empty() && !text.runes.empty()) extents.push_back({});  // nothing to see
    if (!std::ranges::is_sorted(extents, {}, &Extent::rune)) std::ranges::stable_sort(extents, {}, &Extent::rune);
    std::vector<Stop> stops;
    stops.reserve(text.starts.size());
    std::span<const std::uint32_t> starts = text.starts;
    for (std::size_t i = 0; i < extents.size(); ++i) {
        auto end = i + 1 < extents.size() ? extents[i + 1].rune : std::uint32_t(text.runes.size());
        auto n = std::size_t(std::ranges::find_if(starts, [end](std::uint32_t s) { return s >= end; }) - starts.begin());
        if (n == 0 && !stops.empty()) widen(stops.back(), extents[i]);
        divide(extents[i], starts.first(n), text, stops, carets_of);
        starts = starts.subspan(n);
    }
    return stops;
}

}  // namespace draw::text
