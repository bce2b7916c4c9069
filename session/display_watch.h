// Sees to it that there is a display, and hears what is clicked on it.
#pragma once

#include "session/link.h"
#include "session/spawn.h"
#include "styx/places.h"

namespace session {

class DisplayWatch {
  public:
    // Looks at once. A display that hangs up and does not answer for restart_msec is started again: PROGRAM display, with
    // the arguments in $NINTH_RUN/display.args, one a line; without that file, or where the display is not this run
    // directory's, it only waits for one. So it does after a display has said `exit` in its events: its user has closed it.
    DisplayWatch(styx::Loop&, const styx::Places&, std::string program);
    DisplayWatch(const DisplayWatch&) = delete;
    DisplayWatch& operator=(const DisplayWatch&) = delete;

    std::function<void(const std::string& life)> close_clicked;
    std::function<void()> came;  // it answers

    bool is_up() const { return link_.is_up(); }
    bool is_expected() const;    // there is such a file
    void end();                  // the display; it is not started again
    // A life that is at rest has no window; one it may have left behind goes.
    void forget(const std::string& life) { link_.write("ctl", "forget " + life + "\n"); }

    static constexpr std::uint64_t restart_msec = 50;  // without an answer, after a hang-up
    static constexpr std::uint64_t begin_msec = 10'000;  // ... at first: whoever began the session has begun a display
    static constexpr std::uint64_t stuck_msec = 60'000;  // ... of one that was started here and has not ended

  private:
    bool is_due() const;
    void missing();
    void start();
    std::string arguments_file() const { return places_.run + "/display.args"; }

    styx::Loop& loop_;
    const styx::Places& places_;
    std::string program_;
    Link link_;
    Spawned begun_;  // a display that was started here
    std::uint64_t since_, patience_ = begin_msec, pause_;  // msec
    bool is_dismissed_ = false, is_over_ = false;
};

}  // namespace session
