// What a shared object of ELF can be that is no module.
#include "tests/engine/load_error.h"

#include <cmath>
#include <dlfcn.h>

TEST(ModuleLoad, OfAnotherMachine)
{
    auto other = tests::contents(guest_path("deep"));
    other[18] = char(0xf3), other[19] = 0;  // e_machine: EM_RISCV
    EXPECT_EQ(load_error_of(other), "it is not a shared object of this machine");
}

TEST(ModuleLoad, OfAnotherKind)
{
    Dl_info math{};
    ASSERT_NE(dladdr(dlsym(RTLD_DEFAULT, "cos"), &math), 0);
    EXPECT_EQ(load_error(math.dli_fname), "it holds no module");
}
