// The desktop as one window of the host's, by SDL.
//
// SDL owns the main thread (run); the desktop has its own, so that a window that is being dragged stalls no program.
// Between them stand a copy of the pixels and short queues.
#pragma once

#include "winserver/host.h"

#include "styx/loop.h"

#include <memory>

namespace winserver {

class SdlHost final : public Host {
  public:
    // Opens the window, of that size in points; on the main thread. Errors: SDL's.
    static Result<std::unique_ptr<SdlHost>> open(draw::Point size, const std::string& title);
    ~SdlHost() override;

    Surface surface() const;  // as it was opened
    // Where events go; before run. The loop outlives run().
    void connect(styx::Loop&);
    void run();   // until quit(), or the window is closed
    void quit();  // from any thread

    // On the desktop's thread.
    void set(SurfaceId, const Surface&) override;
    void close(SurfaceId) override {}
    void show(SurfaceId, const draw::Image&, std::span<const draw::Rect>) override;
    void set_cursor(SurfaceId, const Cursor&) override;
    void warp(SurfaceId, draw::Point) override;
    void set_snarf(std::string) override;

  private:
    struct State;
    explicit SdlHost(std::unique_ptr<State>);
    std::unique_ptr<State> state_;
};

}  // namespace winserver
