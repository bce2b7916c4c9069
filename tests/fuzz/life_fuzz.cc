// Any bytes as a life file, and as a list of lives: what is accepted is written and read alike.
#include "session/choose.h"
#include "session/life_file.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text(reinterpret_cast<const char*>(data), size);
    if (auto file = session::parse_life_file(text))
        if (session::parse_life_file(session::print(*file)) != *file) std::abort();
    if (auto lives = session::parse_list(text))
        if (session::parse_list(session::print(*lives)) != *lives) std::abort();
    return 0;
}
