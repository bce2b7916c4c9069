#include "tests/engine/system_writes.h"

#include <fcntl.h>
#include <unistd.h>

namespace tests {

bool system_writes(void* to, std::size_t bytes)
{
    int chance = open("/dev/urandom", O_RDONLY);
    auto n = read(chance, to, bytes);
    close(chance);
    return n == ssize_t(bytes);
}

}  // namespace tests
