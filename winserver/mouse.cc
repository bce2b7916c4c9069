#include "winserver/mouse.h"

#include "winserver/fields.h"

namespace winserver {

void MouseFile::post(const MouseEvent& e)
{
    // The last unread event may go for a motion if it was one too: the buttons of the one before it are its own.
    int before = unread_.size() > 1 ? unread_[unread_.size() - 2].buttons : last_.buttons;
    if (!unread_.empty() && unread_.back().buttons == e.buttons && before == e.buttons) unread_.pop_back();
    unread_.push_back(e);
    if (unread_.size() > most) unread_.pop_front();
    settle();
}

void MouseFile::resized()
{
    is_resized_ = true;
    settle();
}

void MouseFile::read(styx::ReadRequest r)
{
    waiting_.push_back(std::move(r));
    settle();
}

void MouseFile::clear() { unread_.clear(); }

void MouseFile::fail_readers(const Error& why)
{
    for (auto& r : std::exchange(waiting_, {})) r.fail(why);
}

void MouseFile::settle()
{
    std::erase_if(waiting_, [](auto& r) { return r.flushed(); });
    while (!waiting_.empty() && (is_resized_ || !unread_.empty())) {
        if (!unread_.empty()) {
            last_ = unread_.front();
            unread_.pop_front();
        }
        auto r = std::move(waiting_.front());
        waiting_.pop_front();
        char letter = std::exchange(is_resized_, false) ? 'r' : 'm';
        r.reply(letter + fields({last_.xy.x, last_.xy.y, last_.buttons, int(last_.msec)}));
    }
}

}  // namespace winserver
