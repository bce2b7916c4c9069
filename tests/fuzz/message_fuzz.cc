// Whatever decodes encodes to the same bytes, and survives being printed and read back.
#include "styx/message.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    std::string packet(reinterpret_cast<const char*>(bytes), size);
    auto m = styx::decode(packet);
    if (auto line = styx::parse(packet); line && !styx::parse(print(*line))) std::abort();
    if (!m) return 0;
    if (encode(*m) != packet) std::abort();
    auto again = styx::parse(print(*m));
    if (!again || encode(*again) != packet) std::abort();
    return 0;
}
