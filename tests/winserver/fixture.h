// A whole desktop without a screen, and the clients that talk to it, on one loop.
#pragma once

#include "winserver/desktop.h"
#include "winserver/host_headless.h"

#include "draw/client.h"
#include "styx/client.h"

#include <gtest/gtest.h>
#include <optional>

namespace tests {

using winserver::Capability;

// A read or write under way.
struct Pending {
    std::optional<Result<std::string>> answer;
    bool is_done() const { return answer.has_value(); }
    // What was read, or "error: …".
    std::string text() const;
};
using PendingPtr = std::shared_ptr<Pending>;

// One client. Calls wait for their answers, a second at most; a text answer of "error: …" is an Rerror.
class Peer {
  public:
    Peer(styx::Loop&, winserver::Desktop&, Capability, const styx::Hello& = {});

    std::string attach(const std::string& aname);  // "" or "error: …"
    styx::OpenFile open(const std::string& path, std::uint8_t mode = styx::ORDWR);
    std::string open_error(const std::string& path, std::uint8_t mode = styx::ORDWR);
    PendingPtr start_read(const styx::OpenFile&, std::uint32_t count = 8192);
    PendingPtr start_write(const styx::OpenFile&, const std::string&);
    std::string read(const styx::OpenFile&, std::uint32_t count = 8192);
    std::string write(const styx::OpenFile&, const std::string&);  // "" or "error: …"
    std::string read(const std::string& path);                     // of a file whose reads end
    std::string write(const std::string& path, const std::string&);
    std::vector<std::string> names(const std::string& path);
    void close(const styx::OpenFile& f) { client_->clunk(f.fid); }
    styx::Client& client() { return *client_; }
    void hang_up() { client_.reset(); }
    void finish(const PendingPtr&);  // runs the loop until it is answered; a failure if it is not
    bool is_greeted() const { return greeted_; }

  private:
    styx::Loop& loop_;
    std::unique_ptr<styx::Client> client_;
    styx::Fid root_ = styx::Fid::none;
    bool greeted_ = false;
};

// A window with a draw connection: a program.
class Program {
  public:
    Program(styx::Loop&, winserver::Desktop&, const std::string& aname = "new", const styx::Hello& = {},
            Capability = Capability::app);
    void connect();          // opens draw/new
    void fill(draw::Color);  // the whole window; not shown yet
    void fill(draw::Rect, draw::Color);
    std::string flush();  // shows it: "" or the error
    void rebind();        // as after a resize
    int id() { return std::stoi(peer.read("winid")); }

    Peer peer;
    styx::OpenFile ctl, data;
    std::optional<draw::client::Display> display;
};

struct DesktopTest : testing::Test {
    explicit DesktopTest(std::uint64_t turn = winserver::Turns::usual_turn);
    styx::Loop loop;
    winserver::HeadlessHost host;
    std::unique_ptr<winserver::Desktop> desktop;
    std::optional<Peer> desk;

    void settle();  // until what is under way has arrived
    void wait(std::uint64_t msec);
    DesktopTest& move(int x, int y);  // the mouse, no button
    DesktopTest& press(int x, int y, int buttons = 1);
    DesktopTest& release(int x, int y) { return move(x, y); }
    DesktopTest& click(int x, int y) { return press(x, y).release(x, y); }
    DesktopTest& drag(int x, int y, int to_x, int to_y);
    draw::Rect place(int id);           // of window id, from its wctl
    std::string state(int id);          // "current visible"
    std::uint32_t pixel(int x, int y);  // of the screen, 0xRRGGBB
    std::uint32_t window_pixel(int id, int x, int y);
    std::string event();  // the next line of `events`, or "" if there is none
    styx::OpenFile events;
};

styx::Hello life(const std::string& name, std::uint64_t generation = 1, std::uint32_t mount = 1);

std::shared_ptr<draw::Image> parse_image(draw::Arena&, const std::string& text);

}  // namespace tests
