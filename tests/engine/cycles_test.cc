#include "runtime/engine/prepare/cycles.h"

#include <gtest/gtest.h>

using prepare::CallGraph;

namespace {

std::set<std::string_view> cycles(const CallGraph& graph)
{
    auto found = prepare::functions_on_cycles(graph);
    return {found.begin(), found.end()};
}

using Names = std::set<std::string_view>;

}  // namespace

TEST(Cycles, NoneInAChain) { EXPECT_EQ(cycles({{"a", {"b"}}, {"b", {"c"}}}), Names{}); }
TEST(Cycles, AFunctionThatCallsItself) { EXPECT_EQ(cycles({{"a", {"b"}}, {"b", {"b"}}}), Names{"b"}); }
TEST(Cycles, ThroughOthers) { EXPECT_EQ(cycles({{"a", {"b"}}, {"b", {"c"}}, {"c", {"d", "b"}}, {"d", {}}}), (Names{"b", "c"})); }

TEST(Cycles, TwoWaysToOneAreNone) { EXPECT_EQ(cycles({{"a", {"b", "c"}}, {"c", {"b"}}}), Names{}); }

TEST(Cycles, TwoAreApart)
{
    EXPECT_EQ(cycles({{"a", {"b"}}, {"b", {"a", "m"}}, {"m", {"n"}}, {"n", {"o"}}, {"o", {"n"}}}), (Names{"a", "b", "n", "o"}));
}

TEST(Cycles, OneInsideAnother)
{
    EXPECT_EQ(cycles({{"a", {"b"}}, {"b", {"c", "a"}}, {"c", {"b", "d"}}, {"d", {}}}), (Names{"a", "b", "c"}));
}
