// A text in a rectangle: lines wrapped to its width, scrolled, with caret and selection, and a scroll bar.
#pragma once

#include "apps/kit/app.h"
#include "apps/kit/lines.h"

namespace kit {

class TextView {
  public:
    TextView(Window&, Text&);

    void place(draw::Rect r);          // where it is
    void draw();                       // all of it, not shown yet
    void changed();                    // the text is another: shows the caret
    bool mouse(const Mouse&);          // true: something is to be drawn
    bool press(const Press&);          // arrows, home, end, pages
    // The selection, or the character after the caret, or before it. Of one that is written as a letter and marks, back
    // takes the last of these; of emoji all.
    void erase_forward();
    void erase_back();

  private:
    enum class Step { left, right };
    Line caret_line() const { return lines_.at(text_.caret()); }
    std::size_t offset_at(draw::Point);
    void show_caret();
    void scroll_to(std::size_t offset) { top_ = lines_.at(std::min(offset, text_.size())).from; }
    void scroll(long rows) { top_ = lines_.down(lines_.at(top_), rows).from; }
    void move(long rows, Text::Keep);
    int rows() const { return std::max(1, body_.dy() / height()); }
    int height() const { return window_.mono().height() + window_.pixels(2); }
    void step(Step, Text::Keep);
    void draw_line(const Line&, int y);
    std::vector<Lines::Stretch> chosen_in(const Line&) const;
    void draw_bar(std::size_t bottom);  // where what is seen ends

    Window& window_;
    Text& text_;
    draw::Rect r_, body_, bar_;
    Lines lines_;
    std::size_t top_ = 0;    // where the first line that is seen begins
    int goal_x_ = -1;        // where up and down want to go; -1: where the caret is
    enum class Drag { none, text, bar } drag_ = Drag::none;
    int last_buttons_ = 0;
    draw::Point last_click_;
    int clicks_ = 0;
};

}  // namespace kit
