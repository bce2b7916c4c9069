#include "winserver/library.h"

#include <dlfcn.h>

namespace winserver {

Result<void*> load_library(const char* name)
{
    if (auto* library = dlopen(name, RTLD_NOW | RTLD_LOCAL)) return library;
    return fail("cannot load " + std::string(name) + ": " + dlerror());
}

void* library_symbol(void* library, const char* name) { return dlsym(library, name); }

}  // namespace winserver
