// The language of wctl: verbs and rectangles, as rio(4) has them.
//
//   move|resize|… [-r minx miny maxx maxy] [-minx n] [-miny n] [-maxx n] [-maxy n] [-dx n] [-dy n]
// n is a place or a size; with a sign, `+n` or `-n`, it is added to what there was. -dx and -dy keep the top left
// corner.
#pragma once

#include "winserver/window.h"

#include "styx/message.h"

#include <optional>
#include <span>
#include <string_view>

namespace winserver {

class Desktop;
enum class Capability;

// What `new …` as an aname asks for.
struct NewWindow {
    std::optional<draw::Rect> place;    // of the client area; else the next of a cascade
    std::optional<draw::Point> size;    // -s dx dy
    std::optional<std::int64_t> order;  // where in the stack; else on top and current
    bool is_hidden = false, is_current = false;
    bool is_screen = false;  // it lies where it is told to, without a title that can be taken hold of
};
// words after `new`. Errors: `unknown option X`, `-r wants 4 numbers`, `not a number: X`.
Result<NewWindow> parse_new(std::span<const std::string> words);

// `now` changed by the options. Errors: as parse_new's.
Result<draw::Rect> parse_place(std::span<const std::string> words, draw::Rect now);

struct WctlVerb {
    std::string_view name, arguments;
    Result<> (*run)(Desktop&, Window&, std::span<const std::string> words);
    bool wants_input;  // an app may do it only while current, or within a second of its last input
    std::string_view help;
};
std::span<const WctlVerb> wctl_verbs();

// Carries out the lines. Errors: `unknown control request: X`, `window too small`, `bad rectangle`,
// `only a window that has just been used may do that: X`, and parse_place's.
Result<> run_wctl(Desktop&, Window&, Capability, std::string_view lines);

}  // namespace winserver
