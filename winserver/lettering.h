// The few words the display draws itself: titles and the hint.
#pragma once

#include "draw/image.h"
#include "draw/text/faces.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace winserver {

struct Letters {
    std::shared_ptr<draw::Image> mask;  // k8, r.min (0,0); null for nothing to see
    int width = 0;                      // how far the pen moves
    int ascent = 0, height = 0;         // of the face, from the top of the mask
};

class Lettering {
  public:
    // assets: the directory with fonts/list. Faces come from there and from the system's font directories.
    static Result<Lettering> open(draw::Arena&, const std::string& assets);

    // Of the surface: below 1.5 pixels a point letters are fitted to rows of pixels.
    void set_scale(double);

    // Without a face that is installed nothing is drawn. style as in the font list: "regular", "bold".
    const Letters& letters(const std::string& text, int size, const std::string& style);  // good until the next call

    // text, or its beginning and an ellipsis, not wider than `width`.
    std::string fitting(const std::string& text, int size, const std::string& style, int width);

  private:
    Lettering(draw::Arena& arena, draw::text::Faces faces) : arena_(&arena), faces_(std::move(faces)) {}
    draw::text::Face* face(const std::string& style);  // null if none is installed
    Letters make(const std::string& text, int size, const std::string& style);

    static constexpr std::size_t most_kept = 256;
    draw::Arena* arena_;
    draw::text::Faces faces_;
    draw::text::Hinting hinting_ = draw::text::Hinting::light;
    std::map<std::string, Letters> kept_;
};

}  // namespace winserver
