// Why a file cannot be loaded as a module.
#pragma once

#include "tests/engine/guest_test.h"
#include "tests/scratch.h"

inline std::string load_error(const std::string& path)
{
    auto module = runtime::Module::load(path);
    if (module) return "";
    auto start = "cannot load module " + path + ": ";
    EXPECT_TRUE(module.error().text.starts_with(start)) << module.error().text;
    return module.error().text.substr(start.size());
}

inline std::string load_error_of(std::string_view bytes)
{
    tests::Scratch scratch;
    tests::put(scratch.path + "/module", bytes);
    return load_error(scratch.path + "/module");
}
