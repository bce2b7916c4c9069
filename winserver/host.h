// Where windows are seen: a set of surfaces, each a rectangle of pixels that somebody's machinery shows.
//
// The desktop host has one surface, which holds all windows and our decorations. A host that gives each window a
// native one has a surface a window, and decorates them itself. No OS or toolkit type stands here.
// All calls are made on the desktop's thread, and `event` is called there; a host moves them to its own.
#pragma once

#include "winserver/cursor.h"

#include "draw/image.h"

#include <functional>
#include <span>
#include <string>
#include <variant>

namespace winserver {

enum class SurfaceId : int { desktop = 0 };
enum class SurfaceKind { desktop, window };

struct Surface {
    draw::Point size;  // pixels
    double scale = 1;  // pixels a point: 2 on a display with twice the density
    std::string title;
    SurfaceKind kind = SurfaceKind::desktop;
    bool is_visible = true;
};

// Coordinates are pixels of the surface.
struct PointerEvent {
    SurfaceId surface{};
    draw::Point xy;
    int buttons = 0;  // bit 0 is button 1, the left one; bits 3 and 4 the wheel
    std::uint32_t msec = 0;
};
struct KeyEvent {
    SurfaceId surface{};
    std::string message;  // as kbd gives it, without the NUL: "ca", "kab", "K"
    bool is_repeat = false;
};
struct ResizeEvent {
    SurfaceId surface{};
    draw::Point size;
    double scale = 1;
};
struct CloseEvent {  // somebody asked for it; the surface is still there
    SurfaceId surface{};
};
struct SnarfEvent {  // another program of the host has cut or copied
    std::string text;
};
using HostEvent = std::variant<PointerEvent, KeyEvent, ResizeEvent, CloseEvent, SnarfEvent>;

class Host {
  public:
    virtual ~Host() = default;

    // Makes a surface, or asks for it to be another way: what comes of a size is told by a ResizeEvent.
    virtual void set(SurfaceId, const Surface&) = 0;
    virtual void close(SurfaceId) = 0;
    // The pixels inside damage are new. `pixels` is x8r8g8b8 with r.min (0,0), the surface's size or the one before,
    // and is read during the call only. damage is inside it.
    virtual void show(SurfaceId, const draw::Image& pixels, std::span<const draw::Rect> damage) = 0;
    virtual void set_cursor(SurfaceId, const Cursor&) = 0;
    virtual void warp(SurfaceId, draw::Point) = 0;  // moves the pointer, if the host lets programs do that
    virtual void set_snarf(std::string text) = 0;   // for the other programs of the host to paste

    std::function<void(const HostEvent&)> event;
};

}  // namespace winserver
