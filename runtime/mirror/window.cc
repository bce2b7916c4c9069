#include "runtime/mirror/window.h"

#include "styx/errors.h"

#include <cstdio>

namespace runtime {

namespace {

constexpr std::size_t most_mouse = 65536;

// 'm' or 'r', x, y, buttons, msec, each 11 wide and a space (mouse(3)).
std::string print(const MouseEvent& e)
{
    char text[64];
    std::snprintf(text, sizeof text, "%c%11d %11d %11d %11u ", e.resized ? 'r' : 'm', e.xy.x, e.xy.y, e.buttons, e.msec);
    return text;
}

// Takes back the reads that were flushed, then pairs what waits with what there is.
template <class Ready, class Give> void settle(std::deque<styx::ReadRequest>& readers, Ready ready, Give give)
{
    std::erase_if(readers, [](auto& r) { return r.flushed(); });
    while (!readers.empty() && ready()) {
        auto r = std::move(readers.front());
        readers.pop_front();
        give(std::move(r));
    }
}

void save_mouse(styx::Writer& w, const MouseEvent& e)
{
    w.i32(e.xy.x), w.i32(e.xy.y), w.i32(e.buttons), w.u32(e.msec), w.u8(e.resized), w.u8(e.is_motion);
}

MouseEvent restore_mouse(styx::Reader& r)
{
    MouseEvent e;
    e.xy.x = r.i32(), e.xy.y = r.i32(), e.buttons = r.i32(), e.msec = r.u32(), e.resized = r.u8(), e.is_motion = r.u8();
    return e;
}

}  // namespace

Window::Window() = default;

void Window::mouse(MouseEvent e)
{
    e.is_motion = e.buttons == last_buttons_ && !e.resized;
    bool merges = e.is_motion && !mouse_.empty() && mouse_.back().is_motion;
    if (merges) mouse_.back() = e;
    else mouse_.push_back(e);
    if (mouse_.size() > most_mouse) mouse_.pop_front();
    last_buttons_ = e.buttons;
    last_xy_ = e.xy;
    settle_mouse();
}

void Window::resized() { mouse({last_xy_, last_buttons_, 0, true}); }

void Window::settle_mouse()
{
    settle(mouse_readers_, [&] { return !mouse_.empty(); }, [&](styx::ReadRequest r) {
        auto text = print(mouse_.front());
        mouse_.pop_front();
        r.reply(text);
    });
}

void Window::kbd(std::string message)
{
    if (message.empty()) return;
    if (kbd_is_open_) return kbd_.post(std::move(message) + '\0');
    if (message[0] != 'c') return;
    cons_ += message.substr(1);
    settle_cons();
}

void Window::settle_cons()
{
    settle(cons_readers_, [&] { return !cons_.empty(); }, [&](styx::ReadRequest r) {
        auto n = std::min<std::size_t>(cons_.size(), r.count);
        while (n < cons_.size() && n > 0 && (cons_[n] & 0xc0) == 0x80) --n;  // whole runes
        auto text = cons_.substr(0, n);
        cons_.erase(0, n);
        r.reply(text);
    });
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
        file("mouse", 0600, [this](ReadRequest r) { mouse_readers_.push_back(std::move(r)); settle_mouse(); },
             [](WriteRequest w) { w.done(); }),
        file("kbd", 0400, [this](ReadRequest r) { kbd_.read(std::move(r)); }, {},
             [this](OpenRequest r) { kbd_is_open_ = true; r.reply(); }),
        file("cons", 0600, [this](ReadRequest r) { cons_readers_.push_back(std::move(r)); settle_cons(); },
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
    w.u32(std::uint32_t(mouse_.size()));
    for (auto& e : mouse_) save_mouse(w, e);
    w.u32(std::uint32_t(kbd_.kept().size()));
    for (auto& k : kbd_.kept()) w.text32(k);
}

Result<> Window::restore(styx::Reader& r)
{
    label = r.text32();
    place.min.x = r.i32(), place.min.y = r.i32(), place.max.x = r.i32(), place.max.y = r.i32(), size.x = r.i32(), size.y = r.i32();
    is_current = r.u8(), is_visible = r.u8(), order = r.u64(), scale = r.u32() / 1000.0, version = r.u32(), cursor = r.text32();
    kbd_is_open_ = r.u8(), cons_ = r.text32(), last_xy_.x = r.i32(), last_xy_.y = r.i32(), last_buttons_ = r.i32();
    for (auto n = r.u32(); n > 0 && !r.bad; --n) mouse_.push_back(restore_mouse(r));
    for (auto n = r.u32(); n > 0 && !r.bad; --n) kbd_.post(std::string(r.text32()));
    if (r.bad || size.x < 1 || size.y < 1 || size.x > 32767 || size.y > 32767) return fail("the image's window is damaged");
    return {};
}

}  // namespace runtime
