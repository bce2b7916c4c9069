#include "styx/standard_input.h"

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace styx {

Result<std::string> read_standard_input(std::size_t most)
{
    std::string bytes(most, '\0');
    auto n = ::read(0, bytes.data(), most);
    while (n < 0 && errno == EINTR) n = ::read(0, bytes.data(), most);
    if (n < 0) return fail("standard input: " + std::string(std::strerror(errno)));
    bytes.resize(std::size_t(n));
    return bytes;
}

}  // namespace styx
