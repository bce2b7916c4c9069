#include "winserver/window.h"

#include "winserver/fields.h"

namespace winserver {

// A life's runtime reads `input`; other programs read kbd, cons and mouse, and may read input instead.
void Window::key(const std::string& message, const ReceiptPtr& receipt)
{
    if (is_read_by_tail()) return tail.key(message, receipt);
    keys.post(message, receipt);
}

void Window::pointer(const MouseEvent& local)
{
    if (is_read_by_tail())
        tail.mouse(local);
    else
        mouse.post(local);
}

bool Window::has_unread_keys() const { return is_read_by_tail() ? tail.has_unread_keys() : keys.has_unread(); }

void Window::resized(double scale)
{
    auto size = picture->size();
    tail.set_size(std::to_string(size.x) + ' ' + std::to_string(size.y) + ' ' + scale_text(scale));
    mouse.resized();
}

std::string Window::wctl_text() const
{
    return fields({place.min.x, place.min.y, place.max.x, place.max.y}) + field(is_current ? "current" : "notcurrent") +
           field(is_visible ? "visible" : "hidden");
}

void Window::announce()
{
    std::string text;
    for (int n : {place.min.x, place.min.y, place.max.x, place.max.y}) text += std::to_string(n) + ' ';
    text += std::string(is_current ? "current " : "notcurrent ") + (is_visible ? "visible " : "hidden ");
    tail.set_place(text + std::to_string(order));
    auto now = wctl_text();
    if (now == announced_) return;
    announced_ = now;
    ++version_;
    for (auto& r : std::exchange(wctl_, {})) read_wctl(std::move(r));
}

void Window::read_wctl(styx::ReadRequest r)
{
    if (r.flushed()) return;
    std::erase_if(wctl_, [](auto& waiting) { return waiting.flushed(); });
    auto& open = static_cast<WctlOpen&>(*r.open);
    if (open.seen == version_) return wctl_.push_back(std::move(r));
    open.seen = version_;
    r.reply(wctl_text());
}

void Window::fail_readers(const Error& why)
{
    tail.fail_readers(why);
    mouse.fail_readers(why);
    keys.fail_readers(why);
    for (auto& r : std::exchange(wctl_, {})) r.fail(why);
}

}  // namespace winserver
