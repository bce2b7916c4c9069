// What the files that know libuv share. No other folder includes this.
#pragma once

#include "styx/loop.h"

#include <deque>
#include <mutex>
#include <uv.h>
#include <vector>

namespace styx {

class StreamChannel;

struct Loop::State {
    uv_loop_t uv{};
    uv_async_t wake{};
    uv_prepare_t prepare{};
    uv_idle_t busy{};  // started when the poll must not block: `soon` holds something, or what is waited for is there
    const std::function<bool()>* waits_for = nullptr;  // what run_until() waits for: a timer or a call before the poll may bring it about
    bool stopping = false, ending = false;
    std::mutex lock;
    std::vector<std::function<void()>> posted;  // under lock
    std::deque<std::function<void()>> soon;
    std::vector<std::function<void()>> after_poll;
    std::uint64_t polls = 0;
    std::vector<StreamChannel*> resting;  // channels that have read enough in this round
    std::vector<StreamChannel*> unsent;  // channels with packets queued since the last poll

    void settle();  // runs what is due soon and hands queued packets to the system
};

inline Error uv_error(const std::string& what, int code) { return {what + ": " + uv_strerror(code)}; }

// unix and tcp, in transport_uv.cc.
struct Address {
    enum class Kind { unix_socket, tcp } kind = Kind::unix_socket;
    std::string path, host;
    int port = 0;
};
Result<Address> parse_address(const std::string&);

}  // namespace styx
