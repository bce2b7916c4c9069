// A window's pixels twice: the image its program draws on, and what is shown of it.
//
// What was drawn is shown at 'v', or when the program has drawn nothing for 100 ms; never half a frame. A new size is
// a new image with a new name; the old one stays drawable as long as somebody holds it, and the old picture stays shown
// until the first 'v' on the new one, or 300 ms. Meanwhile further sizes wait: one resize is outstanding.
#pragma once

#include "winserver/damage.h"

#include "draw/shared.h"
#include "styx/loop.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace winserver {

class Picture {
  public:
    static constexpr std::uint64_t publish_after = 100;  // msec without a draw
    static constexpr std::uint64_t starve_after = 500;   // msec of drawing without 'v'
    static constexpr std::uint64_t renew_after = 300;    // msec for the first 'v' on a new image

    // Errors: as Image::allocate's.
    static Result<std::unique_ptr<Picture>> make(styx::Loop&, draw::Arena&, int window, draw::Point size,
                                                 draw::Color paper);

    std::function<void(draw::Rect)> shown;  // these pixels of front() are new
    std::function<void()> renewed;          // image() is another one now
    std::function<void()> due;              // show() is to be called
    std::map<int, std::function<void()>> exposed;  // by draw connection: parts of its windows may have come to light

    // Asks for an image of that size. Error: as Image::allocate's, and all stays as it was; when the size has had to
    // wait, an error then leaves the size before.
    Result<> resize(draw::Point size);
    // Another program takes over: what stands stays shown until its first 'v'. Names start afresh.
    void adopt();

    // What an engine says about the images of this window; others are not looked at.
    void drawn(const draw::Image&, draw::Rect);
    void flushed();
    // Shows what has been drawn, if it still has to be shown by now.
    void show();

    const std::shared_ptr<draw::Image>& image() const { return image_; }  // x8r8g8b8, r.min (0,0)
    const draw::Image& front() const { return *front_; }                  // as large, or as the image before
    draw::Point size() const { return image_->r().max; }
    std::string name() const;  // noborder.<window>.<n>
    const std::shared_ptr<draw::Shared>& shared() const { return shared_; }

  private:
    Picture(styx::Loop& loop, draw::Arena& arena, int window, draw::Color paper)
        : loop_(loop), arena_(arena), window_(window), paper_(paper)
    {
    }
    Result<std::shared_ptr<draw::Image>> blank(draw::Point size);
    void publish();
    void publish_all();
    void wait(std::uint64_t msec);
    void late();

    styx::Loop& loop_;
    draw::Arena& arena_;
    int window_;
    draw::Color paper_;
    std::shared_ptr<draw::Shared> shared_ = std::make_shared<draw::Shared>();
    std::shared_ptr<draw::Image> image_, front_;
    int version_ = 0;
    Damage unpublished_;
    std::uint64_t first_drawn_ = 0, last_drawn_ = 0;  // msec, of what is unpublished
    bool awaits_flush_ = false;                       // the program is new: only 'v' counts
    bool is_renewing_ = false;                        // the image is new: a 'v' after a draw, or time, shows it
    std::optional<draw::Point> wanted_;
    std::unique_ptr<styx::Timer> timer_;
};

}  // namespace winserver
