// The functions of SDL that winserver/host_sdl.cc calls.
#pragma once

#include "styx/result.h"

#define SDL_MAIN_HANDLED
#include <SDL.h>

namespace winserver {

#define SDL_FUNCTIONS(row) \
    row(CaptureMouse) row(ConvertPixels) row(CreateCursor) row(CreateSystemCursor) row(CreateWindow) \
    row(DestroyWindow) row(FreeCursor) row(GetClipboardText) row(GetCurrentVideoDriver) row(GetError) \
    row(GetTicks) row(GetWindowSize) row(GetWindowSizeInPixels) row(GetWindowSurface) row(Init) row(PushEvent) \
    row(Quit) row(RegisterEvents) row(SetClipboardText) row(SetCursor) row(SetHint) row(SetMainReady) \
    row(SetWindowMinimumSize) row(SetWindowSize) row(SetWindowTitle) row(StartTextInput) \
    row(UpdateWindowSurfaceRects) row(WaitEvent) row(WarpMouseInWindow) row(free)
struct Sdl {
#define SDL_MEMBER(name) decltype(&::SDL_##name) name = nullptr;
    SDL_FUNCTIONS(SDL_MEMBER)
#undef SDL_MEMBER
};

// Where SDL is a library of the system it and the forty behind it are loaded now, not when a process starts: it would cost
// every process of Ninth 10 ms and 2 MB. Errors: "cannot load NAME: " and the loader's reason, "the SDL of this system is
// too old: it has no SDL_…".
Result<Sdl> load_sdl();

}  // namespace winserver
