// A directory of a test's own, gone with it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace tests {

struct Scratch {
    std::string path;

    explicit Scratch(const std::string& where = "/tmp") : path(where + "/ninth-test-XXXXXX") { path = mkdtemp(path.data()); }
    ~Scratch()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
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
