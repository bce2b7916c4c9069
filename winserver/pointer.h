// What the mouse does: which window gets it, and what the parts of a frame do when they are pressed.
//
// The first button that goes down takes hold of what is under it, and everything until the last one is up goes there.
#pragma once

#include "winserver/decoration.h"

#include <cstdint>
#include <memory>

namespace winserver {

class Desktop;

class Pointer {
  public:
    explicit Pointer(Desktop& desktop) : desktop_(desktop) {}

    void event(draw::Point, int buttons, std::uint32_t msec);  // screen coordinates
    void forget(const Window&);                                // it is going
    void refresh();                                            // what is under the pointer has changed
    draw::Point where() const { return at_; }
    int buttons() const { return buttons_; }

  private:
    enum class Grab { none, nothing, client, title, close_box, edge };
    struct Under {
        Window* window = nullptr;
        Hit hit;
    };
    Under under(draw::Point) const;
    void press(const Under&);
    void drag();
    void release(const Under&);
    void deliver(Window&, std::uint32_t msec);
    void look(const Under&);  // hover and the shape of the pointer
    draw::Rect resized() const;

    Desktop& desktop_;
    draw::Point at_;
    int buttons_ = 0;
    Grab grab_ = Grab::none;
    std::weak_ptr<Window> grabbed_;  // expired: what was pressed was no window, or has gone
    Edges edges_;
    draw::Point pressed_at_;
    draw::Rect pressed_place_;
    std::weak_ptr<Window> hovered_;
    Cursor cursor_;
};

}  // namespace winserver
