#include "runtime/engine/compile.h"

#include "tests/engine/guest_test.h"

using namespace runtime;

TEST(Compile, SaysWhatTheCompilerSays)
{
    auto module = compile("int f( {");
    ASSERT_FALSE(module);
    EXPECT_TRUE(module.error().text.starts_with("cannot compile module: ")) << module.error().text;
    EXPECT_GT(module.error().text.size(), 30u);
}

TEST(Compile, TextWithoutAModule) { EXPECT_EQ(compile("int f;").error().text, "cannot compile module: it holds no module"); }

TEST(Compile, MissingFunctionIsAnError)
{
    EXPECT_FALSE(compile("int not_there(void); const void* ninth_module(void) { return (void*)(long)not_there(); }"));
}

TEST(Compile, ManyTimes)
{
    for (int i = 0; i < 3; ++i) EXPECT_EQ(run_through(guest("traps", ".c"), "?").output, "still here\n");
}
