// Surfaces that nobody sees: for tests, and for servers whose desktop is read through its `screen` file.
#pragma once

#include "winserver/host.h"

#include <map>
#include <vector>

namespace winserver {

class HeadlessHost final : public Host {
  public:
    void set(SurfaceId, const Surface&) override;  // grants every size at once
    void close(SurfaceId) override;
    void show(SurfaceId, const draw::Image&, std::span<const draw::Rect>) override;
    void set_cursor(SurfaceId, const Cursor&) override;
    void warp(SurfaceId, draw::Point) override {}
    void set_snarf(std::string text) override { snarf = std::move(text); }

    // What has been shown so far.
    std::map<SurfaceId, Surface> surfaces;
    int frames = 0;
    long long pixels = 0;            // sum of all damage
    std::vector<draw::Rect> damage;  // of the last frame
    Cursor cursor;
    std::string snarf;
};

}  // namespace winserver
