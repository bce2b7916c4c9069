// A name space as text: what is accepted prints as text that is accepted and prints alike, and is saved whole.
#include "runtime/namespace.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    std::string_view text(reinterpret_cast<const char*>(bytes), size);
    auto path = runtime::clean(text);
    if (runtime::clean(runtime::join(path)) != path) std::abort();
    styx::Reader in{text};
    (void)runtime::NameSpace::restore(in);

    auto ns = runtime::NameSpace::parse(text);
    if (!ns) return 0;
    auto again = runtime::NameSpace::parse(ns->print());
    if (!again || again->print() != ns->print()) std::abort();
    styx::Writer saved;
    ns->save(saved);
    styx::Reader rest{saved.out};
    auto restored = runtime::NameSpace::restore(rest);
    if (!restored || restored->print() != ns->print()) std::abort();
    for (auto& place : ns->resolve("/dev/draw"))
        if (!ns->find(place.server)) std::abort();
    return 0;
}
