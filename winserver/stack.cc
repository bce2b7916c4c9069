#include "winserver/stack.h"

#include <algorithm>

namespace winserver {

void Stack::sort()
{
    std::ranges::stable_sort(windows_, {}, [](auto& w) { return w->order; });
}

void Stack::add(WindowPtr w)
{
    windows_.push_back(std::move(w));
    sort();
}

void Stack::remove(const Window& w)
{
    std::erase_if(windows_, [&](auto& other) { return other.get() == &w; });
}

std::int64_t Stack::top_order() const { return windows_.empty() ? 1 : windows_.back()->order + 1; }

void Stack::raise(Window& w)
{
    if (is_top(w)) return;
    w.order = top_order();
    sort();
}

void Stack::lower(Window& w)
{
    if (windows_.front().get() == &w) return;
    w.order = windows_.front()->order - 1;
    sort();
}

WindowPtr Stack::find(int id) const
{
    auto i = std::ranges::find(windows_, id, [](auto& w) { return w->id; });
    return i == windows_.end() ? nullptr : *i;
}

Window* Stack::top_visible() const
{
    for (auto i = windows_.rbegin(); i != windows_.rend(); ++i)
        if ((*i)->is_visible) return i->get();
    return nullptr;
}

}  // namespace winserver
