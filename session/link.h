// A standing connection to another part of the desktop: its event file is read as long as it answers, and who keeps the
// link hears when it comes and goes.
#pragma once

#include "styx/client.h"
#include "styx/loop.h"

#include <deque>

namespace session {

class Link {
  public:
    // `address` is a dial string. Nothing is dialled before look(). What is set below must be set before that; each of
    // them may destroy the link.
    Link(styx::Loop&, std::string address);
    ~Link();
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    std::function<void()> up;                         // it answers
    std::function<void(std::string_view line)> event; // a line of its file `events`, without the newline
    std::function<void()> missing;                    // a look found nobody
    std::function<void()> lost;                       // it answered and has hung up

    void look();                                      // unless it is up or being dialled
    void look_after(std::uint64_t msec);
    void hang_up();                                   // without a word to the owner

    bool is_up() const { return is_up_; }
    const std::string& address() const { return address_; }

    // One write to a file, one read from its front. Errors: the server's, "i/o on hungup channel" where it is not up.
    void write(std::string path, std::string data, std::function<void(Result<>)> then = {});
    void read(std::string path, std::function<void(Result<std::string>)> then);

  private:
    void dialled(Result<std::unique_ptr<styx::Channel>>);
    void greeted();
    void attached(Result<styx::OpenFile>);
    void opened(Result<styx::OpenFile>);
    void ask_for_events();
    void take_events(Result<styx::Rread>);
    void end_half_way();
    void hung_up();

    styx::Loop& loop_;
    std::string address_;
    std::unique_ptr<styx::Client> client_;
    std::unique_ptr<styx::Timer> next_look_;
    styx::OpenFile root_, events_;
    std::string rest_;                  // of events, after the last newline
    std::uint64_t offset_ = 0;
    bool is_up_ = false, is_dialling_ = false;
    std::shared_ptr<Link*> here_;       // null once destroyed
};

}  // namespace session
