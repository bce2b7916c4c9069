// ninth-prepare refuses, with a reason, what cannot run here.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

struct Said {
    int code;
    std::string text;
};

Said run(const std::string& line)
{
    Said said{};
    auto* pipe = popen((line + " 2>&1").c_str(), "r");
    char buf[4096];
    for (std::size_t n; (n = fread(buf, 1, sizeof buf, pipe)) > 0;) said.text.append(buf, n);
    said.code = WEXITSTATUS(pclose(pipe));
    return said;
}

Said prepare(const std::string& wasm)
{
    auto path = (std::filesystem::temp_directory_path() / ("engine-prepare-" + std::to_string(getpid()))).string();
    std::ofstream(path, std::ios::binary) << wasm;
    auto said = run(std::string(PREPARE) + " prepare " + path + " " + path + ".out");
    EXPECT_EQ(std::filesystem::exists(path + ".out"), said.code == 0);
    std::filesystem::remove(path);
    std::filesystem::remove(path + ".out");
    return said;
}

std::string section(char id, const std::string& body) { return std::string{id, char(body.size())} + body; }
std::string counted(const std::string& s) { return char(s.size()) + s; }

// A program that imports one function () -> () and does nothing.
std::string importing(const std::string& module, const std::string& name, const std::string& start = "_start")
{
    using namespace std::literals;
    return "\0asm\1\0\0\0"s + section(1, "\1\x60\0\0"s) + section(2, "\1"s + counted(module) + counted(name) + "\0\0"s) +
           section(3, "\1\0"s) + section(5, "\1\0\1"s) + section(7, "\2"s + counted(start) + "\0\1"s + counted("memory") + "\2\0"s) +
           section(10, "\1\2\0\x0b"s);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

}  // namespace

TEST(Prepare, WhatTheTableHas) { EXPECT_EQ(prepare(importing("ninth", "poll")).text, ""); }

TEST(Prepare, WhatIsNoModule)
{
    for (auto* text : {"", "hello", "\1asm"}) EXPECT_TRUE(has(prepare(text).text, "is not a wasm module")) << text;
}

TEST(Prepare, AnImportNinthDoesNotHave)
{
    auto said = prepare(importing("env", "abort"));
    EXPECT_EQ(said.code, 1);
    EXPECT_TRUE(has(said.text, "cannot run: it imports env.abort, which Ninth does not have\n")) << said.text;
}

TEST(Prepare, AnImportOfOtherTypes)
{
    auto said = prepare(importing("wasi_snapshot_preview1", "fd_read"));
    EXPECT_TRUE(has(said.text, "it imports wasi_snapshot_preview1.fd_read with other types\n")) << said.text;
}

TEST(Prepare, AModuleThatIsNoProgram)
{
    auto said = prepare(importing("ninth", "poll", "_initialize"));
    EXPECT_TRUE(has(said.text, "cannot run: it exports no _start, so it is no program\n")) << said.text;
}

TEST(Prepare, DamagedModulesAreRefused)
{
    auto whole = importing("ninth", "poll");
    for (std::size_t n = 9; n < whole.size(); ++n) EXPECT_NE(prepare(whole.substr(0, n)).code, 0) << n;
}

TEST(Prepare, SaysHowItIsUsed)
{
    auto said = run(PREPARE);
    EXPECT_EQ(said.code, 2);
    EXPECT_TRUE(has(said.text, "usage: ninth-prepare prepare IN.wasm OUT.wasm\n"));
}

TEST(Prepare, IsDeterministic)
{
    auto linked = std::string(GUESTS) + "/objects/deep/linked.wasm", again = std::string(GUESTS) + "/objects/deep/again.wasm";
    EXPECT_EQ(run(std::string(PREPARE) + " prepare " + linked + " " + again).code, 0);
    EXPECT_EQ(run("cmp " + again + " " + GUESTS + "/deep.wasm").code, 0);
}
