// Who hears what a connection's messages did: the display that shows the pixels, the mirror that forwards the bytes.
#pragma once

#include "draw/image.h"

#include <string_view>

namespace draw {

class Watcher {
  public:
    virtual ~Watcher() = default;

    // Pixels of the image inside r may have changed. Comes before the message that did it.
    virtual void damage(const Image&, Rect) {}
    // 'v': what was drawn is to be seen. Comes before its message.
    virtual void flush() {}
    // One whole message that was valid and has been carried out; bytes are gone after the call.
    virtual void message(std::string_view) {}
};

}  // namespace draw
