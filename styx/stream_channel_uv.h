// 9P packets over a libuv stream.
#pragma once

#include "styx/loop_uv.h"

namespace styx {

// A libuv stream and its owner, which goes first; freed when libuv has closed the handle.
struct StreamHandle {
    union {
        uv_handle_t handle;
        uv_stream_t stream;
        uv_pipe_t pipe;
        uv_tcp_t tcp;
    };
    StreamChannel* channel = nullptr;  // null once the channel is destroyed
    StreamHandle() : pipe() {}
    void close();
};

class StreamChannel : public Channel {
  public:
    StreamChannel(Loop::State& loop, StreamHandle* connected);  // takes the handle over and starts to read
    ~StreamChannel() override;

    void send(std::string packet) override;
    std::size_t unsent() const override { return outbox_.size() + in_flight_; }
    void pause() override;
    void resume() override;
    void hold_back() override { holds_back_ = true; }
    void flush();  // hands the outbox to the system
    void rested();  // a round of the loop is over

  private:
    static void allocate(uv_handle_t*, std::size_t, uv_buf_t*);
    static void has_read(uv_stream_t*, ssize_t, const uv_buf_t*);
    void deliver();
    bool is_held_back() const;
    void rest();
    void lose(const Error&);
    void written(std::size_t bytes, int status);
    void set_reading();

    Loop::State& loop_;
    StreamHandle* handle_;
    std::string inbox_;         // bytes read; the first `filled_` of them hold data
    std::size_t filled_ = 0, taken_ = 0;
    std::string outbox_;
    std::size_t in_flight_ = 0; // bytes given to libuv, not yet to the system
    bool queued_ = false;       // in the loop's list of channels to flush
    bool reading_ = false, lost_ = false, delivering_ = false, holds_back_ = false, paused_ = false, resting_ = false;
};

}  // namespace styx
