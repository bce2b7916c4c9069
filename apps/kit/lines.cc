#include "apps/kit/lines.h"

#include "apps/kit/breaks.h"

#include <algorithm>
#include <cstdlib>

namespace kit {

namespace {

using draw::text::Stop;

constexpr int tab = 4;                        // blanks
constexpr std::size_t first_look = 128;       // bytes measured at first to find what fits
constexpr std::size_t looked_around = 256;    // bytes before a line and after it
constexpr std::size_t tells_direction = 256;  // bytes of a paragraph that are looked at

bool is_ascii(std::string_view s)
{
    return std::ranges::all_of(s, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

int width_of(const Stop& stop) { return std::abs(stop.end - stop.x); }

}  // namespace

// The end of the text belongs to what is before it.
std::size_t Lines::paragraph_from(std::size_t offset) const
{
    auto at = offset;
    if (at > 0 && at == text_.size()) --at;
    auto least = text_.rune_at(at / longest_paragraph * longest_paragraph);
    for (at = offset; at > least && text_[at - 1] != '\n';) --at;
    return at;
}

std::size_t Lines::paragraph_to(std::size_t offset) const
{
    auto most = offset;
    for (auto n = offset / longest_paragraph + 1; most <= offset && most < text_.size(); ++n) most = text_.rune_at(n * longest_paragraph);
    return text_.find('\n', offset, most);
}

Direction Lines::direction_of(std::size_t paragraph) const
{
    auto end = std::min(paragraph_to(paragraph), text_.rune_at(paragraph + tells_direction));
    return ruler_.direction(text_.piece(paragraph, end));
}

bool Lines::begins_paragraph(std::size_t offset) const
{
    // The rune that a bound is in begins up to three bytes before it.
    auto bound = (offset + 3) / longest_paragraph * longest_paragraph;
    return offset == 0 || text_[offset - 1] == '\n' || offset == text_.rune_at(bound);
}

// Nothing where it makes no difference: around a line from left to right, if it is all of ASCII.
Lines::Around Lines::around(const Line& line) const
{
    auto bound = [this](std::size_t n) { return text_.rune_at(n * longest_paragraph); };
    auto begin = text_.rune_at(line.from - std::min(line.from, looked_around));
    auto before = text_.piece(std::min(line.from, std::max(begin, bound(line.from / longest_paragraph))), line.from);
    before.erase(0, before.rfind('\n') + 1);
    auto end = std::max(line.to, std::min(text_.rune_at(line.to + looked_around), bound(line.to / longest_paragraph + 1)));
    auto after = text_.piece(line.to, text_.find('\n', line.to, end));
    if (line.direction == Direction::ltr && is_ascii(before) && is_ascii(after)) return {line.direction, {}, {}};
    return {line.direction, before, after};
}

// By offsets of the text: a tab is one character.
std::vector<draw::text::Stop> Lines::measured(std::size_t from, std::size_t to, Direction direction) const
{
    auto piece = text_.piece(from, to);
    auto all = ruler_.stops(shown(from, to), around({from, to, direction}).setting());
    if (piece.find('\t') == piece.npos) return all;
    std::vector<Stop> out;
    std::uint32_t shown_at = 0, next_shown = 0, at = 0;
    for (std::size_t i = 0; i < piece.size(); shown_at = next_shown) {
        next_shown += piece[i] == '\t' ? tab : 1;
        auto first = std::ranges::lower_bound(all, shown_at, {}, &Stop::offset);
        auto last = std::ranges::lower_bound(all, next_shown, {}, &Stop::offset);
        at = std::uint32_t(i++);
        if (first != last) out.push_back({at, first->x, (last - 1)->end});
    }
    return out;
}

// How far from `from` fits in the width: to the last place before the edge where a line may be broken, if there is one.
std::size_t Lines::fitting(std::size_t from, std::size_t to, Direction direction) const
{
    for (std::size_t look = first_look;; look *= 2) {
        auto seen = std::min(to, text_.rune_at(from + look));
        auto all = measured(from, seen, direction);
        int x = 0;
        std::size_t good = from;
        auto piece = text_.piece(from, seen);
        for (const Stop& stop : all) {
            if (stop.offset > 0 && may_break(piece, stop.offset)) good = from + stop.offset;
            x += width_of(stop);
            if (x > width_ && good > from) return good;
            if (x > width_ && stop.offset > 0) return from + stop.offset;
            if (x > width_) return all.size() > 1 ? from + all[1].offset : seen;  // one character at least
        }
        if (seen == to) return to;
    }
}

Line Lines::from(std::size_t start, Direction direction) const { return {start, fitting(start, paragraph_to(start), direction), direction}; }

Line Lines::following(const Line& line) const
{
    auto start = is_wrapped(line) ? line.to : line.to + 1;
    return from(start, begins_paragraph(start) ? direction_of(start) : line.direction);
}

bool Lines::has(const Line& line, std::size_t offset) const
{
    bool ends_paragraph = line.to == text_.size() || text_[line.to] == '\n';
    return offset >= line.from && (offset < line.to || (offset == line.to && ends_paragraph));
}

Line Lines::at(std::size_t offset) const
{
    auto begin = paragraph_from(offset);
    auto line = from(begin, direction_of(begin));
    while (!has(line, offset)) line = following(line);
    return line;
}

std::optional<Line> Lines::after(const Line& line) const
{
    if (line.to == text_.size()) return std::nullopt;
    return following(line);
}

std::optional<Line> Lines::before(const Line& line) const
{
    if (line.from == 0) return std::nullopt;
    return at(line.from - 1);
}

std::vector<Line> Lines::paragraph_before(const Line& line) const
{
    std::vector<Line> lines;
    auto begin = paragraph_from(line.from - 1);
    for (auto l = from(begin, direction_of(begin)); l.from < line.from; l = following(l)) lines.push_back(l);
    return lines;
}

Line Lines::down(Line line, long rows) const
{
    for (; rows > 0 && line.to < text_.size(); --rows) line = *after(line);
    while (rows < 0 && line.from > 0) {
        auto lines = paragraph_before(line);
        auto up = std::min(std::size_t(-rows), lines.size());
        line = lines[lines.size() - up];
        rows += long(up);
    }
    return line;
}

std::string Lines::shown(std::size_t from, std::size_t to) const
{
    std::string out;
    for (char c : text_.piece(from, to)) {
        if (c == '\t') out += std::string(tab, ' ');
        else out += c;
    }
    return out;
}

std::vector<draw::text::Stop> Lines::stops(const Line& line) const
{
    auto all = measured(line.from, line.to, line.direction);
    int right = 0;
    for (const Stop& stop : all) right = std::max({right, stop.x, stop.end});
    int begin = line.direction == Direction::rtl ? width_ - right : 0;
    for (Stop& stop : all) stop = {std::uint32_t(line.from + stop.offset), begin + stop.x, begin + stop.end};
    return all;
}

int Lines::begin_x(const Line& line) const
{
    if (line.direction != Direction::rtl) return 0;
    int left = width_;
    for (const Stop& stop : stops(line)) left = std::min({left, stop.x, stop.end});
    return left;
}

int Lines::x_of(const Line& line, std::size_t offset) const
{
    auto all = stops(line);
    if (all.empty()) return line.direction == Direction::rtl ? width_ : 0;
    auto at = std::ranges::find_if(all, [=](const Stop& stop) { return stop.offset >= offset; });
    return at == all.end() ? all.back().end : at->x;
}

std::size_t Lines::offset_in(const Line& line, int x) const
{
    auto all = stops(line);
    auto at = draw::client::caret_at(all, x);
    if (at < all.size()) return all[at].offset;
    // The place behind a line that goes on is the next line's: the last one that is its own is before its last character.
    return is_wrapped(line) && !all.empty() ? all.back().offset : line.to;
}

std::vector<Lines::Stretch> Lines::covered(const Line& line, std::size_t from, std::size_t to) const
{
    return draw::client::covered(stops(line), std::uint32_t(from), std::uint32_t(to));
}

std::size_t Lines::next(std::size_t offset) const
{
    if (offset >= text_.size()) return text_.size();
    auto line = at(offset);
    if (offset == line.to) return line.to + 1;  // the newline
    for (const Stop& stop : stops(line))
        if (stop.offset > offset) return stop.offset;
    return line.to;
}

std::size_t Lines::previous(std::size_t offset) const
{
    if (offset == 0) return 0;
    auto line = at(offset);
    if (offset == line.from) {
        if (text_[offset - 1] == '\n') return offset - 1;
        line = at(offset - 1);
    }
    std::size_t last = line.from;
    for (const Stop& stop : stops(line))
        if (stop.offset < offset) last = stop.offset;
    return last;
}

}  // namespace kit
