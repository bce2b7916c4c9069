// Passes a conversation on to the service that its hello names.
//
//   display display-app session host hold-*     which services may be named: the table in relay.cc
//
// Whoever speaks without naming one is served here.
#pragma once

#include "styx/loop.h"
#include "styx/places.h"
#include "styx/trace.h"

#include <vector>

namespace session {

class Relay {
  public:
    using Serve = std::function<void(std::unique_ptr<styx::Channel>)>;

    // `otherwise` takes the channels that name no service, and keeps each until it hangs up; what they have sent so far
    // then comes as if sent anew.
    Relay(styx::Loop&, styx::Places, Serve otherwise);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    // Looks at the first packet. A hello's service is dialled, and packets pass both ways from then on, that first one
    // included; either end's hang-up hangs the other up. An end that does not read stops the other from being read when
    // 4 MB wait for it. Rerror, and a hang-up, where the service is not in the table ("no such service: NAME") or
    // its post does not answer ("NAME does not answer: reason").
    void serve(std::unique_ptr<styx::Channel>);
    std::size_t links() const { return links_.size(); }

    styx::Trace trace;        // each packet that is passed on, as it passes
    std::string own_service;  // the one that is served here when it is named, too

    static std::string services();  // a line each
    // The post of a service. Error: "no such service: NAME".
    static Result<std::string> address_of(const styx::Places&, std::string_view service);

  private:
    struct Link;
    struct End {
        std::unique_ptr<styx::Channel> channel;
        bool is_paused = false;
    };
    Link* find(std::uint64_t number);
    void hear(Link&, std::string_view packet);
    void begin(std::uint64_t number);
    void hand_over(Link&);
    void dialled(std::uint64_t number, Result<std::unique_ptr<styx::Channel>>);
    void refuse(Link&, const Error&);
    void pass(End& from, End& to, std::string_view packet);
    void go_on(End& from, const End& to);
    void look_for_room();
    void end(std::uint64_t number);

    styx::Loop& loop_;
    styx::Places places_;
    Serve otherwise_;
    std::vector<std::unique_ptr<Link>> links_;
    std::uint64_t last_number_ = 0;
    std::unique_ptr<styx::Timer> watch_;   // while any end is paused
    std::shared_ptr<Relay*> here_;         // null once destroyed: a dial or a call may come back then
};

}  // namespace session
