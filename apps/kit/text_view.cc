#include "apps/kit/text_view.h"

namespace kit {

namespace {

constexpr draw::Color paper = 0xfdfdfbff, ink = 0x22262bff, chosen = 0xcfe3fbff, caret_color = 0x1f6feaff;
constexpr draw::Color bar_back = 0xf0f1f2ff, bar_thumb = 0xc3c8ceff;
constexpr int margin = 10, bar_width = 12, wheel_lines = 3, tab = 4;

bool is_plain(std::string_view s)
{
    return std::all_of(s.begin(), s.end(), [](char c) { return c >= ' ' && c < 0x7f; });
}

}  // namespace

void TextView::place(draw::Rect r)
{
    r_ = r;
    bar_ = {{r.max.x - bar_width, r.min.y}, r.max};
    body_ = {{r.min.x + margin, r.min.y + 6}, {bar_.min.x - 4, r.max.y - 4}};
    lay_out();
    scroll_to(top_);
}

// What stands for the bytes on the screen: tabs are blanks to a fixed width, so that offsets and clusters stay simple.
std::string TextView::shown(std::size_t from, std::size_t to) const
{
    std::string out;
    for (std::size_t i = from; i < to; ++i) {
        char c = text_.bytes()[i];
        if (c == '\t') out += std::string(tab, ' ');
        else out += c;
    }
    return out;
}

int TextView::x_of(const Line& line, std::size_t offset)
{
    return window_.mono().measure(shown(line.from, std::clamp(offset, line.from, line.to)));
}

// How far from `from` fits in the width: to the last blank before the edge if there is one.
std::size_t TextView::fitting(std::size_t from, std::size_t to)
{
    auto& font = window_.mono();
    int width = std::max(body_.dx(), font.advance() * 4);
    auto piece = shown(from, to);
    bool fits = is_plain(piece) && font.advance() ? int(piece.size()) * font.advance() <= width : font.measure(piece) <= width;
    if (fits) return to;
    std::size_t end = from, blank = from;
    for (int x = 0; end < to;) {
        auto next = text_.after(end);
        x += window_.mono().measure(shown(end, next));
        if (x > width) break;
        end = next;
        if (text_.bytes()[end - 1] == ' ') blank = end;
    }
    return blank > from ? blank : std::max(end, text_.after(from));
}

void TextView::lay_out()
{
    lines_.clear();
    auto& bytes = text_.bytes();
    for (std::size_t from = 0;;) {
        auto end = std::min(bytes.find('\n', from), bytes.size());
        for (std::size_t at = from;;) {
            auto to = fitting(at, end);
            lines_.push_back({at, to});
            if (to >= end) break;
            at = to;
        }
        if (end == bytes.size()) return;
        from = end + 1;
    }
}

std::size_t TextView::line_of(std::size_t offset) const
{
    auto i = std::upper_bound(lines_.begin(), lines_.end(), offset, [](std::size_t o, const Line& l) { return o < l.from; });
    return i == lines_.begin() ? 0 : std::size_t(i - lines_.begin()) - 1;
}

void TextView::scroll_to(long line)
{
    top_ = std::clamp(line, 0l, std::max(0l, long(lines_.size()) - 1));
}

void TextView::show_caret()
{
    auto at = long(line_of(text_.caret()));
    if (at < top_) scroll_to(at);
    if (at >= top_ + rows()) scroll_to(at - rows() + 1);
}

void TextView::changed()
{
    lay_out();
    goal_x_ = -1;
    show_caret();
}

std::size_t TextView::offset_in(std::size_t line, int x)
{
    auto& l = lines_[std::min(line, lines_.size() - 1)];
    int before = 0;
    for (auto at = l.from; at < l.to;) {
        auto next = text_.after(at);
        int here = before + window_.mono().measure(shown(at, next));
        if (x < (before + here) / 2) return at;
        before = here;
        at = next;
    }
    return l.to;
}

std::size_t TextView::offset_at(draw::Point p)
{
    long line = top_ + (p.y - body_.min.y) / height();
    if (p.y < body_.min.y) line = top_ - 1;
    if (line < 0) return 0;
    if (line >= long(lines_.size())) return text_.bytes().size();
    return offset_in(std::size_t(line), p.x - body_.min.x);
}

bool TextView::mouse(const Mouse& m)
{
    int pressed = m.buttons & ~last_buttons_;
    last_buttons_ = m.buttons;
    if (pressed & 8) return scroll_to(top_ - wheel_lines), true;
    if (pressed & 16) return scroll_to(top_ + wheel_lines), true;
    if (!(m.buttons & 1)) {
        drag_ = Drag::none;
        return false;
    }
    if (pressed & 1) {
        drag_ = bar_.contains(m.xy) ? Drag::bar : r_.contains(m.xy) ? Drag::text : Drag::none;
        auto off = m.xy - last_click_;
        clicks_ = drag_ == Drag::text && off.x * off.x + off.y * off.y < 16 && text_.caret() == offset_at(m.xy) ? clicks_ % 2 + 1 : 1;
        last_click_ = m.xy;
    }
    if (drag_ == Drag::bar) {
        scroll_to(long(lines_.size()) * (m.xy.y - bar_.min.y) / std::max(1, bar_.dy()));
        return true;
    }
    if (drag_ != Drag::text) return false;
    auto at = offset_at(m.xy);
    goal_x_ = -1;
    if (pressed & 1 && clicks_ == 2) text_.select(text_.word_from(at), text_.word_to(at));
    else if (pressed & 1) text_.move_to(at);
    else if (clicks_ == 1) text_.select(text_.anchor(), at);
    show_caret();
    return true;
}

bool TextView::press(const Press& p)
{
    auto keep = p.shift ? Text::Keep::anchor : Text::Keep::caret;
    auto line = line_of(text_.caret());
    auto vertical = [&](long by) {
        if (goal_x_ < 0) goal_x_ = x_of(lines_[line], text_.caret());
        auto to = long(line) + by;
        if (to < 0) text_.move_to(0, keep);
        else if (to >= long(lines_.size())) text_.move_to(text_.bytes().size(), keep);
        else text_.move_to(offset_in(std::size_t(to), goal_x_), keep);
    };
    if (p.name == "up") vertical(-1);
    else if (p.name == "down") vertical(1);
    else if (p.name == "pageup") vertical(-rows());
    else if (p.name == "pagedown") vertical(rows());
    else {
        goal_x_ = -1;
        bool collapses = text_.has_selection() && !p.shift;
        if (p.name == "left") text_.move_to(collapses ? text_.from() : text_.before(text_.caret()), keep);
        else if (p.name == "right") text_.move_to(collapses ? text_.to() : text_.after(text_.caret()), keep);
        else if (p.name == "home") text_.move_to(lines_[line].from, keep);
        else if (p.name == "end") text_.move_to(lines_[line].to, keep);
        else return false;
    }
    show_caret();
    return true;
}

void TextView::draw_line(std::size_t number, int y)
{
    auto& image = window_.image();
    auto& display = window_.display();
    auto& line = lines_[number];
    bool chosen_here = text_.has_selection() && text_.from() <= line.to && text_.to() >= line.from;
    if (chosen_here) {
        int left = body_.min.x + x_of(line, text_.from());
        bool goes_on = text_.to() > line.to;
        int right = goes_on ? body_.max.x : body_.min.x + x_of(line, text_.to());
        image.draw({{left, y}, {right, y + height()}}, display.color(chosen));
    }
    draw::Point pen{body_.min.x, y + 1 + window_.mono().ascent()};
    window_.mono().draw(image, pen, display.color(ink), shown(line.from, line.to));
    if (line_of(text_.caret()) != number) return;
    int x = body_.min.x + x_of(line, text_.caret());
    image.draw({{x - 1, y}, {x + 1, y + height()}}, display.color(caret_color));
}

void TextView::draw_bar()
{
    auto& image = window_.image();
    image.draw(bar_, window_.display().color(bar_back));
    long n = std::max<long>(1, long(lines_.size()));
    int top = bar_.min.y + int(long(bar_.dy()) * top_ / n);
    int tall = std::max(16, int(long(bar_.dy()) * std::min<long>(rows(), n) / n));
    draw::Rect thumb{{bar_.min.x + 2, top}, {bar_.max.x - 2, std::min(bar_.max.y, top + tall)}};
    image.draw(thumb, window_.display().color(bar_thumb));
}

void TextView::draw()
{
    auto& image = window_.image();
    image.draw(r_, window_.display().color(paper));
    int y = body_.min.y;
    for (auto i = std::size_t(top_); i < lines_.size() && y + height() <= r_.max.y; ++i, y += height()) draw_line(i, y);
    draw_bar();
}

}  // namespace kit
