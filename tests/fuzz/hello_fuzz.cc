// Version strings and command lines: what is understood is printed as it was understood.
#include "styx/handlers.h"
#include "styx/hello.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    std::string text(reinterpret_cast<const char*>(bytes), size);
    if (auto h = styx::parse_hello(text)) {
        auto again = styx::parse_hello(print(*h));
        if (!again || *again != *h) std::abort();
        styx::judge({1, 2, 3, 0, true}, *h);
    }
    auto w = styx::parse_welcome(text);
    if (styx::parse_welcome(print(w)).kind != w.kind) std::abort();
    styx::tokens(text);
    return 0;
}
