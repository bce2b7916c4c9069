// The windows, from the bottom to the top.
#pragma once

#include "winserver/window.h"

#include <memory>
#include <span>
#include <vector>

namespace winserver {

using WindowPtr = std::shared_ptr<Window>;

class Stack {
  public:
    void add(WindowPtr);  // where its order says; above those of the same order
    void remove(const Window&);
    void raise(Window&);
    void lower(Window&);

    std::span<const WindowPtr> windows() const { return windows_; }
    WindowPtr find(int id) const;
    std::int64_t top_order() const;  // of a window that is to come on top
    Window* top_visible() const;     // null if there is none
    bool is_top(const Window& w) const { return !windows_.empty() && windows_.back().get() == &w; }

  private:
    void sort();
    std::vector<WindowPtr> windows_;
};

}  // namespace winserver
