// A process's window as the process knows it: place, size, label, and the input that is not read yet.
//
// It is state of the process, frozen and thawed with it; displays come and go (link.h). Its devices are
// mouse, kbd, cons, consctl, label, wctl, winname, winid, scale, cursor.
#pragma once

#include "runtime/mirror/input_queue.h"
#include "styx/handlers.h"

namespace runtime {

class Window {
  public:
    explicit Window(styx::Loop& loop) : input_(loop) {}

    // What displays are told when they get the window, and tell when it changes.
    std::string label = "ninth";
    draw::Rect place;                 // client area on the screen; empty until a display has said
    draw::Point size{680, 480};       // of the window image; its r.min is (0,0)
    bool is_current = true, is_visible = true;
    std::uint64_t order = 0;          // rises with each raise: how windows were stacked
    static constexpr double scale_step = 0.001;  // that it is kept to
    double scale = 1;
    std::uint32_t version = 1;        // of the image's name
    std::string cursor;               // as written to /dev/cursor
    std::string image_name() const { return "noborder.1." + std::to_string(version); }

    // What the device files are, for the tree of /dev.
    std::vector<styx::NodePtr> files();

    // Input, as a display gives it, in order.
    void mouse(MouseEvent);           // is_motion is found here
    void kbd(std::string message);    // 9front's kbd: "c" "k" or "K" and runes, without the NUL
    void resized();                   // tells whoever reads mouse that the image has a new name

    // What happens to a write of these files, set by the mirror.
    std::function<void()> label_changed;
    std::function<void(const std::string&)> cursor_changed;
    std::function<void(styx::WriteRequest)> wctl_written;

    void save(styx::Writer&) const;
    Result<> restore(styx::Reader&);

  private:
    void open_kbd();
    void take_as_text();
    void settle_cons();
    std::string wctl_text() const;

    InputQueue input_;
    bool kbd_is_open_ = false;                 // else what comes is text for cons, once that is read
    std::vector<std::string> early_;           // messages of kbd that came before either
    std::string cons_;                         // unread text
    std::deque<styx::ReadRequest> cons_readers_;
    draw::Point last_xy_;
    int last_buttons_ = 0;
};

}  // namespace runtime
