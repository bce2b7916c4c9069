#include "runtime/mirror/input_queue.h"

#include <algorithm>
#include <cstdio>

namespace runtime {

namespace {

// 'm' or 'r', x, y, buttons, msec, each 11 wide and a space (mouse(3)).
std::string print(const MouseEvent& e)
{
    char text[64];
    std::snprintf(text, sizeof text, "%c%11d %11d %11d %11u ", e.resized ? 'r' : 'm', e.xy.x, e.xy.y, e.buttons, e.msec);
    return text;
}

constexpr InputQueue::From other(InputQueue::From f)
{
    return f == InputQueue::From::mouse ? InputQueue::From::kbd : InputQueue::From::mouse;
}

}  // namespace

void InputQueue::mouse(MouseEvent e)
{
    bool merges = e.is_motion && !unread_.empty() && unread_.back().from == From::mouse && unread_.back().mouse.is_motion;
    if (merges) unread_.back().mouse = e;
    else post({From::mouse, e, {}});
    settle();
}

void InputQueue::kbd(std::string message)
{
    post({From::kbd, {}, std::move(message)});
    settle();
}

void InputQueue::post(Event e)
{
    unread_.push_back(std::move(e));
    if (unread_.size() > most) unread_.pop_front();
}

void InputQueue::read(From from, styx::ReadRequest r)
{
    reader(from).is_absent = false;
    reader(from).waiting.push_back(std::move(r));
    settle();
}

void InputQueue::settle()
{
    for (auto& r : readers_) std::erase_if(r.waiting, [](auto& request) { return request.flushed(); });
    while (give(From::mouse) || give(From::kbd)) turn_.reset();
    wait_for_turn();
}

// The oldest event of that file, if it is its turn and someone waits.
bool InputQueue::give(From from)
{
    auto& waiting = reader(from).waiting;
    auto e = std::ranges::find(unread_, from, &Event::from);
    bool is_turn = e == unread_.begin() || reader(other(from)).is_absent;
    if (waiting.empty() || e == unread_.end() || !is_turn) return false;
    auto text = from == From::mouse ? print(e->mouse) : std::move(e->key);
    unread_.erase(e);
    auto r = std::move(waiting.front());
    waiting.pop_front();
    r.reply(text);
    return true;
}

void InputQueue::wait_for_turn()
{
    bool is_held_up = !unread_.empty() && !reader(other(unread_.front().from)).waiting.empty() &&
                      std::ranges::find(unread_, other(unread_.front().from), &Event::from) != unread_.end();
    if (!is_held_up || turn_) return;
    turn_ = loop_.after(patience, [this] {
        auto late = std::move(turn_);
        if (!unread_.empty()) reader(unread_.front().from).is_absent = true;
        settle();
    });
}

void InputQueue::save(styx::Writer& w) const
{
    w.u32(std::uint32_t(unread_.size()));
    for (auto& e : unread_) {
        auto& m = e.mouse;
        w.u8(std::uint8_t(e.from)), w.i32(m.xy.x), w.i32(m.xy.y), w.i32(m.buttons), w.u32(m.msec), w.u8(m.resized), w.u8(m.is_motion);
        w.text32(e.key);
    }
}

void InputQueue::restore(styx::Reader& r)
{
    for (auto n = r.u32(); n > 0 && !r.bad; --n) {
        Event e;
        auto& m = e.mouse;
        auto from = r.u8();
        r.bad |= from > std::uint8_t(From::kbd);
        e.from = From(from);
        m.xy.x = r.i32(), m.xy.y = r.i32(), m.buttons = r.i32(), m.msec = r.u32(), m.resized = r.u8(), m.is_motion = r.u8();
        e.key = r.text32();
        if (!r.bad) post(std::move(e));
    }
}

}  // namespace runtime
