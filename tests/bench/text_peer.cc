#include "text_peer.h"

#include <hb.h>

namespace bench {

std::size_t shape_alone(draw::text::Face& face, int size, const std::vector<std::string>& lines)
{
    hb_buffer_t* buffer = hb_buffer_create();
    std::size_t glyphs = 0;
    for (const std::string& line : lines) {
        hb_buffer_clear_contents(buffer);
        hb_buffer_add_utf8(buffer, line.data(), int(line.size()), 0, int(line.size()));
        hb_buffer_guess_segment_properties(buffer);
        hb_shape(face.at(size), buffer, nullptr, 0);
        glyphs += hb_buffer_get_length(buffer);
    }
    hb_buffer_destroy(buffer);
    return glyphs;
}

}  // namespace bench
