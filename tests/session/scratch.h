// A directory of a test's own.
#pragma once

#include <filesystem>
#include <string>

namespace tests {

struct Scratch {
    std::string path;
    Scratch();
    ~Scratch() { std::filesystem::remove_all(path); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
};

std::string contents(const std::string& path);
void put(const std::string& path, std::string_view text);

}  // namespace tests
