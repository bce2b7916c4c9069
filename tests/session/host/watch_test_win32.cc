// What cannot be started, in Windows' words.
#include "running.h"

#include "session/spawn.h"

using namespace tests;

namespace {

TEST(spawn, says_why_it_cannot)
{
    EXPECT_EQ(error_of(session::spawn_detached("C:/no/such.exe", {}, "")).substr(0, 29), "cannot start C:/no/such.exe: ");
    EXPECT_EQ(error_of(session::spawn_detached(styx::own_program().value(), {}, "C:/no/log")).substr(0, 24), "cannot write C:/no/log: ");
    EXPECT_EQ(std::filesystem::path(styx::own_program().value()).filename(), "host_test.exe");
}

}  // namespace
