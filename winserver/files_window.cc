// The files of a window.
#include "winserver/desktop.h"
#include "winserver/fields.h"
#include "winserver/files.h"

namespace winserver {
namespace {

// A value is read as if it had been there in whole at the open.
struct Snapshot : styx::Open {
    explicit Snapshot(std::string t) : text(std::move(t)) {}
    std::string text;
};

void answer(styx::WriteRequest& w, const Result<>& result)
{
    if (result)
        w.done();
    else
        w.fail(result.error());
}

// For files that take one line a write, or several.
template <class F> Result<> each_line(std::string_view text, F&& run)
{
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (!line.empty()) DO(run(line));
    }
    return {};
}

}  // namespace

void read_winname(Here h, styx::ReadRequest r) { r.slice(h.window->picture->name()); }
void read_winid(Here h, styx::ReadRequest r) { r.slice(fields({h.window->id})); }
void read_life(Here h, styx::ReadRequest r) { r.slice(h.window->life + "\n"); }

void open_mouse(Here h, styx::OpenRequest r)
{
    h.window->mouse.clear();  // what happened before nobody waited for
    r.reply();
}
void read_mouse(Here h, styx::ReadRequest r) { h.window->mouse.read(std::move(r)); }

void write_mouse(Here h, styx::WriteRequest w)
{
    std::string_view text = w.data;
    if (text.starts_with('m')) text.remove_prefix(1);
    auto words = styx::tokens(text);
    auto x = words.size() > 1 ? number(words[0]) : fail("want `m x y`"), y = words.size() > 1 ? number(words[1]) : x;
    if (!x || !y) return w.fail(!x ? x.error() : y.error());
    if (h.window->is_current) h.desktop.warp(h.window->place.min + draw::Point{*x, *y});
    w.done();
}

void read_cursor(Here h, styx::ReadRequest r) { r.slice(print_cursor(h.window->cursor)); }

void write_cursor(Here h, styx::WriteRequest w)
{
    auto cursor = parse_cursor(w.data);
    if (!cursor) return w.fail(cursor.error());
    h.window->cursor = *cursor;
    h.desktop.refresh_cursor();
    w.done();
}

void open_kbd(Here h, styx::OpenRequest r) { r.reply(h.window->keys.open_kbd()); }
void read_kbd(Here h, styx::ReadRequest r) { h.window->keys.read_kbd(std::move(r)); }
void read_cons(Here h, styx::ReadRequest r) { h.window->keys.read_cons(std::move(r)); }
void write_cons(Here, styx::WriteRequest w) { w.done(); }
void write_consctl(Here, styx::WriteRequest w) { w.done(); }

void read_input(Here h, styx::ReadRequest r) { h.window->tail.read(std::move(r)); }

void write_input(Here h, styx::WriteRequest w)
{
    auto& tail = h.window->tail;
    answer(w, each_line(w.data, [&](auto line) { return tail.write(line); }));
    if (tail.wants_frame() && h.window->is_visible) h.desktop.compositor().tick();
}

void read_label(Here h, styx::ReadRequest r) { r.slice(h.window->label); }

void write_label(Here h, styx::WriteRequest w)
{
    constexpr std::size_t longest = 4096;
    if (w.data.size() > longest) return w.fail("label is too long");
    h.desktop.label(*h.window, w.data);
    w.done();
}

void open_wctl(Here, styx::OpenRequest r) { r.reply(std::make_unique<WctlOpen>()); }

void read_wctl(Here h, styx::ReadRequest r)
{
    if (r.count < h.window->wctl_text().size()) return r.fail("read is too short");
    h.window->read_wctl(std::move(r));
}

void write_wctl(Here h, styx::WriteRequest w)
{
    answer(w, run_wctl(h.desktop, *h.window, h.attach.capability, w.data));
}

void open_window(Here h, styx::OpenRequest r)
{
    r.reply(std::make_unique<Snapshot>(image_text(h.window->picture->front())));
}

void open_screen(Here h, styx::OpenRequest r)
{
    if (h.attach.capability == Capability::app || h.attach.capability == Capability::foreign)
        return open_window(h, std::move(r));
    h.desktop.compositor().frame();
    r.reply(std::make_unique<Snapshot>(image_text(h.desktop.compositor().screen())));
}

void read_snapshot(Here, styx::ReadRequest r) { r.slice(static_cast<Snapshot*>(r.open)->text); }

void read_scale(Here h, styx::ReadRequest r)
{
    double dpi = 96 * h.desktop.scale();
    r.slice(scale_text(h.desktop.scale()) + " " + scale_text(dpi) + "\n");
}

}  // namespace winserver
