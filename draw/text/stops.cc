#include "draw/text/stops.h"

#include "draw/text/unicode.h"

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
        edges.push_back(std::clamp(edge, edges.back(), std::max(edges.back(), e.right)));
    }
    edges.push_back(e.right);
    return edges;
}

bool is_seen(std::span<const std::uint32_t> character)
{
    return !std::ranges::all_of(character, is_ignorable);
}

// Gives the characters of an extent, in the order of the text, their places.
class Division {
  public:
    Division(const Extent& e, const Items& text, std::vector<Stop>& stops) : e_(e), text_(text), stops_(stops) {}

    // starts: of the characters; end: the rune after the last one. Those that are not seen take nothing of what the others
    // share, unless there is none else.
    void divide(std::span<const std::uint32_t> starts, std::uint32_t end, const LigatureCarets& carets_of)
    {
        std::vector<bool> seen;
        for (std::size_t i = 0; i < starts.size(); ++i) {
            std::uint32_t next = i + 1 < starts.size() ? starts[i + 1] : end;
            seen.push_back(is_seen(std::span(text_.runes).subspan(starts[i], next - starts[i])));
        }
        if (std::ranges::find(seen, true) == seen.end()) seen.assign(starts.size(), true);
        auto n = std::size_t(std::ranges::count(seen, true));
        auto edges = parts_of(e_, n, carets_of);
        if (e_.is_rtl) std::ranges::reverse(edges);  // now as one reads
        std::size_t place = 0;
        for (std::size_t i = 0; i < starts.size(); ++i) {
            int x = edges[place];
            place += seen[i];
            stops_.push_back({text_.at[starts[i]], x, edges[place]});
        }
    }

  private:
    const Extent& e_;
    const Items& text_;
    std::vector<Stop>& stops_;
};

Stop whole(const Extent& e, std::uint32_t offset)
{
    return e.is_rtl ? Stop{offset, e.right, e.left} : Stop{offset, e.left, e.right};
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
        if (n == 1) stops.push_back(whole(extents[i], text.at[starts[0]]));
        else if (n > 1) Division(extents[i], text, stops).divide(starts.first(n), end, carets_of);
        starts = starts.subspan(n);
    }
    return stops;
}

}  // namespace draw::text
