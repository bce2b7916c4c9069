// A window: whose it is, where it is, what it shows, and what its program has yet to read.
//
// It has no opinion on other windows: desktop.h moves, raises and removes it. A window whose program has gone stays as
// it is, an orphan, if it belongs to a life; the life's next attach adopts it.
#pragma once

#include "winserver/cursor.h"
#include "winserver/keys.h"
#include "winserver/picture.h"
#include "winserver/tail.h"

#include <deque>
#include <string>

namespace winserver {

struct Attach;

enum class CloseBox { plain, hover, pressed };

// A read of wctl waits until the window differs from what that fid has last read.
struct WctlOpen : styx::Open {
    std::uint64_t seen = 0;
};

class Window {
  public:
    Window(int window_id, std::unique_ptr<Picture> picture_shown, std::uint64_t first_seq)
        : id(window_id), picture(std::move(picture_shown)), tail(first_seq)
    {
    }

    const int id;
    std::string life = "-";         // whose; "-" if its program said no hello
    std::uint64_t generation = 0;   // of that life
    const Attach* owner = nullptr;  // the attach that made or adopted it; null once that has gone
    std::string label;
    draw::Rect place;  // of the client area, on the screen
    bool is_visible = true, is_current = false;
    std::int64_t order = 0;  // windows are stacked by it
    CloseBox close_box = CloseBox::plain;
    Cursor cursor;
    std::uint64_t last_input = 0;  // msec of the loop; 0 never

    std::unique_ptr<Picture> picture;
    Tail tail;
    MouseFile mouse;
    KeyFiles keys;

    void key(const std::string& message, const ReceiptPtr& = {});
    void pointer(const MouseEvent& local);
    bool has_unread_keys() const;
    void resized(double scale);  // the image is another one now
    void announce();             // place, label, focus or visibility may have changed

    std::string wctl_text() const;  // minx miny maxx maxy current|notcurrent visible|hidden, 72 bytes (rio(4))
    void read_wctl(styx::ReadRequest);
    void fail_readers(const Error&);

  private:
    std::uint64_t version_ = 1;
    std::string announced_;
    std::deque<styx::ReadRequest> wctl_;
    bool is_read_by_tail() const { return life != "-"; }
};

}  // namespace winserver
