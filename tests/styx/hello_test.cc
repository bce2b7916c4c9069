// Who greets, and what a server makes of it.
#include "styx/hello.h"

#include <gtest/gtest.h>

namespace {

using namespace styx;

struct Row {
    const char* when;
    Known known;
    Hello hello;
    Verdict verdict;
};

Hello from(std::uint64_t generation, std::uint64_t sent, std::uint64_t received)
{
    return {"-", "life", generation, 1, sent, received};
}

// Known is {generation, received, sent, oldest_kept, alive}.
const Row rows[] = {
    {"nobody was here", {0, 0, 0, 0, false}, from(1, 0, 0), Verdict::cut},
    {"the server was restarted", {0, 0, 0, 0, false}, from(5, 100, 90), Verdict::cut},
    {"nothing was lost", {1, 10, 8, 0, true}, from(1, 10, 8), Verdict::resume},
    {"requests were lost", {1, 10, 8, 0, true}, from(1, 12, 8), Verdict::resume},
    {"answers were lost", {1, 10, 8, 0, true}, from(1, 10, 5), Verdict::resume},
    {"both were lost", {1, 10, 8, 0, true}, from(1, 15, 0), Verdict::resume},
    {"a newer generation that goes on from there", {1, 10, 8, 0, true}, from(2, 10, 8), Verdict::resume},
    {"an older image: it had sent less", {1, 10, 8, 0, true}, from(2, 9, 8), Verdict::cut},
    {"it has had answers that were never given", {1, 10, 8, 0, true}, from(1, 10, 9), Verdict::cut},
    {"answers it lacks are kept no more", {1, 10, 8, 6, true}, from(1, 10, 5), Verdict::cut},
    {"the oldest answer it lacks is just kept", {1, 10, 8, 6, true}, from(1, 10, 6), Verdict::resume},
    {"its fids are gone", {1, 10, 8, 0, false}, from(1, 10, 8), Verdict::cut},
    {"an older generation", {2, 10, 8, 0, true}, from(1, 10, 8), Verdict::refuse},
    {"an older generation, and nothing is left", {2, 0, 0, 0, false}, from(1, 0, 0), Verdict::refuse},
};

TEST(Hello, is_judged_by_the_table)
{
    for (auto& row : rows) EXPECT_EQ(judge(row.known, row.hello), row.verdict) << row.when;
}

TEST(Hello, rides_in_the_version)
{
    Hello h{"host", "3f2a-b.c_d", 7, 2, 1000, ~0ull};
    EXPECT_EQ(print(h), "9P2000.hello host 3f2a-b.c_d 7 2 1000 18446744073709551615");
    EXPECT_EQ(*parse_hello(print(h)), h);
}

TEST(Hello, anything_else_is_none)
{
    for (auto text : {"9P2000", "9P2000.u", "", "9P2000.hello", "9P2000.hello - life 1 1 1", "9P2000.hello - life 1 1 1 x",
                      "9P2000.hello - life 1 1 1 1 1", "9P2000.hello - 'a b' 1 1 1 1", "9P2000.hello - life -1 1 1 1",
                      "9P2000.hello - life 1 4294967296 1 1", "9P2000.hello - '' 1 1 1 1"})
        EXPECT_FALSE(parse_hello(text)) << text;
    EXPECT_FALSE(parse_hello("9P2000.hello - " + std::string(65, 'x') + " 1 1 1 1"));
}

TEST(Welcome, is_read_back)
{
    EXPECT_EQ(print(Welcome{}), "9P2000");
    EXPECT_EQ(parse_welcome("9P2000").kind, Welcome::Kind::plain);
    auto w = parse_welcome(print(Welcome{Welcome::Kind::resume, 42}));
    EXPECT_EQ(w.kind, Welcome::Kind::resume);
    EXPECT_EQ(w.received, 42u);
    EXPECT_EQ(parse_welcome("9P2000.hello cut 0").kind, Welcome::Kind::cut);
    EXPECT_EQ(parse_welcome("9P2000.hello resume x").kind, Welcome::Kind::plain);
}

}  // namespace
