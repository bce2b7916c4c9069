// A hand and an eye at a desktop of the bench's own: what it types, and when it sees it.
#pragma once

#include "bench.h"
#include "styx/remote.h"
#include "tests/desktop/desktop.h"

#include <functional>
#include <optional>

namespace bench {

// Looks every half millisecond: a look costs what reading the `screen` file does, and has the compositor paint what is
// damaged there and then. A person's eye also waits for the next frame of his monitor.
class Eye {
  public:
    explicit Eye(const tests::Desktop&);
    std::string screen();                         // image(6)
    std::string screen_at_rest();
    void type(const std::string& text);           // returns when the program has read it
    bool until(const std::function<bool(const std::string& screen)>&);  // false: not within 2 s, or the display has gone
    // msec, on a desktop of 400x300, from the write of the key to a look that sees another first line in the window; all
    // is at rest before it. The looks are as fast as they can be, and what one costs is in it.
    double key_to_pixel(const std::string& key);
    std::string first_row();

  private:
    std::unique_ptr<styx::Remote> display_;
};

// A verb to a life, over a connection that stands: answered when it has come about.
class Hand {
  public:
    explicit Hand(const tests::Desktop&);
    void tell(const std::string& life, const std::string& verb);
    std::string read(const std::string& path);    // of the session's

  private:
    std::unique_ptr<styx::Remote> session_;
};

}  // namespace bench
