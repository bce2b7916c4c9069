#include "winserver/host_headless.h"

namespace winserver {

void HeadlessHost::set(SurfaceId id, const Surface& surface)
{
    bool is_resized =
        !surfaces.contains(id) || surfaces[id].size != surface.size || surfaces[id].scale != surface.scale;
    surfaces[id] = surface;
    if (is_resized && event) event(ResizeEvent{id, surface.size, surface.scale});
}

void HeadlessHost::close(SurfaceId id) { surfaces.erase(id); }

void HeadlessHost::show(SurfaceId, const draw::Image&, std::span<const draw::Rect> rects)
{
    ++frames;
    damage.assign(rects.begin(), rects.end());
    for (auto& r : rects) pixels += (long long)r.dx() * r.dy();
}

void HeadlessHost::set_cursor(SurfaceId, const Cursor& shape) { cursor = shape; }

}  // namespace winserver
