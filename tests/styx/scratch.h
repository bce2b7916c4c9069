// A directory of a test's own, gone with it.
#pragma once

#include <filesystem>
#include <string>
#include <unistd.h>

namespace tests {

struct Scratch {
    std::string path;
    Scratch()
    {
        char name[] = "/tmp/styx-test-XXXXXX";
        path = mkdtemp(name);
    }
    ~Scratch() { std::filesystem::remove_all(path); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string unix(const std::string& name) const { return "unix!" + path + "/" + name; }
};

}  // namespace tests
