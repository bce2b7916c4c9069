#include "draw/text/service.h"

#include "draw/text/shape.h"

namespace draw::text {

std::string FontService::answer(std::string_view bytes)
{
    auto request = parse_request(bytes);
    if (!request) return encode(request.error());
    auto answer = std::visit([&](const auto& r) { return meet(r); }, *request);
    return answer ? *answer : encode(answer.error());
}

Result<std::string> FontService::meet(const FaceRequest& request)
{
    Face* face = TRY(faces_.find(request.name));
    faces_.given(*face);
    return encode(face->info(request.size));
}

Result<std::string> FontService::meet(const ShapeRequest& request)
{
    Face* face = TRY(faces_.find(request.face.face));
    return encode(shape(faces_, *face, request.face.size, request.text, request.direction));
}

Result<std::string> FontService::meet(const GlyphRequest& request)
{
    std::vector<Glyph> glyphs;
    std::size_t bytes = 0;
    for (std::uint32_t number : request.glyphs) {
        const Glyph* glyph = TRY(faces_.glyph(request.face.face, request.face.size, request.face.hinting, number));
        bytes += glyph->pixels.size();
        if (!glyphs.empty() && bytes > answer_bytes) break;
        glyphs.push_back(*glyph);
    }
    return encode(glyphs);
}

}  // namespace draw::text
