// The input file of a window: what a Ninth runtime reads instead of mouse and kbd, as one ordered stream; and the
// input tail, the events that are kept until what they did to the program is durable.
//
//   SEQ k 'message'                     a message of kbd, rc-quoted: 'ca', 'kab', 'K', 'c''' for a quote; a newline
//                                       stands in the quotes as it is (styx::quoted_lines cuts right)
//   SEQ m x y buttons msec              window-local; unread motion is merged, a change of buttons never is
//   SEQ r dx dy scale                   the window's size: its image has another name now
//   SEQ w minx miny maxx maxy current|notcurrent visible|hidden order
//                                       where it is on the screen; order rises towards the top of the stack
//   SEQ f                               what was drawn before has been shown: once for each `frame` written
//
// SEQ rises by one; a window's first is its first_seq. k and m are kept when they have been read, the others are not.
// Written: `from SEQ` makes reads begin, with the present r and w and then every k and m after SEQ; before that reads
// wait. Where events are offered again, r and w carry the number before the first of them; with `from SEQ unread` none is,
// for one of them may be what the program has died of. `durable SEQ` forgets events up to SEQ. `frame` asks for an f.
#pragma once

#include "winserver/mouse.h"
#include "winserver/receipt.h"

#include <string>

namespace winserver {

class Tail {
  public:
    static constexpr std::size_t most = 65536;  // events of a window: beyond it the oldest goes

    explicit Tail(std::uint64_t first_seq) : next_seq_(first_seq) {}

    void key(std::string_view message, ReceiptPtr = {});
    void mouse(const MouseEvent&);
    void set_size(std::string text);   // "dx dy scale"; said again when it changes
    void set_place(std::string text);  // "minx … order"
    void shown();                      // answers the `frame`s so far
    bool wants_frame() const { return frames_wanted_ > 0; }
    bool has_unread_keys() const;

    // Another conversation takes over: reads wait for its `from`. What has been offered by then comes again: all of it
    // if it is the same generation, else only keys up to the first button press.
    enum class Generation { same, newer };
    void adopt(Generation);

    void read(styx::ReadRequest);  // whole lines; error: `read is too short` if not even one fits
    Result<> write(std::string_view line);
    void fail_readers(const Error&);  // all who wait

    std::uint64_t next_seq() const { return next_seq_; }
    std::size_t kept() const { return events_.size(); }

  private:
    struct Event {
        std::uint64_t seq = 0;
        char kind = 0;
        std::string text;  // what follows the kind
        MouseEvent mouse = {};
        bool is_press = false, is_motion = false;
        ReceiptPtr receipt = {};
    };
    void post(char kind, std::string text);
    void add(Event);
    void state(char kind, const std::string& text);
    Result<> from(std::uint64_t seq);
    void drop_what_a_thaw_forgets(std::uint64_t seq);
    Result<> durable(std::uint64_t seq);
    void settle();
    bool has_line() const;
    void give(styx::ReadRequest);
    std::size_t first_after(std::uint64_t seq) const;

    std::deque<Event> events_;  // by seq, rising; those up to given_ have been read
    std::uint64_t next_seq_;
    std::uint64_t given_ = 0;  // the last number this conversation has read
    std::uint64_t ever_given_ = 0;
    std::string preface_;  // lines that go before events that are offered again
    std::string size_, place_;
    int buttons_ = 0;  // of the last mouse event
    int frames_wanted_ = 0;
    bool has_begun_ = false;
    bool is_thawed_ = false;  // the next `from` comes from a newer generation
    std::deque<styx::ReadRequest> waiting_;
};

}  // namespace winserver
