// What a guest does wrong ends the guest, with a text, and not the process.
#include "tests/engine/guest_test.h"

using namespace runtime;

namespace {

struct Deed {
    const char* name;
    char letter;
    Trap trap;
};

class TrapTest : public testing::TestWithParam<Deed> {};

}  // namespace

TEST_P(TrapTest, EndsTheGuestOnly)
{
    for (auto* build : builds) {
        auto module = guest("traps", build);
        for (bool stopped_before : {false, true}) {
            Script script;
            script.input = GetParam().letter;
            auto instance = *Instance::create(module, script);
            script.instance = instance.get();
            script.stop_at = 1;
            if (stopped_before) {
                ASSERT_EQ(run(*instance), Stop::unwound);
            }
            script.stop_at = ~0u;
            ASSERT_EQ(run(*instance), Stop::trapped) << build << ": " << script.output;
            EXPECT_STREQ(text_of(instance->trap()), text_of(GetParam().trap)) << build;
        }
        EXPECT_EQ(run_through(module, "?"), (Outcome{Stop::ended, 0, "still here\n"})) << build;
    }
}

INSTANTIATE_TEST_SUITE_P(Deeds, TrapTest, testing::Values(
    Deed{"StoreBeyondMemory", 's', Trap::out_of_bounds},
    Deed{"LoadBeyondMemory", 'l', Trap::out_of_bounds},
    Deed{"StoreJustBelowZero", 'b', Trap::out_of_bounds},
    Deed{"StoreWhereStacksUnwindTo", 'a', Trap::out_of_bounds},
    Deed{"StoreAcrossFourGigabytes", 'f', Trap::out_of_bounds},
    Deed{"FillBeyondMemory", 'm', Trap::out_of_bounds},
    Deed{"DivisionByZero", 'd', Trap::divide_by_zero},
    Deed{"DivisionOverflow", 'o', Trap::integer_overflow},
    Deed{"Unreachable", 'u', Trap::unreachable},
    Deed{"Abort", 'g', Trap::unreachable},
    Deed{"CallOfNoFunction", 'n', Trap::bad_indirect_call},
    Deed{"CallOfAnotherType", 't', Trap::bad_indirect_call},
    Deed{"RecursionWithoutEnd", 'r', Trap::stack_exhausted},
    Deed{"RecursionThatAsksTheKernel", 'h', Trap::stack_exhausted},
    Deed{"RecursionWithArrays", 'R', Trap::out_of_bounds}),  // the stack in wasm's memory, which comes first, is used up before
    [](auto& row) { return row.param.name; });

TEST(Trap, TheKernelAlwaysHasStackToRunOn)
{
    auto module = guest("traps");
    Script script;
    script.input = "h";
    auto instance = *Instance::create(module, script);
    script.instance = instance.get();
    ASSERT_EQ(run(*instance), Stop::trapped);
    EXPECT_GT(script.least_stack, 400u * 1024);
    EXPECT_LT(script.least_stack, 1024u * 1024) << "it came to the end of the stack";
}

TEST(Exit, GivesItsCode) { EXPECT_EQ(run_through(guest("traps"), "x"), (Outcome{Stop::ended, 7, ""})); }

TEST(Exit, BufferedOutputIsWrittenBefore)
{
    EXPECT_EQ(run_through(guest("traps"), "?").output, "still here\n");
}

TEST(Fault, OfTheProcessItselfKillsIt)
{
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_DEATH(
        {
            auto module = guest("traps");
            Script script;
            auto instance = Instance::create(module, script);
            *static_cast<volatile int*>(nullptr) = 1;
        },
        "");
}
