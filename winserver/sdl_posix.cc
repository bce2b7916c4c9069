#include "winserver/sdl.h"

#include <dlfcn.h>

namespace winserver {

Result<Sdl> load_sdl()
{
    auto* library = dlopen(SDL_LIBRARY, RTLD_NOW | RTLD_LOCAL);  // it stays loaded
    if (!library) return fail("cannot load " SDL_LIBRARY ": " + std::string(dlerror()));
    Sdl sdl;
#define SDL_LOAD(name) \
    sdl.name = reinterpret_cast<decltype(sdl.name)>(dlsym(library, "SDL_" #name)); \
    if (!sdl.name) return fail("the SDL of this system is too old: it has no SDL_" #name);
    SDL_FUNCTIONS(SDL_LOAD)
#undef SDL_LOAD
    return sdl;
}

}  // namespace winserver
