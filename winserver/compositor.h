// The picture of the whole desktop, brought up to date where something changed, and handed to the host.
//
// Work is proportional to damage. Nothing happens, no timer runs, while nothing changes.
#pragma once

#include "winserver/decoration.h"
#include "winserver/host.h"
#include "winserver/stack.h"

#include <functional>
#include <optional>

namespace winserver {

class Compositor {
  public:
    static constexpr std::uint64_t frame_time = 16;  // msec, at least, from one frame to the next

    // All outlive it. Error: `image memory allocation failed`.
    static Result<std::unique_ptr<Compositor>> make(styx::Loop&, draw::Arena&, Host&, const Stack&, draw::Point size);

    Result<> resize(draw::Point size);  // pixels; everything is damaged
    void damage(draw::Rect);            // of the screen: painted with the next frame
    void damage_all() { damage(screen_->r()); }
    void tick();   // a frame is due though nothing is damaged: somebody paces himself by them
    void frame();  // paints what is damaged now, without waiting for the next frame
    const draw::Image& screen() const { return *screen_; }
    draw::Point size() const { return screen_->r().max; }

    Theme theme;
    Metrics metrics;
    std::string hint;                // shown when no window is visible
    Lettering* lettering = nullptr;  // null: no letters are drawn
    std::function<void()> framed;    // the host has what was damaged

  private:
    Compositor(styx::Loop& loop, draw::Arena& arena, Host& host, const Stack& stack)
        : loop_(loop), arena_(arena), host_(host), stack_(stack)
    {
    }
    void paint(draw::Rect);
    void paint_background(Canvas&);
    void paint_window(Canvas&, const Window&);
    std::size_t lowest_seen(draw::Rect) const;

    styx::Loop& loop_;
    draw::Arena& arena_;
    Host& host_;
    const Stack& stack_;
    std::shared_ptr<draw::Image> screen_;
    std::optional<Canvas> canvas_;
    Damage damage_;
    std::uint64_t last_frame_ = 0;
    std::unique_ptr<styx::Timer> due_;
};

}  // namespace winserver
