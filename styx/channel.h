// One end of a conversation: whole 9P packets both ways.
#pragma once

#include "styx/result.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace styx {

// The owner sets `received` and `hung_up` before the first event can come (a channel is made paused until then:
// no event comes from within the call that made it). Either may destroy the channel.
class Channel {
  public:
    virtual ~Channel() = default;  // hangs up, with no call of hung_up

    virtual void send(std::string packet) = 0;          // queued in order; never blocks
    virtual std::size_t unsent() const { return 0; }    // bytes queued here that the system has not taken yet
    virtual void pause() {}      // from now on receives nothing, until resume: for the end that passes packets on
    virtual void resume() {}     // what had come meanwhile may be received from within this call
    virtual void hold_back() {}  // from now on receives nothing while 4 MB wait to be sent: for the end that answers

    std::function<void(std::string_view packet)> received;  // one whole packet, size[4] included
    std::function<void(const Error& why)> hung_up;          // at most once; nothing is received after it
};

}  // namespace styx
