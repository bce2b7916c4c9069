// ninth-prepare: makes of a wasm module one that can be stopped anywhere and frozen.
//
//   ninth-prepare prepare IN.wasm OUT.wasm   polls, then asyncify
//   ninth-prepare source OUT.wasm OUT.c      one C file of it (translate.h)
//
// Asyncify lets every call of kind `waits` unwind the stack into memory and wind it up again.
#include "runtime/engine/prepare/contract.h"
#include "runtime/engine/prepare/polls.h"
#include "runtime/engine/translate.h"

#include <binaryen-c.h>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <string_view>

namespace {

[[noreturn]] void die(const std::string& why)
{
    std::fprintf(stderr, "ninth-prepare: %s\n", why.c_str());
    std::exit(1);
}

std::string slurp(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) die("cannot read " + path);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

void spit(const std::string& path, std::string_view bytes)
{
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), std::streamsize(bytes.size()));
    if (!out.flush()) die("cannot write " + path);
}

void run_passes(BinaryenModuleRef module)
{
    auto imports = prepare::suspending_imports();
    BinaryenSetPassArgument("asyncify-imports", imports.c_str());
    // Binaryen inlines a function with one caller whatever its size: wasm2c then makes C functions no compiler ends.
    BinaryenSetOneCallerInlineMaxSize(100);
    BinaryenSetOptimizeLevel(1);
    BinaryenSetShrinkLevel(0);
    BinaryenSetDebugInfo(true);
    BinaryenModuleOptimize(module);
    const char* passes[] = {"asyncify"};
    BinaryenModuleRunPasses(module, passes, 1);
    BinaryenModuleOptimize(module);
}

// Without reference types in the list a module that changes its table, which an image does not hold, does not validate.
BinaryenFeatures features()
{
    return BinaryenFeatureMutableGlobals() | BinaryenFeatureBulkMemory() | BinaryenFeatureSignExt() |
           BinaryenFeatureNontrappingFPToInt();
}

int make_prepared(std::span<char*> words)
{
    auto bytes = slurp(words[0]);
    if (!std::string_view(bytes).starts_with(std::string_view("\0asm\1\0\0\0", 8))) die(std::string(words[0]) + " is not a wasm module");
    auto module = BinaryenModuleRead(bytes.data(), bytes.size());
    BinaryenModuleSetFeatures(module, features());
    if (!BinaryenModuleValidate(module)) die(std::string(words[0]) + " is not a module Ninth can run");
    if (auto why = prepare::complaint(module); !why.empty()) die(std::string(words[0]) + " cannot run: " + why);
    prepare::add_polls(module);
    run_passes(module);
    if (!BinaryenModuleValidate(module)) die(std::string(words[0]) + " does not validate once prepared");
    auto made = BinaryenModuleAllocateAndWrite(module, nullptr);
    spit(words[1], {static_cast<char*>(made.binary), made.binaryBytes});
    return 0;
}

int make_source(std::span<char*> words)
{
    auto c = runtime::translate(slurp(words[0]));
    if (!c) die(std::string(words[0]) + ": " + c.error().text);
    spit(words[1], *c);
    return 0;
}

struct Verb {
    std::string_view name;
    std::size_t words;
    int (*run)(std::span<char*>);
};
constexpr Verb verbs[] = {
    {"prepare", 2, make_prepared},
    {"source", 2, make_source},
};

}  // namespace

int main(int count, char** words)
{
    std::span all(words, std::size_t(count));
    for (auto& verb : verbs)
        if (all.size() == verb.words + 2 && verb.name == all[1]) return verb.run(all.subspan(2));
    std::fprintf(stderr, "usage: ninth-prepare prepare IN.wasm OUT.wasm\n"
                         "       ninth-prepare source OUT.wasm OUT.c\n");
    return 2;
}
