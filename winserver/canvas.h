// Plain painting on a part of an image: rectangles, words, soft corners.
#pragma once

#include "winserver/lettering.h"

#include "draw/compose.h"

namespace winserver {

// Corners to round, as bits.
enum class Corners : unsigned { none = 0, top = 1, all = 3 };

class Canvas {
  public:
    // Nothing outside clip is touched.
    static Result<Canvas> on(draw::Arena&, draw::Image& onto, draw::Rect clip);

    draw::Rect clip() const { return clip_; }
    void fill(draw::Rect, draw::Color);
    void gradient(draw::Rect whole, draw::Color top, draw::Color bottom);  // of `whole` what is inside the clip
    void rounded(draw::Rect, int radius, Corners, draw::Color);
    void text(const Letters&, draw::Point top_left, int most_width, draw::Color);
    void copy(draw::Rect to, const draw::Image& from, draw::Point at);  // `at` of from over to.min
    Canvas within(draw::Rect) const;                                    // the same, clipped further

  private:
    Canvas(draw::Image& onto, draw::Rect clip, std::shared_ptr<draw::Image> pen)
        : onto_(&onto), clip_(draw::intersection(clip, onto.r())), pen_(std::move(pen))
    {
    }
    void dip(draw::Color);
    void row_ends(draw::Rect r, int y, double inset, draw::Color);

    draw::Image* onto_;
    draw::Rect clip_;
    std::shared_ptr<draw::Image> pen_;  // one replicated pixel
};

}  // namespace winserver
