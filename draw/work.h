// How much work drawing is, told while it is done, so that nobody's drawing keeps others waiting for long.
#pragma once

#include <cstdint>

namespace draw {

class Work {
  public:
    virtual ~Work() = default;

    // As much was done as n pixels cost that are filled. May return much later, when others have drawn: whoever calls it
    // counts on nothing that a message of another connection may change, but for what shared.h keeps as it is.
    // False: nobody wants the rest, which may be left undone.
    virtual bool did(std::uint64_t n) = 0;
    // Something has to be waited for that others do.
    virtual void wait() = 0;
};

// What is done between two calls of did() comes to about this, or to one row.
inline constexpr std::uint64_t piece_of_work = 1 << 18;

}  // namespace draw
