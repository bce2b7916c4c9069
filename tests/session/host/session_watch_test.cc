// A host sees to it that there is a session, and starts programs that outlive it.
#include "running.h"

#include "session/host/host.h"
#include "session/host/session_watch.h"
#include "session/spawn.h"
#include "styx/installed.h"
#include "styx/handlers.h"
#include "styx/serve.h"

#include <fcntl.h>
#include <sys/resource.h>

using namespace tests;
using namespace styx;
using session::SessionWatch;

namespace {

struct Watching : testing::Test {
    Scratch scratch;
    Loop loop;
    std::unique_ptr<Server> session;
    std::unique_ptr<Listener> listener;
    int started = 0;
    void begin_session()
    {
        session = std::make_unique<Server>();
        listener = loop.listen(scratch.post("session"), [this](auto c) { session->serve(std::move(c)); }).value();
    }
    void end_session()
    {
        listener.reset();
        session.reset();
    }
    std::unique_ptr<SessionWatch> watch()
    {
        return std::make_unique<SessionWatch>(loop, scratch.post("session"), [this] { ++started; });
    }
    void pass(std::uint64_t msec)
    {
        loop.run_until([] { return false; }, msec);
    }
};

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

TEST_F(Watching, connected_it_does_nothing)
{
    begin_session();
    auto w = watch();
    ASSERT_TRUE(loop.run_until([&] { return session->links() == 1; }, patience_msec));
    rusage before{}, after{};
    getrusage(RUSAGE_SELF, &before);
    pass(1000);
    getrusage(RUSAGE_SELF, &after);
    EXPECT_LT(after.ru_nvcsw - before.ru_nvcsw, 5);
}

TEST(host, starts_the_session_again)
{
    // The program that would be started as "ninth session" is this test: what counts is that it is, in the log.
    Scratch scratch;
    auto listens = [&] {
        Loop loop;
        Server server;
        server.attach = attach_to(dir("/"));
        auto listener = loop.listen(scratch.post("session"), [&](auto c) { server.serve(std::move(c)); });
        loop.run();
        return 0;
    };
    Running first(listens);
    dial(scratch.post("session"));
    Running host(service(scratch, session::host_main, {}));
    dial(scratch.post("host"));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    EXPECT_FALSE(std::filesystem::exists(scratch.path + "/run/session.log"));
    first.kill();
    EXPECT_TRUE(eventually(
        [&] { return get(scratch.path + "/run/session.log").find("started as session") != std::string::npos; }));
    EXPECT_TRUE(host.runs());
}

TEST(spawn, the_program_has_nothing_of_ours)
{
    Scratch scratch;
    auto log = scratch.file("log");
    int leaked = fcntl(2, F_DUPFD, 50);
    ASSERT_TRUE(
        session::spawn_detached("/bin/sh", {"-c", "ls -l /proc/self/fd; ps -o sid=,pid= -p $$; echo done; cat"}, log));
    ASSERT_TRUE(eventually([&] { return get(log).find("done") != std::string::npos; }));
    auto text = get(log);
    EXPECT_EQ(text.find(" " + std::to_string(leaked) + " -> "), text.npos) << text;
    EXPECT_NE(text.find(" 1 -> " + log), text.npos) << text;
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);  // no child of ours
    close(leaked);
}

TEST(spawn, says_why_it_cannot)
{
    EXPECT_EQ(error_of(session::spawn_detached("/no/such", {}, "")),
              "cannot start /no/such: No such file or directory");
    EXPECT_EQ(error_of(session::spawn_detached("/bin/sh", {}, "/no/log")),
              "cannot write /no/log: No such file or directory");
    EXPECT_EQ(std::filesystem::path(styx::own_program().value()).filename(), "host_test");
}

}  // namespace
