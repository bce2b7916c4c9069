#include "apps/kit/text_view.h"

#include "draw/text/utf8.h"

namespace kit {

namespace {

constexpr draw::Color paper = 0xfdfdfbff, ink = 0x22262bff, chosen = 0xcfe3fbff, caret_color = 0x1f6feaff;
constexpr draw::Color bar_back = 0xf0f1f2ff, bar_thumb = 0xc3c8ceff;
constexpr int margin = 10, above = 6, below = 4, bar_gap = 4, bar_width = 12, least_thumb = 16;  // points
constexpr int wheel_lines = 3;

Ruler ruler(Window& window)
{
    return {[&window](std::string_view shown, const draw::text::Setting& setting) { return window.mono().stops(shown, setting); },
            [&window](std::string_view shown) { return window.mono().direction_of(shown); }};
}

// A pictograph, or what makes one of others: a variation selector, a keycap, a joiner of what is no letter.
bool is_emoji(std::string_view character)
{
    bool has_joiner = false;
    std::uint32_t first = character.empty() ? 0 : draw::text::first_rune(character).value;
    for (; !character.empty(); character.remove_prefix(draw::text::first_rune(character).size)) {
        auto rune = draw::text::first_rune(character).value;
        if (rune >= 0x1f000 || rune == 0xfe0f || rune == 0x20e3) return true;
        has_joiner = has_joiner || rune == 0x200d;
    }
    return has_joiner && first >= 0x2000 && first < 0x3300;
}

}  // namespace

TextView::TextView(Window& window, Text& text) : window_(window), text_(text), lines_(text, ruler(window)) {}

void TextView::place(draw::Rect r)
{
    r_ = r;
    auto pixels = [this](int points) { return window_.pixels(points); };
    bar_ = {{r.max.x - pixels(bar_width), r.min.y}, r.max};
    body_ = {{r.min.x + pixels(margin), r.min.y + pixels(above)}, {bar_.min.x - pixels(bar_gap), r.max.y - pixels(below)}};
    lines_.set_width(std::max(body_.dx(), window_.mono().advance() * 4));
    scroll_to(top_);
}

void TextView::show_caret()
{
    auto caret = caret_line();
    auto highest = lines_.down(caret, 1 - rows()).from;  // where the caret is in the last row
    top_ = std::clamp(top_, highest, caret.from);
}

void TextView::changed()
{
    scroll_to(top_);
    goal_x_ = -1;
    show_caret();
}

std::size_t TextView::offset_at(draw::Point p)
{
    auto first = lines_.at(top_);
    if (p.y < body_.min.y) return top_ == 0 ? 0 : lines_.offset_in(lines_.down(first, -1), p.x - body_.min.x);
    auto line = first;
    for (auto rows = (p.y - body_.min.y) / height(); rows > 0; --rows) {
        auto next = lines_.after(line);
        if (!next) return text_.size();
        line = *next;
    }
    return lines_.offset_in(line, p.x - body_.min.x);
}

bool TextView::mouse(const Mouse& m)
{
    int pressed = m.buttons & ~last_buttons_;
    last_buttons_ = m.buttons;
    if (pressed & 8) return scroll(-wheel_lines), true;
    if (pressed & 16) return scroll(wheel_lines), true;
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
        auto part = std::clamp(double(m.xy.y - bar_.min.y) / std::max(1, bar_.dy()), 0.0, 1.0);
        scroll_to(std::size_t(part * double(text_.size())));
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

void TextView::move(long rows, Text::Keep keep)
{
    auto line = caret_line();
    if (goal_x_ < 0) goal_x_ = lines_.x_of(line, text_.caret());
    auto to = lines_.down(line, rows);
    if (to == line) text_.move_to(rows < 0 ? 0 : text_.size(), keep);
    else text_.move_to(lines_.offset_in(to, goal_x_), keep);
}

// As the line is read: to the left is back, or on in a line from right to left. A selection is left at that end of it.
void TextView::step(Step step, Text::Keep keep)
{
    bool is_back = (step == Step::left) == (caret_line().direction != Direction::rtl);
    if (text_.has_selection() && keep == Text::Keep::caret) text_.move_to(is_back ? text_.from() : text_.to());
    else text_.move_to(is_back ? lines_.previous(text_.caret()) : lines_.next(text_.caret()), keep);
}

void TextView::erase_forward()
{
    if (!text_.has_selection()) text_.select(text_.caret(), lines_.next(text_.caret()));
    text_.erase();
}

void TextView::erase_back()
{
    auto caret = text_.caret();
    auto character = lines_.previous(caret);
    if (!text_.has_selection()) text_.select(is_emoji(text_.piece(character, caret)) ? character : text_.before(caret), caret);
    text_.erase();
}

bool TextView::press(const Press& p)
{
    auto keep = p.shift ? Text::Keep::anchor : Text::Keep::caret;
    if (p.name == "up") move(-1, keep);
    else if (p.name == "down") move(1, keep);
    else if (p.name == "pageup") move(-rows(), keep);
    else if (p.name == "pagedown") move(rows(), keep);
    else {
        goal_x_ = -1;
        if (p.name == "left") step(Step::left, keep);
        else if (p.name == "right") step(Step::right, keep);
        else if (p.name == "home") text_.move_to(caret_line().from, keep);
        else if (p.name == "end") text_.move_to(caret_line().to, keep);
        else return false;
    }
    show_caret();
    return true;
}

// Of a selection that goes on behind the line the rest of the row, too.
std::vector<Lines::Stretch> TextView::chosen_in(const Line& line) const
{
    auto all = lines_.covered(line, text_.from(), text_.to());
    if (text_.to() <= line.to) return all;
    int end = lines_.x_of(line, line.to);
    all.push_back(line.direction == Direction::rtl ? Lines::Stretch{0, lines_.begin_x(line)} : Lines::Stretch{end, body_.dx()});
    return all;
}

void TextView::draw_line(const Line& line, int y)
{
    auto& image = window_.image();
    auto& display = window_.display();
    if (text_.has_selection() && text_.from() <= line.to && text_.to() > line.from)
        for (auto [left, right] : chosen_in(line))
            image.draw({{body_.min.x + left, y}, {body_.min.x + right, y + height()}}, display.color(chosen));
    draw::Point pen{body_.min.x + lines_.begin_x(line), y + window_.pixels(1) + window_.mono().ascent()};
    window_.mono().draw(image, pen, display.color(ink), lines_.shown(line.from, line.to), lines_.around(line).setting());
    if (!lines_.has(line, text_.caret())) return;
    int x = body_.min.x + lines_.x_of(line, text_.caret()), half = window_.pixels(1);
    image.draw({{x - half, y}, {x + half, y + height()}}, display.color(caret_color));
}

// By bytes: to know how many lines there are all of them would have to be found.
void TextView::draw_bar(std::size_t bottom)
{
    auto& image = window_.image();
    image.draw(bar_, window_.display().color(bar_back));
    auto of_bar = [&](std::size_t bytes) { return int(double(bar_.dy()) * double(bytes) / double(std::max<std::size_t>(1, text_.size()))); };
    int top = bar_.min.y + of_bar(top_);
    int tall = text_.size() == 0 ? bar_.dy() : std::max(window_.pixels(least_thumb), of_bar(bottom - top_));
    draw::Rect thumb{{bar_.min.x + 2, top}, {bar_.max.x - 2, std::min(bar_.max.y, top + tall)}};
    image.draw(thumb, window_.display().color(bar_thumb));
}

void TextView::draw()
{
    window_.image().draw(r_, window_.display().color(paper));
    int y = body_.min.y;
    auto bottom = top_;
    for (std::optional line = lines_.at(top_); line && y + height() <= r_.max.y; line = lines_.after(*line), y += height()) {
        draw_line(*line, y);
        bottom = line->to;
    }
    draw_bar(bottom);
}

}  // namespace kit
