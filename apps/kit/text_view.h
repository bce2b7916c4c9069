// A text in a rectangle: lines wrapped to its width, scrolled, with caret and selection, and a scroll bar.
#pragma once

#include "apps/kit/app.h"
#include "apps/kit/text.h"

namespace kit {

class TextView {
  public:
    TextView(Window& window, Text& text) : window_(window), text_(text) {}

    void place(draw::Rect r);          // where it is; lays the text out anew
    void draw();                       // all of it, not shown yet
    void changed();                    // the text is another: lays it out and shows the caret
    bool mouse(const Mouse&);          // true: something is to be drawn
    bool press(const Press&);          // arrows, home, end, pages

  private:
    struct Line {
        std::size_t from = 0, to = 0;  // bytes; the newline left out
    };
    void lay_out();
    std::size_t fitting(std::size_t from, std::size_t to);
    std::size_t line_of(std::size_t offset) const;
    std::string shown(std::size_t from, std::size_t to) const;
    int x_of(const Line&, std::size_t offset);
    std::size_t offset_at(draw::Point);
    std::size_t offset_in(std::size_t line, int x);
    void show_caret();
    void scroll_to(long line);
    int rows() const { return std::max(1, body_.dy() / height()); }
    int height() const { return window_.mono().height() + 2; }
    void draw_line(std::size_t line, int y);
    void draw_bar();

    Window& window_;
    Text& text_;
    draw::Rect r_, body_, bar_;
    std::vector<Line> lines_;
    long top_ = 0;           // the first line that is seen
    int goal_x_ = -1;        // where up and down want to go; -1: where the caret is
    enum class Drag { none, text, bar } drag_ = Drag::none;
    int last_buttons_ = 0;
    draw::Point last_click_;
    int clicks_ = 0;
};

}  // namespace kit
