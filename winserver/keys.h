// The keyboard of a window as two files share it: kbd, which knows keys, and cons, which knows text.
#pragma once

#include "winserver/receipt.h"

#include <deque>
#include <string>

namespace winserver {

class KeyFiles {
  public:
    static constexpr std::size_t most = 65536;  // unread messages: beyond it the oldest goes

    // message as 9front's kbd(3) has it, without its NUL: c and a rune typed; k and the keys that are down, after one
    // went down; K the same after one went up.
    void post(std::string message, ReceiptPtr = {});
    bool has_unread() const { return !unread_.empty(); }

    // One message and its NUL.
    void read_kbd(styx::ReadRequest);
    // The runes of c messages, as many as fit. Waits while somebody has kbd open, who then gets everything.
    void read_cons(styx::ReadRequest);
    std::unique_ptr<styx::Open> open_kbd();
    void fail_readers(const Error&);  // all who wait

  private:
    struct Unread {
        std::string message;
        ReceiptPtr receipt;
    };
    struct KbdOpen;
    void settle();
    void give_text(styx::ReadRequest);

    std::deque<Unread> unread_;
    std::deque<styx::ReadRequest> kbd_, cons_;
    std::shared_ptr<int> kbd_opens_ = std::make_shared<int>(0);
};

}  // namespace winserver
