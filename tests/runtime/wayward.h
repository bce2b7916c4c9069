// A server that keeps no promise about flush(5) but is exact about what it did: for exactly_once_test.
//
//   in    a write of a number does something that cannot be undone: it is counted
//   out   a read takes the next item, which nobody gets again
// Every answer takes its time. When a request is flushed the server does one of the things that Manners names.
#pragma once

#include "styx/channel.h"
#include "styx/loop.h"
#include "styx/message.h"

#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <thread>

namespace tests {

enum class Manners {
    good,     // the request is forgotten: Rflush
    before,   // it is answered, then Rflush
    after,    // Rflush, then it is answered all the same
    instead,  // it is answered, and no Rflush comes
    silent,   // neither comes, and it is done
};
inline constexpr Manners all_manners[] = {Manners::good, Manners::before, Manners::after, Manners::instead, Manners::silent};

class Wayward {
  public:
    Wayward(std::string address, Manners, unsigned seed);
    ~Wayward();

    // After it has been stopped, by stop() or the destructor.
    void stop();
    std::map<int, int> done;      // how often each number was written
    std::set<int> unheard;        // items that were given to nobody who listens

  private:
    struct Request {
        styx::Tag tag;
        styx::Body body;
        std::unique_ptr<styx::Timer> answer;
    };
    struct Link {
        std::unique_ptr<styx::Channel> channel;
        std::map<styx::Fid, char> fids;  // 'r' the root, 'i' in, 'o' out
        std::map<styx::Tag, Request> requests;
    };
    void serve();
    void received(Link&, std::string_view packet);
    void flushed(Link&, styx::Tag tag, styx::Tag old);
    void answer(Link&, Request&);
    styx::Body act(Link&, const styx::Body&);
    void send(Link&, styx::Tag, styx::Body);

    std::string address_;
    Manners manners_;
    std::minstd_rand chance_;
    int next_item_ = 0, last_given_ = -1;
    std::atomic<bool> is_up_ = false;
    styx::Loop* loop_ = nullptr;
    std::map<Link*, std::unique_ptr<Link>> links_;
    std::thread thread_;
};

}  // namespace tests
