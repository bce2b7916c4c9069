// What is not a module is refused with a reason.
#include "tests/engine/guest_test.h"

#include "runtime/engine/native/glue.h"

#include <cmath>
#include <dlfcn.h>
#include <filesystem>
#include <fstream>
#include <openssl/sha.h>
#include <sstream>
#include <unistd.h>

using namespace runtime;

namespace {

std::string slurp(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string scratch() { return (std::filesystem::temp_directory_path() / ("engine-module-" + std::to_string(getpid()))).string(); }

std::string load_error(const std::string& path)
{
    auto module = Module::load(path);
    if (module) return "";
    auto start = "cannot load module " + path + ": ";
    EXPECT_TRUE(module.error().text.starts_with(start)) << module.error().text;
    return module.error().text.substr(start.size());
}

std::string load_error_of(std::string_view bytes)
{
    auto path = scratch();
    std::ofstream(path, std::ios::binary) << bytes;
    auto error = load_error(path);
    std::filesystem::remove(path);
    return error;
}

}  // namespace

TEST(ModuleLoad, OfEachBuildHasTheIdentityOfThePreparedWasm)
{
    auto wasm = slurp(guest_path("deep", ".wasm"));
    unsigned char sum[SHA256_DIGEST_LENGTH];
    SHA256(reinterpret_cast<const unsigned char*>(wasm.data()), wasm.size(), sum);
    std::string hex;
    for (auto c : sum) hex += "0123456789abcdef"[c >> 4], hex += "0123456789abcdef"[c & 15];
    for (auto* build : builds) EXPECT_EQ(guest("deep", build).identity(), hex) << build;
    EXPECT_NE(guest("spin").identity(), hex);
}

TEST(ModuleLoad, MissingFile) { EXPECT_EQ(load_error("/nowhere/at/all.so"), "it is not there"); }
TEST(ModuleLoad, EmptyFile) { EXPECT_EQ(load_error_of(""), "it is cut short"); }
TEST(ModuleLoad, TextFile) { EXPECT_EQ(load_error_of("#!/bin/sh\n"), "it is not a shared object of this machine"); }
TEST(ModuleLoad, Directory) { EXPECT_NE(load_error("/tmp"), ""); }

TEST(ModuleLoad, CutAnywhere)
{
    auto whole = slurp(guest_path("deep"));
    for (std::size_t part = 1; part < 64; ++part) EXPECT_EQ(load_error_of(whole.substr(0, whole.size() * part / 64)), "it is cut short");
    EXPECT_EQ(load_error_of(whole.substr(0, 20)), "it is cut short");
    EXPECT_EQ(load_error_of(whole.substr(0, whole.size() - 1)), "it is cut short");
}

TEST(ModuleLoad, OfAnotherMachine)
{
    auto other = slurp(guest_path("deep"));
    other[18] = char(0xf3), other[19] = 0;  // e_machine: EM_RISCV
    EXPECT_EQ(load_error_of(other), "it is not a shared object of this machine");
}

TEST(ModuleLoad, OfAnotherKind)
{
    Dl_info math{};
    ASSERT_NE(dladdr(dlsym(RTLD_DEFAULT, "cos"), &math), 0);
    EXPECT_EQ(load_error(math.dli_fname), "it holds no module");
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
