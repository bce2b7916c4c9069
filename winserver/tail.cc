#include "winserver/tail.h"

#include "winserver/fields.h"

#include "styx/errors.h"
#include "styx/handlers.h"

#include <algorithm>

namespace winserver {
namespace {

bool is_kept(char kind) { return kind == 'k' || kind == 'm'; }

std::string line(std::uint64_t seq, char kind, const std::string& text)
{
    std::string out = std::to_string(seq) + ' ' + kind;
    if (!text.empty()) out += ' ' + text;
    return out + '\n';
}

std::string mouse_text(const MouseEvent& e)
{
    return std::to_string(e.xy.x) + ' ' + std::to_string(e.xy.y) + ' ' + std::to_string(e.buttons) + ' ' +
           std::to_string(e.msec);
}

}  // namespace

void Tail::key(std::string_view message, ReceiptPtr receipt)
{
    Event e;
    e.kind = 'k';
    e.text = rc_quote(message);
    e.receipt = std::move(receipt);
    add(std::move(e));
}

void Tail::mouse(const MouseEvent& m)
{
    Event e;
    e.kind = 'm';
    e.text = mouse_text(m);
    e.mouse = m;
    e.is_press = (m.buttons & ~buttons_) != 0;
    e.is_motion = m.buttons == buttons_;
    buttons_ = m.buttons;
    if (!events_.empty() && e.is_motion) {
        auto& last = events_.back();
        if (last.kind == 'm' && last.is_motion && last.seq > ever_given_) {
            last.text = std::move(e.text), last.mouse = m;
            return;
        }
    }
    add(std::move(e));
}

void Tail::set_size(std::string text)
{
    if (text == size_) return;
    size_ = std::move(text);
    state('r', size_);
}

void Tail::set_place(std::string text)
{
    if (text == place_) return;
    place_ = std::move(text);
    state('w', place_);
}

// Only the newest of a kind is worth reading. Before `from` nobody needs them: it states both.
void Tail::state(char kind, const std::string& text)
{
    std::erase_if(events_, [&](auto& e) { return e.kind == kind; });
    if (has_begun_) post(kind, text);
}

void Tail::shown()
{
    for (; frames_wanted_ > 0; --frames_wanted_) post('f', "");
}

bool Tail::has_unread_keys() const
{
    return std::any_of(events_.begin() + std::ptrdiff_t(first_after(std::max(given_, ever_given_))), events_.end(),
                       [](auto& e) { return e.kind == 'k'; });
}

void Tail::adopt(Generation generation)
{
    fail_readers({styx::err::moved});
    has_begun_ = false;
    is_thawed_ = is_thawed_ || generation == Generation::newer;
    frames_wanted_ = 0;
    preface_.clear();
    std::erase_if(events_, [](auto& e) { return !is_kept(e.kind); });
}

void Tail::post(char kind, std::string text)
{
    Event e;
    e.kind = kind;
    e.text = std::move(text);
    add(std::move(e));
}

void Tail::add(Event e)
{
    e.seq = next_seq_++;
    events_.push_back(std::move(e));
    if (events_.size() > most) events_.pop_front();
    settle();
}

std::size_t Tail::first_after(std::uint64_t seq) const
{
    return std::size_t(std::ranges::upper_bound(events_, seq, {}, &Event::seq) - events_.begin());
}

Result<> Tail::write(std::string_view text)
{
    auto words = styx::tokens(text);
    if (words.size() == 1 && words[0] == "frame") return ++frames_wanted_, Result<>();
    if (words.size() == 2 && words[0] == "from") return from(TRY(long_number(words[1])));
    if (words.size() == 3 && words[0] == "from" && words[2] == "unread") {
        auto seq = TRY(long_number(words[1]));
        events_.erase(events_.begin(), events_.begin() + std::ptrdiff_t(first_after(ever_given_)));
        return from(seq);
    }
    if (words.size() == 2 && words[0] == "durable") return durable(TRY(long_number(words[1])));
    return fail("usage: from SEQ [unread] | durable SEQ | frame");
}

Result<> Tail::from(std::uint64_t seq)
{
    std::erase_if(events_, [](auto& e) { return !is_kept(e.kind); });
    if (std::exchange(is_thawed_, false)) drop_what_a_thaw_forgets(seq);
    // The display that gave that number had a clock ahead of this one's.
    next_seq_ = std::max(next_seq_, seq + 1);
    given_ = seq;
    has_begun_ = true;
    auto first = first_after(seq);
    if (first < events_.size()) {
        auto before = events_[first].seq - 1;
        preface_ = line(before, 'r', size_) + line(before, 'w', place_);
        settle();
        return {};
    }
    preface_.clear();
    post('r', size_);
    post('w', place_);
    return {};
}

// A program that is back from an older image gets the keys it has forgotten, for text is dear; not the mouse, for what
// was under it then may not be under it now, nor a key after a press, for it may have been meant for another place.
void Tail::drop_what_a_thaw_forgets(std::uint64_t seq)
{
    auto begin = events_.begin() + std::ptrdiff_t(first_after(seq));
    auto press = std::find_if(begin, events_.end(), [](auto& e) { return e.is_press; });
    events_.erase(press, events_.end());
    begin = events_.begin() + std::ptrdiff_t(first_after(seq));
    events_.erase(std::remove_if(begin, events_.end(), [](auto& e) { return e.kind != 'k'; }), events_.end());
}

Result<> Tail::durable(std::uint64_t seq)
{
    if (seq >= next_seq_) return fail("no event has that number yet: " + std::to_string(seq));
    auto last = std::min(seq, given_);  // what has not been read cannot be durable
    events_.erase(events_.begin(), events_.begin() + std::ptrdiff_t(first_after(last)));
    return {};
}

void Tail::read(styx::ReadRequest r)
{
    waiting_.push_back(std::move(r));
    settle();
}

void Tail::fail_readers(const Error& why)
{
    for (auto& r : std::exchange(waiting_, {})) r.fail(why);
}

bool Tail::has_line() const { return has_begun_ && (!preface_.empty() || first_after(given_) < events_.size()); }

void Tail::settle()
{
    std::erase_if(waiting_, [](auto& r) { return r.flushed(); });
    while (!waiting_.empty() && has_line()) {
        auto r = std::move(waiting_.front());
        waiting_.pop_front();
        give(std::move(r));
    }
}

void Tail::give(styx::ReadRequest r)
{
    if (preface_.size() > r.count) return r.fail("read is too short");
    auto text = std::exchange(preface_, {});
    std::vector<ReceiptPtr>
        read;  // let go after the reply, so that the reader has its events before the writer is told
    auto last = given_;
    for (auto i = first_after(given_); i < events_.size(); ++i) {
        auto& e = events_[i];
        auto next = line(e.seq, e.kind, e.text);
        if (text.size() + next.size() > r.count) break;
        text += next;
        last = e.seq;
        read.push_back(std::move(e.receipt));
    }
    if (text.empty()) return r.fail("read is too short");
    given_ = last;
    ever_given_ = std::max(ever_given_, given_);
    std::erase_if(events_, [&](auto& e) { return e.seq <= given_ && !is_kept(e.kind); });
    r.reply(text);
}

}  // namespace winserver
