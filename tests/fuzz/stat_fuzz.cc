// A directory's bytes: the entries found encode to the same bytes.
#include "styx/stat.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    std::string all(reinterpret_cast<const char*>(bytes), size);
    auto list = styx::decode_directory(all);
    if (!list) return 0;
    std::string again;
    for (auto& s : *list) again += encode(s);
    if (again != all) std::abort();
    return 0;
}
