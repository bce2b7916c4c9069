// Sees that a post stays where it is. A run directory may be swept away under a desktop that goes on: where sessions of a
// system end, so do their directories.
#pragma once

#include "styx/loop_uv.h"

#include <memory>

namespace styx {

class PostWatch {
  public:
    // `gone` is called once what stood at `path` does not any more, a moment after its directory has changed; never from
    // within this. While nothing changes there nothing runs.
    PostWatch(Loop::State&, std::string path, std::function<void()> gone);
    ~PostWatch();
    PostWatch(const PostWatch&) = delete;
    PostWatch& operator=(const PostWatch&) = delete;

    static constexpr std::uint64_t settle_msec = 300;  // so long whoever sweeps is let finish
    static constexpr std::uint64_t look_again_msec = 1000;

  private:
    struct Handles;
    Handles* handles_;  // freed when libuv has closed them
};

}  // namespace styx
