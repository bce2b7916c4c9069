// Which pixels have changed: a few rectangles instead of one box around all, so that a clock in one corner and a
// caret in the other do not repaint the screen.
#pragma once

#include "draw/geometry.h"

#include <span>
#include <utility>
#include <vector>

namespace winserver {

class Damage {
  public:
    static constexpr std::size_t most = 16;  // rectangles; beyond it neighbours are joined

    void add(draw::Rect);  // an empty one adds nothing
    bool empty() const { return rects_.empty(); }
    std::span<const draw::Rect> rects() const { return rects_; }
    std::vector<draw::Rect> take() { return std::exchange(rects_, {}); }
    void clear() { rects_.clear(); }

  private:
    std::vector<draw::Rect> rects_;  // may overlap; none holds another
};

}  // namespace winserver
