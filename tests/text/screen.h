// A display in the test's own process: the client's messages go to a real engine, whose pixels can be looked at.
#pragma once

#include "draw/client.h"
#include "draw/engine.h"
#include "draw/font.h"
#include "draw/text/service.h"

#include <memory>
#include <string>
#include <vector>

// The fonts of the system, by the list in assets/.
draw::text::Faces installed_faces();

class Monitor {
  public:
    explicit Monitor(draw::Point size, std::size_t iounit = 8000);

    draw::client::Display& display() { return *display_; }
    draw::client::Image& window() { return display_->window(); }
    draw::Engine& engine() { return *engine_; }
    draw::Names& names() { return shared_->names; }
    const draw::Image& pixels() const { return *screen_; }
    draw::client::ReadInfo read_info()
    {
        return [this] { return engine_->info(); };
    }
    // A new window image of that name, as a display makes one at a resize; it stays until the next.
    void new_window(std::string_view name, draw::Point size);
    const draw::Image& new_pixels() const { return *resized_; }

    // The smallest rectangle around the pixels of the window that are not white.
    draw::Rect inked() const;

    std::string letters;              // of the messages carried out
    std::vector<std::size_t> writes;  // their sizes

  private:
    std::shared_ptr<draw::Image> make(draw::Point size);

    draw::HeapArena arena_;
    std::shared_ptr<draw::Shared> shared_ = std::make_shared<draw::Shared>();
    std::shared_ptr<draw::Image> screen_, resized_;
    std::unique_ptr<draw::Engine> engine_;
    std::unique_ptr<draw::client::Display> display_;
};

// A service and what asked it.
struct Fonts {
    draw::text::Faces faces = installed_faces();
    draw::text::FontService service{faces};
    std::string asked;  // the letters of the requests

    draw::client::Ask ask()
    {
        return [this](std::string_view request) -> Result<std::string> {
            asked += request.substr(0, 1);
            return service.answer(request);
        };
    }
    draw::client::Font open(Monitor&, std::string_view name, int size, int most_slots = 2048);
};

// Fails unless the screen is the picture golden/NAME.png; with UPDATE=1 in the environment it becomes that picture.
void expect_golden(const Monitor&, const std::string& name);
// Fails unless both hold the same pixels.
void expect_same(const draw::Image&, const draw::Image&);
