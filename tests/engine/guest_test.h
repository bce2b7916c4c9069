// Guests built for the tests, in each of their builds.
#pragma once

#include "tests/engine/script.h"

#include <array>
#include <gtest/gtest.h>

// gcc -O2, gcc -O1, libtcc. The modules of a guest have one identity.
inline constexpr std::array builds = {SO, ".O1" SO, ".c"};

inline std::string guest_path(const std::string& name, const std::string& build = SO) { return GUESTS "/" + name + build; }

inline runtime::Module guest(const std::string& name, const std::string& build = SO)
{
    auto module = module_of(guest_path(name, build));
    if (!module) ADD_FAILURE() << module.error().text;
    return *module;
}

struct Outcome {
    runtime::Stop stop;
    int code;
    std::string output;
    bool operator==(const Outcome&) const = default;
};

// Runs a guest from its start to its end without a stop.
inline Outcome run_through(const runtime::Module& module, const std::string& input)
{
    Script script;
    script.input = input;
    auto instance = runtime::Instance::create(module, script);
    if (!instance) ADD_FAILURE() << instance.error().text;
    script.instance = instance->get();
    auto stop = run(**instance);
    return {stop, (*instance)->exit_code(), script.output};
}
