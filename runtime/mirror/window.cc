#include "runtime/mirror/window.h"

#include <algorithm>
#include <cstdio>

namespace runtime {

void Window::mouse(MouseEvent e)
{
    e.is_motion = e.buttons == last_buttons_ && !e.resized;
    last_buttons_ = e.buttons;
    last_xy_ = e.xy;
    input_.mouse(e);
}

void Window::resized() { mouse({last_xy_, last_buttons_, 0, true}); }

void Window::kbd(std::string message)
{
    if (message.empty()) return;
    if (kbd_is_open_) return input_.kbd(std::move(message) + '\0');
    early_.push_back(std::move(message));
    if (early_.size() > InputQueue::most) early_.erase(early_.begin());
    if (!cons_readers_.empty()) take_as_text();
}

// The program reads kbd: what came before it did is for that file too.
void Window::open_kbd()
{
    kbd_is_open_ = true;
    for (auto& message : std::exchange(early_, {})) input_.kbd(std::move(message) + '\0');
}

void Window::take_as_text()
{
    for (auto& message : std::exchange(early_, {}))
        if (message[0] == 'c') cons_ += message.substr(1);
    settle_cons();
}

void Window::settle_cons()
{
    std::erase_if(cons_readers_, [](auto& r) { return r.flushed(); });
    while (!cons_readers_.empty() && !cons_.empty()) {
        auto r = std::move(cons_readers_.front());
        cons_readers_.pop_front();
        auto n = std::min<std::size_t>(cons_.size(), r.count);
        while (n < cons_.size() && n > 0 && (cons_[n] & 0xc0) == 0x80) --n;  // whole runes
        auto text = cons_.substr(0, n);
        cons_.erase(0, n);
        r.reply(text);
    }
}

std::string Window::wctl_text() const
{
    char text[128];
    std::snprintf(text, sizeof text, "%11d %11d %11d %11d %s %s ", place.min.x, place.min.y, place.max.x, place.max.y,
                  is_current ? "current" : "notcurrent", is_visible ? "visible" : "hidden");
    return text;
}

std::vector<styx::NodePtr> Window::files()
{
    using namespace styx;
    auto value = [](auto get) { return text(get); };
    return {
        file("mouse", 0600, [this](ReadRequest r) { input_.read(InputQueue::From::mouse, std::move(r)); },
             [](WriteRequest w) { w.done(); }),
        file("kbd", 0400, [this](ReadRequest r) { input_.read(InputQueue::From::kbd, std::move(r)); }, {},
             [this](OpenRequest r) { open_kbd(); r.reply(); }),
        file("cons", 0600, [this](ReadRequest r) { cons_readers_.push_back(std::move(r)); take_as_text(); },
             [](WriteRequest w) { std::fwrite(w.data.data(), 1, w.data.size(), stderr); w.done(); }),
        file("consctl", 0200, {}, [](WriteRequest w) { w.done(); }),
        file("label", 0600, value([this] { return label; }), set([this](std::string_view s) -> Result<> {
                 label = s;
                 if (label_changed) label_changed();
                 return {};
             })),
        file("cursor", 0600, value([this] { return cursor; }), [this](WriteRequest w) {
                 cursor = w.data;
                 if (cursor_changed) cursor_changed(cursor);
                 w.done();
             }),
        file("wctl", 0600, value([this] { return wctl_text(); }), [this](WriteRequest w) {
                 if (wctl_written) wctl_written(std::move(w));
                 else w.fail("no display has this window");
             }),
        file("winname", 0400, value([this] { return image_name(); })),
        file("winid", 0400, value([] { return std::string("          1 "); })),
        file("scale", 0400, value([this] { return std::to_string(scale) + "\n"; })),
    };
}

void Window::save(styx::Writer& w) const
{
    w.text32(label);
    for (int n : {place.min.x, place.min.y, place.max.x, place.max.y, size.x, size.y}) w.i32(n);
    w.u8(is_current), w.u8(is_visible), w.u64(order), w.u32(std::uint32_t(scale * 1000)), w.u32(version), w.text32(cursor);
    w.u8(kbd_is_open_), w.text32(cons_), w.i32(last_xy_.x), w.i32(last_xy_.y), w.i32(last_buttons_);
    input_.save(w);
    w.u32(std::uint32_t(early_.size()));
    for (auto& message : early_) w.text32(message);
}

Result<> Window::restore(styx::Reader& r)
{
    label = r.text32();
    place.min.x = r.i32(), place.min.y = r.i32(), place.max.x = r.i32(), place.max.y = r.i32(), size.x = r.i32(), size.y = r.i32();
    is_current = r.u8(), is_visible = r.u8(), order = r.u64(), scale = r.u32() / 1000.0, version = r.u32(), cursor = r.text32();
    kbd_is_open_ = r.u8(), cons_ = r.text32(), last_xy_.x = r.i32(), last_xy_.y = r.i32(), last_buttons_ = r.i32();
    input_.restore(r);
    for (auto n = r.u32(); n > 0 && !r.bad; --n) early_.emplace_back(r.text32());
    if (r.bad || size.x < 1 || size.y < 1 || size.x > 32767 || size.y > 32767) return fail("the image's window is damaged");
    return {};
}

}  // namespace runtime
