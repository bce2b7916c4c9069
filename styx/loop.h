// One thread's events: timers, calls from other threads, connections.
//
// Everything a loop makes belongs to its thread and is destroyed before the loop; only post() and stop() may be called
// from others. Nothing runs outside run() and run_until(). A dial or work still under way when the loop goes is never
// answered.
#pragma once

#include "styx/channel.h"

#include <cstdint>
#include <memory>

namespace styx {

// Destroying it cancels what it stands for.
class Timer {
  public:
    virtual ~Timer() = default;
};

class Listener {
  public:
    virtual ~Listener() = default;  // stops listening and takes the post away
    virtual std::string address() const = 0;  // with the port the system chose for tcp!host!0
};

// A plain two-way byte stream on something the system opened: a pty, a pipe.
class Stream {
  public:
    virtual ~Stream() = default;
    virtual void write(std::string bytes) = 0;
    virtual void pause() = 0;   // no more `bytes` until resume
    virtual void resume() = 0;
    std::function<void(std::string_view bytes)> bytes;
    std::function<void()> ended;
};

class Loop {
  public:
    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void run();                                          // until stop()
    bool run_until(const std::function<bool()>& done, std::uint64_t msec = ~std::uint64_t(0));  // false: time is up
    void stop();
    void post(std::function<void()>);                    // from any thread; runs on the loop's
    void later(std::function<void()>);                   // on this thread, after the present event
    void after_poll(std::function<void()>);              // … after whatever has come from outside by then
    std::uint64_t polls() const;                         // how often it has looked for what comes from outside
    std::uint64_t now() const;                           // msec, monotonic, as of this event

    [[nodiscard]] std::unique_ptr<Timer> after(std::uint64_t msec, std::function<void()>);
    [[nodiscard]] std::unique_ptr<Timer> every(std::uint64_t msec, std::function<void()>);
    void work(std::function<void()> job, std::function<void()> then);  // job on another thread, then `then` here

    // Addresses: unix!path, tcp!host!port. A unix post appears whole or not at all, and only its owner may enter.
    // Errors: "unix!/x: someone is listening there already", "bad address: ...", the system's reason.
    Result<std::unique_ptr<Listener>> listen(const std::string& address,
                                             std::function<void(std::unique_ptr<Channel>)> accept);
    // A host name, unlike a number, is looked up on the spot: the loop stands still meanwhile.
    void dial(const std::string& address, std::function<void(Result<std::unique_ptr<Channel>>)> then);
    // Two ends within this thread; unsent() of either counts what is under way in both directions.
    std::pair<std::unique_ptr<Channel>, std::unique_ptr<Channel>> pair();
    Result<std::unique_ptr<Stream>> stream(std::intptr_t os_handle);       // takes it over

    struct State;  // loop_uv.h
    State& state() { return *state_; }

  private:
    std::unique_ptr<State> state_;
};

// For every process, first thing: a write to a closed connection is an error, not a signal.
void ignore_broken_pipes();

}  // namespace styx
