// The life of a program: wait for an event, act on it, draw, wait again.
//
// wait() is the only call that blocks, and so the only place where a program is frozen: between two events its memory
// is its whole state.
#pragma once

#include "draw/font.h"
#include "runtime/guest/sys.h"

#include <optional>
#include <variant>

namespace kit {

struct Resized {};                                       // the window has another size or scale: draw all of it
struct Mouse { draw::Point xy; int buttons = 0; };       // 1 left, 2 middle, 4 right, 8 and 16 the wheel up and down
struct Key { std::string text; };                        // UTF-8; control codes as themselves
struct Press { std::string name; bool shift = false; };  // a key that is no text: "left", "up", "home" …
struct Thawed { std::uint64_t elapsed = 0; std::uint32_t how = 0; };  // the process was away: msec, abi::Thawed
using Event = std::variant<Resized, Mouse, Key, Press, Thawed>;

class Window {
  public:
    // Opens /dev/draw, the font, mouse and keyboard.
    static Result<std::unique_ptr<Window>> open(std::string_view label);

    Result<Event> wait();
    draw::client::Display& display() { return *display_; }
    draw::client::Image& image() { return display_->window(); }
    // Of sizes for the display's scale, and so others after a Resized.
    draw::client::Font& font() { return *font_; }      // proportional, for what is not the user's text
    draw::client::Font& mono() { return *mono_; }
    int pixels(int points) const;                      // at the display's scale, 1 at least
    void label(std::string_view);
    Result<std::string> snarf();
    Result<> set_snarf(std::string_view);

  private:
    Window() = default;
    Result<> bind();
    Result<> open_fonts();
    Result<std::string> ask_font(std::string_view request) const;
    std::optional<Event> key(std::string_view message);
    std::unique_ptr<draw::client::Display> display_;
    std::optional<draw::client::Font> font_, mono_;
    int ctl_ = -1, data_ = -1, mouse_ = -1, kbd_ = -1, font_fd_ = -1;
    std::uint32_t mouse_id_ = 0, kbd_id_ = 0;
    bool shift_ = false;
    double scale_ = 0;  // that the fonts are for; 0 before there are any
};

}  // namespace kit
