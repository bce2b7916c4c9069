#include "winserver/theme.h"

#include "styx/handlers.h"

#include <charconv>
#include <cstdio>

namespace winserver {
namespace {

struct ColorRow {
    std::string_view name;
    draw::Color Theme::*color;
};
constexpr ColorRow colors[] = {
    {"background_top", &Theme::background_top},
    {"background_bottom", &Theme::background_bottom},
    {"hint", &Theme::hint},
    {"paper", &Theme::paper},
    {"title", &Theme::title},
    {"title_current", &Theme::title_current},
    {"label", &Theme::label},
    {"label_current", &Theme::label_current},
    {"border", &Theme::border},
    {"border_current", &Theme::border_current},
    {"rule", &Theme::rule},
    {"accent", &Theme::accent},
    {"close_hover", &Theme::close_hover},
    {"close_pressed", &Theme::close_pressed},
    {"close_mark_pressed", &Theme::close_mark_pressed},
    {"shadow", &Theme::shadow},
    {"shadow_current", &Theme::shadow_current},
};

struct SizeRow {
    std::string_view name;
    int Theme::*size;
    int least, most;
};
constexpr SizeRow sizes[] = {
    {"title_height", &Theme::title_height, 16, 100},
    {"label_size", &Theme::label_size, 8, 60},
    {"hint_size", &Theme::hint_size, 8, 60},
    {"radius", &Theme::radius, 0, 16},
    {"grip", &Theme::grip, 2, 24},
};

Result<draw::Color> color(const std::string& word)
{
    std::uint32_t n = 0;
    auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n, 16);
    bool is_whole = error == std::errc() && end == word.data() + word.size();
    if (is_whole && word.size() == 6) return n << 8 | 0xff;
    if (is_whole && word.size() == 8) return n;
    return fail("not a colour: " + word + " (want rrggbb or rrggbbaa)");
}

Result<> change(Theme& theme, const std::string& name, const std::string& value)
{
    for (auto& row : colors)
        if (row.name == name) return theme.*row.color = TRY(color(value)), Result<>();
    for (auto& row : sizes) {
        if (row.name != name) continue;
        int n = 0;
        auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), n);
        if (error != std::errc() || end != value.data() + value.size() || n < row.least || n > row.most)
            return fail("not a size: " + value + " (want " + std::to_string(row.least) + " to " +
                        std::to_string(row.most) + ")");
        theme.*row.size = n;
        return {};
    }
    return fail("no such thing in a theme: " + name);
}

}  // namespace

std::string print(const Theme& theme)
{
    std::string out;
    char text[64];
    for (auto& row : colors) {
        auto c = theme.*row.color;
        bool is_opaque = (c & 0xff) == 0xff;
        std::snprintf(text, sizeof text, " %0*x\n", is_opaque ? 6 : 8, is_opaque ? c >> 8 : c);
        out += std::string(row.name) + text;
    }
    for (auto& row : sizes) out += std::string(row.name) + ' ' + std::to_string(theme.*row.size) + '\n';
    return out;
}

Result<Theme> changed(Theme theme, std::string_view lines)
{
    while (!lines.empty()) {
        auto line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        auto words = styx::tokens(line);
        if (words.empty()) continue;
        if (words.size() != 2) return fail("a theme is lines of a name and a value: " + std::string(line));
        DO(change(theme, words[0], words[1]));
    }
    return theme;
}

}  // namespace winserver
