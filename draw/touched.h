// What an operation changed: images, and the bounds of their pixels.
#pragma once

#include "draw/image.h"

#include <vector>

namespace draw {

class Touched {
  public:
    struct Part {
        const Image* image;
        Rect r;
    };

    // An empty rectangle is no change. A window's save area counts as the window.
    void add(const Image& image, Rect r)
    {
        if (r.empty()) return;
        for (Part& part : parts_)
            if (part.image == &image) {
                part.r = bounds(part.r, r);
                return;
            }
        parts_.push_back({&image, r});
    }
    void add(const Touched& other)
    {
        for (const Part& part : other.parts_) add(*part.image, part.r);
    }
    const std::vector<Part>& parts() const { return parts_; }
    void clear() { parts_.clear(); }

  private:
    std::vector<Part> parts_;
};

}  // namespace draw
