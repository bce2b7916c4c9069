// SDL is part of the program.
#include "winserver/sdl.h"

namespace winserver {

Result<Sdl> load_sdl()
{
    Sdl sdl;
#define SDL_TAKE(name) sdl.name = ::SDL_##name;
    SDL_FUNCTIONS(SDL_TAKE)
#undef SDL_TAKE
    return sdl;
}

}  // namespace winserver
