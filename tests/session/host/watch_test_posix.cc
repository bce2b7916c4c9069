// What a watch costs, and what a program that is started finds.
#include "watch_test.h"

#include "session/spawn.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace tests;

namespace {

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

TEST(spawn, the_program_has_nothing_of_ours)
{
    Place place;
    auto log = place.file("log");
    int leaked = fcntl(2, F_DUPFD, 50);
    ASSERT_TRUE(
        session::spawn_detached("/bin/sh", {"-c", "ls -l /proc/self/fd; ps -o sid=,pid= -p $$; echo done; cat"}, log));
    ASSERT_TRUE(eventually([&] { return contents(log).find("done") != std::string::npos; }));
    auto text = contents(log);
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
