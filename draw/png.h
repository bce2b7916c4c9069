// Images as PNG files, 8-bit RGB: for goldens, screenshots, thumbnails.
#pragma once

#include "draw/image.h"

#include <string>

namespace draw {

// Alpha is dropped. Error: `cannot write NAME`.
Result<> write_png(const std::string& path, const Image&);
// As an x8r8g8b8 image with r.min (0, 0). Errors: `cannot read NAME` if it is missing or no PNG, and allocate's.
Result<std::shared_ptr<Image>> read_png(const std::string& path, Arena&);

}  // namespace draw
