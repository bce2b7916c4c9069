// A directory of a test's own, gone with it.
#pragma once

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace tests {

// What cannot be removed is left: remove_all of mingw's library tries that again for ever.
inline void remove_tree(const std::filesystem::path& path)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(std::filesystem::symlink_status(path, ignored))) {
        std::filesystem::directory_iterator all(path, ignored);
        for (auto& entry : std::vector(begin(all), end(all))) remove_tree(entry.path());
    }
    std::filesystem::remove(path, ignored);
}

struct Scratch {
    std::string path;

    explicit Scratch(const std::string& where = std::filesystem::temp_directory_path().generic_string())
    {
        std::random_device chance;
        auto place = where.ends_with('/') ? where.substr(0, where.size() - 1) : where;
        char name[24];
        do std::snprintf(name, sizeof name, "/ninth-test-%08x", chance());
        while (!std::filesystem::create_directory((path = place + name)));
    }
    ~Scratch() { remove_tree(path); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    std::string unix(const std::string& name) const { return "unix!" + path + "/" + name; }
};

inline std::string contents(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void put(const std::string& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace tests
