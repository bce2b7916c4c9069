#include "winserver/wctl.h"

#include "winserver/desktop.h"
#include "winserver/fields.h"

#include "styx/errors.h"
#include "styx/handlers.h"

#include <algorithm>

namespace winserver {
namespace {

using Words = std::span<const std::string>;

// The numbers of an option, taken from the front of words.
Result<std::vector<int>> numbers(Words& words, std::size_t n)
{
    auto option = words[0];
    if (words.size() <= n) return fail(option + " wants " + std::to_string(n) + (n == 1 ? " number" : " numbers"));
    std::vector<int> out;
    for (std::size_t i = 1; i <= n; ++i) out.push_back(TRY(number(words[i])));
    words = words.subspan(n + 1);
    return out;
}

// Coordinates are far from overflow in all that is done with them later.
Result<> check(const draw::Rect& r)
{
    constexpr int farthest = 1 << 24;
    for (int n : {r.min.x, r.min.y, r.max.x, r.max.y})
        if (n < -farthest || n > farthest) return fail("bad rectangle");
    return {};
}

struct PlaceOption {
    std::string_view name;
    void (*set)(draw::Rect&, int n);
    int (*get)(const draw::Rect&);
};
constexpr PlaceOption place_options[] = {
    {"-minx", [](draw::Rect& r, int n) { r.min.x = n; }, [](const draw::Rect& r) { return r.min.x; }},
    {"-miny", [](draw::Rect& r, int n) { r.min.y = n; }, [](const draw::Rect& r) { return r.min.y; }},
    {"-maxx", [](draw::Rect& r, int n) { r.max.x = n; }, [](const draw::Rect& r) { return r.max.x; }},
    {"-maxy", [](draw::Rect& r, int n) { r.max.y = n; }, [](const draw::Rect& r) { return r.max.y; }},
    {"-dx", [](draw::Rect& r, int n) { r.max.x = draw::wrapped_sum(r.min.x, n); },
     [](const draw::Rect& r) { return r.dx(); }},
    {"-dy", [](draw::Rect& r, int n) { r.max.y = draw::wrapped_sum(r.min.y, n); },
     [](const draw::Rect& r) { return r.dy(); }},
};

Result<> take_option(Words& words, draw::Rect& r)
{
    if (words[0] == "-r") {
        auto n = TRY(numbers(words, 4));
        r = {{n[0], n[1]}, {n[2], n[3]}};
        return {};
    }
    auto option = std::ranges::find(place_options, std::string_view(words[0]), &PlaceOption::name);
    if (option == std::end(place_options)) return fail("unknown option " + words[0]);
    bool is_relative = words.size() > 1 && (words[1].starts_with('+') || words[1].starts_with('-'));
    int n = TRY(numbers(words, 1))[0];
    option->set(r, is_relative ? draw::wrapped_sum(option->get(r), n) : n);
    return {};
}

// A move keeps the size: the corner that the options name, if any, comes to lie where they say.
Result<> move(Desktop& desktop, Window& w, Words words)
{
    auto r = TRY(parse_place(words, w.place));
    draw::Point by{r.min.x != w.place.min.x ? r.min.x - w.place.min.x : r.max.x - w.place.max.x,
                   r.min.y != w.place.min.y ? r.min.y - w.place.min.y : r.max.y - w.place.max.y};
    return desktop.place(w, w.place + by);
}

Result<> resize(Desktop& desktop, Window& w, Words words) { return desktop.place(w, TRY(parse_place(words, w.place))); }

Result<> top(Desktop& desktop, Window& w, Words)
{
    desktop.raise(w);
    return {};
}

Result<> bottom(Desktop& desktop, Window& w, Words)
{
    desktop.lower(w);
    return {};
}

Result<> current(Desktop& desktop, Window& w, Words)
{
    desktop.unhide(w);
    desktop.raise(w);
    desktop.focus(&w);
    return {};
}

Result<> hide(Desktop& desktop, Window& w, Words)
{
    desktop.hide(w);
    return {};
}

Result<> remove(Desktop& desktop, Window& w, Words)
{
    desktop.remove(w);
    return {};
}

constexpr WctlVerb verbs[] = {
    {"move", "[-r …] [-minx n] [-miny n] …", move, false, "to another place, the size kept"},
    {"resize", "[-r …] [-dx n] [-dy n] …", resize, false, "to another size or place"},
    {"top", "", top, true, "above all others"},
    {"bottom", "", bottom, false, "below all others"},
    {"current", "", current, true, "shown, on top, and where keys go"},
    {"hide", "", hide, false, "not shown any more"},
    {"unhide", "", current, true, "shown again, on top and current"},
    {"delete", "", remove, false, "gone, for its program too"},
};

bool has_just_been_used(const Desktop& desktop, const Window& w)
{
    constexpr std::uint64_t a_second = 1000;
    return w.is_current || (w.last_input != 0 && desktop.now() - w.last_input <= a_second);
}

Result<> run_line(Desktop& desktop, Window& w, Capability capability, std::string_view line)
{
    auto words = styx::tokens(line);
    if (words.empty()) return {};
    auto verb = std::ranges::find(verbs, std::string_view(words[0]), &WctlVerb::name);
    if (verb == std::end(verbs)) return fail(std::string(styx::err::no_ctl) + ": " + words[0]);
    if (verb->wants_input && capability != Capability::desk && !has_just_been_used(desktop, w))
        return fail("only a window that has just been used may do that: " + words[0]);
    auto arguments = std::span<const std::string>(words).subspan(1);
    if (verb->arguments.empty() && !arguments.empty()) return fail("unknown option " + arguments[0]);
    return verb->run(desktop, w, arguments);
}

}  // namespace

Result<draw::Rect> parse_place(Words words, draw::Rect now)
{
    while (!words.empty()) DO(take_option(words, now));
    DO(check(now));
    return now;
}

Result<NewWindow> parse_new(Words words)
{
    NewWindow n;
    draw::Rect r;
    while (!words.empty()) {
        if (words[0] == "-hide" || words[0] == "-current") {
            (words[0] == "-hide" ? n.is_hidden : n.is_current) = true;
            words = words.subspan(1);
        } else if (words[0] == "-order") {
            n.order = TRY(numbers(words, 1))[0];
        } else if (words[0] == "-s") {
            auto size = TRY(numbers(words, 2));
            n.size = draw::Point{size[0], size[1]};
        } else {
            DO(take_option(words, r));
            n.place = r;
        }
    }
    DO(check(r));
    return n;
}

std::span<const WctlVerb> wctl_verbs() { return verbs; }

Result<> run_wctl(Desktop& desktop, Window& w, Capability capability, std::string_view lines)
{
    auto kept = desktop.stack().find(w.id);  // delete may be one of the lines
    while (!lines.empty()) {
        auto line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        DO(run_line(desktop, w, capability, line));
        if (!desktop.stack().find(w.id)) break;
    }
    return {};
}

}  // namespace winserver
