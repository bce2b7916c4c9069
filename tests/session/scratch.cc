#include "scratch.h"

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace tests {

Scratch::Scratch()
{
    char name[] = "/tmp/ninth-session-XXXXXX";
    path = mkdtemp(name);
}

std::string contents(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::string& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace tests
