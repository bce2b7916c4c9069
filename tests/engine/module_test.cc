// What is not a module is refused with a reason.
#include "tests/engine/load_error.h"

#include "runtime/engine/native/glue.h"
#include "styx/digest.h"

using namespace runtime;

TEST(ModuleLoad, OfEachBuildHasTheIdentityOfThePreparedWasm)
{
    auto hex = styx::sha256(tests::contents(guest_path("deep", ".wasm")));
    for (auto* build : builds) EXPECT_EQ(guest("deep", build).identity(), hex) << build;
    EXPECT_NE(guest("spin").identity(), hex);
}

TEST(ModuleLoad, MissingFile) { EXPECT_EQ(load_error("/nowhere/at/all.so"), "it is not there"); }
TEST(ModuleLoad, EmptyFile) { EXPECT_EQ(load_error_of(""), "it is cut short"); }
TEST(ModuleLoad, TextFile) { EXPECT_EQ(load_error_of("#!/bin/sh\n"), "it is not a shared object of this machine"); }
TEST(ModuleLoad, Directory) { EXPECT_NE(load_error(tests::Scratch().path), ""); }

TEST(ModuleLoad, CutAnywhere)
{
    auto whole = tests::contents(guest_path("deep"));
    for (std::size_t part = 1; part < 64; ++part) EXPECT_EQ(load_error_of(whole.substr(0, whole.size() * part / 64)), "it is cut short");
    EXPECT_EQ(load_error_of(whole.substr(0, 20)), "it is cut short");
    EXPECT_EQ(load_error_of(whole.substr(0, whole.size() - 1)), "it is cut short");
}

TEST(ModuleLoad, OfAnotherVersion)
{
    auto other = *guest("deep").code();
    ++other.version;
    EXPECT_EQ(Module::of(&other, nullptr).error().text, "it was built for another version of Ninth");
}

TEST(InstanceCreate, OnceAtATime)
{
    auto module = guest("deep");
    Script script;
    auto one = Instance::create(module, script);
    ASSERT_TRUE(one);
    EXPECT_EQ(Instance::create(module, script).error().text, "the module is running already");
    one->reset();
    EXPECT_TRUE(Instance::create(module, script));
}

TEST(InstanceBytes, OnlyTheGuests)
{
    Script script;
    auto instance = *Instance::create(guest("deep"), script);
    auto size = std::uint32_t(instance->size());
    EXPECT_EQ(instance->bytes(0, size), instance->region().data());
    EXPECT_EQ(instance->bytes(size, 0), instance->region().data() + size);
    EXPECT_EQ(instance->bytes(0, size + 1), nullptr);
    EXPECT_EQ(instance->bytes(size - 3, 4), nullptr);
    EXPECT_EQ(instance->bytes(0xffffffff, 0xffffffff), nullptr);
}
