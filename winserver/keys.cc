#include "winserver/keys.h"

#include <algorithm>

namespace winserver {

struct KeyFiles::KbdOpen : styx::Open {
    explicit KbdOpen(std::shared_ptr<int> open_count) : opens(std::move(open_count)) { ++*opens; }
    ~KbdOpen() override { --*opens; }
    std::shared_ptr<int> opens;
};

std::unique_ptr<styx::Open> KeyFiles::open_kbd() { return std::make_unique<KbdOpen>(kbd_opens_); }

void KeyFiles::post(std::string message, ReceiptPtr receipt)
{
    unread_.push_back({std::move(message), std::move(receipt)});
    settle();
    if (unread_.size() > most) unread_.pop_front();
}

void KeyFiles::read_kbd(styx::ReadRequest r)
{
    kbd_.push_back(std::move(r));
    settle();
}

void KeyFiles::read_cons(styx::ReadRequest r)
{
    cons_.push_back(std::move(r));
    settle();
}

void KeyFiles::fail_readers(const Error& why)
{
    for (auto& r : std::exchange(kbd_, {})) r.fail(why);
    for (auto& r : std::exchange(cons_, {})) r.fail(why);
}

void KeyFiles::settle()
{
    auto flushed = [](auto& r) { return r.flushed(); };
    std::erase_if(kbd_, flushed);
    std::erase_if(cons_, flushed);
    while (!kbd_.empty() && !unread_.empty()) {
        auto first = std::move(unread_.front());
        unread_.pop_front();
        auto r = std::move(kbd_.front());
        kbd_.pop_front();
        r.reply(first.message + '\0');
    }
    if (*kbd_opens_ > 0) return;
    auto is_text = [](auto& u) { return u.message.starts_with('c'); };
    while (!cons_.empty() && std::ranges::any_of(unread_, is_text)) {
        auto r = std::move(cons_.front());
        cons_.pop_front();
        give_text(std::move(r));
    }
}

void KeyFiles::give_text(styx::ReadRequest r)
{
    std::string text;
    std::vector<ReceiptPtr> read;
    while (!unread_.empty()) {
        auto& first = unread_.front();
        if (first.message.starts_with('c')) {
            // A rune that does not fit even alone is cut, as reply cuts.
            if (!text.empty() && text.size() + first.message.size() - 1 > r.count) break;
            text += first.message.substr(1);
        }
        read.push_back(std::move(first.receipt));
        unread_.pop_front();
    }
    r.reply(text);
}

}  // namespace winserver
