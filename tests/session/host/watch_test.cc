// A host sees to it that there is a session, and starts programs that outlive it.
#include "watch_test.h"

#include "session/processes.h"
#include "session/spawn.h"
#include "styx/handlers.h"

using namespace tests;
using namespace styx;

namespace {

// What is there instead of a session.
const Role answers("answers", [](Words words) {
    Loop loop;
    Server server;
    server.attach = attach_to(dir("/"));
    auto listener = loop.listen(std::string(words[0]), [&](auto c) { server.serve(std::move(c)); });
    loop.run();
    return 0;
});

TEST_F(Watching, waits_quietly_for_the_first)
{
    auto w = watch();
    pass(500);
    EXPECT_EQ(started, 0);
    begin_session();
    EXPECT_TRUE(loop.run_until([&] { return w->is_connected(); }, patience_msec));
}

TEST_F(Watching, starts_one_that_is_gone_for_200_msec)
{
    begin_session();
    auto w = watch();
    ASSERT_TRUE(loop.run_until([&] { return w->is_connected() && session->links() == 1; }, patience_msec));
    auto gone = loop.now();
    end_session();
    ASSERT_TRUE(loop.run_until([&] { return started == 1; }, patience_msec));
    EXPECT_GE(loop.now() - gone, 200u);
    begin_session();
    EXPECT_TRUE(loop.run_until([&] { return w->is_connected(); }, patience_msec));
    EXPECT_EQ(started, 1);
}

TEST_F(Watching, one_that_comes_back_by_itself_is_not_started)
{
    begin_session();
    auto w = watch();
    ASSERT_TRUE(loop.run_until([&] { return w->is_connected() && session->links() == 1; }, patience_msec));
    end_session();
    ASSERT_TRUE(loop.run_until([&] { return !w->is_connected(); }, patience_msec));
    begin_session();
    pass(400);
    EXPECT_EQ(started, 0);
    EXPECT_TRUE(w->is_connected());
}

// Starts the other role, and ends.
const Role begins_another("begins-another", [](Words words) {
    return session::spawn_detached(own_program().value(), {"answers", std::string(words[0])}, "") ? 0 : 1;
});

TEST(spawn, the_program_outlives_who_started_it)
{
    Place place;
    Running beginner(place, {"begins-another", place.post("other")});
    EXPECT_EQ(beginner.wait(), 0);
    EXPECT_TRUE(dial(place.post("other"))->stat(""));
    EXPECT_TRUE(session::kill_process(session::process_at(place.post("other")).value()));
}

TEST(spawn, tells_whether_it_is_still_alive)
{
    Place place;
    EXPECT_FALSE(session::Spawned().is_alive());
    auto spawned = session::spawn_detached(own_program().value(), {"answers", place.post("other")}, "").value();
    dial(place.post("other"));
    EXPECT_TRUE(spawned.is_alive());
    EXPECT_TRUE(session::kill_process(session::process_at(place.post("other")).value()));
    EXPECT_TRUE(eventually([&] { return !spawned.is_alive(); }));
}

TEST(host, starts_the_session_again)
{
    // The program that would be started as "ninth session" is this test: what counts is that it is, in the log.
    Place place;
    auto log = place.run() + "/session.log";
    Running first(place, {"answers", place.post("session")});
    dial(place.post("session"));
    Running host(place, {"host"});
    dial(place.post("host"));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_FALSE(std::filesystem::exists(log));
    first.kill();
    EXPECT_TRUE(eventually([&] { return contents(log).find("started as session") != std::string::npos; }));
    EXPECT_TRUE(host.is_running());
}

}  // namespace
