// The test program is also every service that a test runs, what a host under test starts as "ninth session", which says so
// in its log, and what a hold starts as "ninth hold --stay".
#include "running.h"

#include "session/gate/gate.h"
#include "session/hold/hold.h"
#include "session/host/host.h"
#include "styx/loop.h"

#include <cstdio>

namespace {

const tests::Role roles[] = {
    {"host", session::host_main},
    {"gate", session::gate_main},
    {"hold", session::hold_main},
    {"session", [](tests::Words) { return std::puts("started as session"), 0; }},
};

}  // namespace

int main(int count, char** words)
{
    styx::ignore_broken_pipes();
    std::vector<std::string_view> all(words, words + count);
    if (auto role = tests::Role::all().find(count > 1 ? words[1] : ""); role != tests::Role::all().end())
        return role->second(std::span(all).subspan(2));
    testing::InitGoogleTest(&count, words);
    return RUN_ALL_TESTS();
}
