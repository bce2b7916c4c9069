// Answers requests of /dev/font (protocol.h). Each stands by itself: nothing is remembered but caches.
#pragma once

#include "draw/text/faces.h"

#include <string>
#include <string_view>

namespace draw::text {

class FontService {
  public:
    explicit FontService(Faces& faces) : faces_(faces) {}

    // One whole request, of any bytes, to one whole answer, which is an 'e' if the request cannot be met.
    // An answer to 'p' has as many of the first glyphs asked for as fit answer_bytes, at least one.
    std::string answer(std::string_view request);

    static constexpr std::size_t answer_bytes = std::size_t(256) << 10;

  private:
    template <class Form> std::string answer_as(std::string_view request);
    Result<FaceInfo> meet(const FaceRequest&);
    Result<Run> meet(const ShapeRequest&);
    Result<std::vector<Glyph>> meet(const GlyphRequest&);

    Faces& faces_;
};

}  // namespace draw::text
