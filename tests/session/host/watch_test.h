// A session watched, which comes and goes within the test.
#pragma once

#include "running.h"

#include "session/host/session_watch.h"
#include "styx/serve.h"

namespace tests {

struct Watching : testing::Test {
    Place place;
    styx::Loop loop;
    std::unique_ptr<styx::Server> session;
    std::unique_ptr<styx::Listener> listener;
    int started = 0;
    void begin_session()
    {
        session = std::make_unique<styx::Server>();
        listener = loop.listen(place.post("session"), [this](auto c) { session->serve(std::move(c)); }).value();
    }
    void end_session()
    {
        listener.reset();
        session.reset();
    }
    std::unique_ptr<session::SessionWatch> watch()
    {
        return std::make_unique<session::SessionWatch>(loop, place.post("session"), [this] { ++started; });
    }
    void pass(std::uint64_t msec)
    {
        loop.run_until([] { return false; }, msec);
    }
};

}  // namespace tests
