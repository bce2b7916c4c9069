#include "styx/installed.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace styx {

Result<std::string> own_program()
{
    std::array<char, 4096> name;
    auto n = readlink("/proc/self/exe", name.data(), name.size());
    if (n <= 0) return fail("cannot tell the own program: " + std::string(std::strerror(errno)));
    std::string path(name.data(), std::size_t(n));
    constexpr std::string_view replaced = " (deleted)";  // proc(5)
    if (path.ends_with(replaced)) path.resize(path.size() - replaced.size());
    return path;
}

std::vector<std::string> font_directories() { return {"/usr/share/fonts", "/usr/local/share/fonts"}; }

}  // namespace styx
