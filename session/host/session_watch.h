// Sees to it that there is a session: keeps a connection to it, and starts it again when it is gone.
#pragma once

#include "styx/loop.h"

namespace session {

class SessionWatch {
  public:
    // Begins at once. `address` is the session's; `start` starts one and does not wait for it. As long as there has
    // been none, it only waits for one; one that hangs up and does not answer for 200 ms is started again. While
    // connected nothing here runs.
    SessionWatch(styx::Loop&, std::string address, std::function<void()> start);
    ~SessionWatch();
    SessionWatch(const SessionWatch&) = delete;
    SessionWatch& operator=(const SessionWatch&) = delete;

    bool is_connected() const { return channel_ != nullptr; }

  private:
    enum class State { waiting, connected, missed };  // waiting: for one to come; missed: it has hung up just now
    void look();
    void found(Result<std::unique_ptr<styx::Channel>>);
    void look_later(std::uint64_t msec);
    void lost();

    styx::Loop& loop_;
    std::string address_;
    std::function<void()> start_;
    State state_ = State::waiting;
    bool has_started_ = false;        // one is expected: if none comes, another is started
    std::uint64_t pause_, since_ = 0; // msec until the next look; when it was lost or started
    std::unique_ptr<styx::Channel> channel_;
    std::unique_ptr<styx::Timer> next_;
    std::shared_ptr<SessionWatch*> here_;  // null once destroyed: a dial may come back then
};

}  // namespace session
