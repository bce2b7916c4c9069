// The desktop: all windows, what they may do to one another, and who is told.
//
// One thread, that of its loop, which clients share by turns. It serves 9P on what it is given (serve), shows on a host, and
// is built in main.
#pragma once

#include "winserver/attach.h"
#include "winserver/compositor.h"
#include "winserver/pointer.h"
#include "winserver/turns.h"
#include "winserver/wctl.h"

#include "styx/handlers.h"
#include "styx/serve.h"

#include <map>

namespace winserver {

struct DesktopSettings {
    draw::Point size{1280, 800};  // pixels
    double scale = 1;
    std::string assets;                           // directory with fonts/list; without one no letters are drawn
    std::function<void(std::string_view)> trace;  // each message of every conversation, or null
    std::uint64_t turn = Turns::usual_turn;       // work of a client before others have theirs (turns.h)
};

class Desktop {
  public:
    static constexpr int least_side = 20, most_side = 16384;  // pixels, of a client area
    static constexpr std::int64_t most_area = 1 << 25;         // 8192x4096: all of it is copied at once when it is shown

    // loop and host outlive it. Error: `image memory allocation failed`.
    static Result<std::unique_ptr<Desktop>> make(styx::Loop&, Host&, DesktopSettings);
    ~Desktop();
    Desktop(const Desktop&) = delete;
    Desktop& operator=(const Desktop&) = delete;

    void serve(std::unique_ptr<styx::Channel>, Capability);
    styx::Server& server(Capability c) { return servers_[c]; }
    std::function<void()> exit_asked;  // somebody wrote `exit`
    std::function<void(draw::Point)> was_resized;

    // Windows. Errors: `window too small`, `bad rectangle`, `image memory allocation failed`.
    Result<WindowPtr> open(const NewWindow&, const std::string& life, std::uint64_t generation);
    // A window that is all of the screen, for programs that know of no desktop (Capability::screen); made once.
    Result<WindowPtr> whole_screen();
    WindowPtr left_behind(const std::string& life, std::uint64_t generation) const;  // null if there is none
    void adopt(Window&, std::uint64_t generation);
    Result<> place(Window&, draw::Rect client);  // moved, if it must be, so that its title can be taken hold of
    void raise(Window&);
    void lower(Window&);
    void focus(Window*);  // null: keys go nowhere
    void hide(Window&);
    void unhide(Window&);
    void remove(Window&);  // what it still owes readers fails with `window deleted`
    void remove_later(const WindowPtr&);
    void close(Window&);  // its close box: the desk decides; a window without a life just goes
    void forget(const std::string& life);  // it will not come back: the windows it has left behind go
    void label(Window&, std::string text);
    void set_close_box(Window&, CloseBox);
    const Stack& stack() const { return stack_; }
    Window* current() const { return current_.lock().get(); }

    // Input. Screen coordinates.
    void pointer(draw::Point p, int buttons, std::uint32_t msec) { pointer_.event(p, buttons, msec); }
    void warp(draw::Point);
    void key(const std::string& message, const ReceiptPtr& = {});

    // Attaches there are now.
    void attached(const Attach& a) { attaches_.push_back(&a); }
    void detached(const Attach& a) { std::erase(attaches_, &a); }
    int windows_of(const styx::Conversation*) const;

    std::string snarf;                 // what was cut or copied last
    void set_snarf(std::string text);  // by a program here: the host is told
    styx::Events events;               // for the desk: `close <id> <life>`, `current <id> <life>`
    std::string status() const;
    Compositor& compositor() { return *compositor_; }
    const Metrics& metrics() const { return compositor_->metrics; }
    void set_theme(const Theme&);
    void refresh_cursor() { pointer_.refresh(); }
    double scale() const { return settings_.scale; }
    std::uint64_t now() const { return loop_.now(); }
    styx::Loop& loop() { return loop_; }
    draw::Arena& arena() { return arena_; }
    Turns& turns() { return turns_; }
    Host& host() { return host_; }

  private:
    Desktop(styx::Loop&, Host&, DesktopSettings);
    void happened(const HostEvent&);
    void take(const PointerEvent&);
    void take(const KeyEvent&);
    void take(const ResizeEvent&);
    void take(const CloseEvent&) {}
    void take(const SnarfEvent& e) { snarf = e.text; }
    void damage(const Window&);
    void focus_top();
    draw::Rect cascade(draw::Point size);
    draw::Rect within_reach(draw::Rect client) const;
    Result<> check(const draw::Rect& client) const;
    void framed();
    void show_in_turn(const std::weak_ptr<Window>&);

    styx::Loop& loop_;
    Host& host_;
    DesktopSettings settings_;
    draw::HeapArena arena_{std::size_t(4) << 30};
    Turns turns_{loop_, settings_.turn};  // what is drawn in arena_
    std::optional<Lettering> lettering_;
    Stack stack_;
    std::unique_ptr<Compositor> compositor_;
    Pointer pointer_{*this};
    std::weak_ptr<Window> current_;
    WindowPtr whole_screen_;
    bool keys_are_down_ = false;  // the current window has been told of some
    int last_id_ = 0, cascaded_ = 0;
    std::vector<const Attach*> attaches_;
    std::shared_ptr<Desktop*> here_ = std::make_shared<Desktop*>(this);  // null once destroyed
    std::map<Capability, styx::Server> servers_;  // the last member: its files use the others until they are gone
};

}  // namespace winserver
