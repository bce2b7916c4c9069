#include "draw/text/service.h"

#include "draw/text/first_form.h"
#include "draw/text/shape.h"

namespace draw::text {

namespace {

// How a program speaks: as now, or as at first.
struct Now {
    static auto parse(std::string_view bytes) { return parse_request(bytes); }
    static std::string print(const auto& answer) { return encode(answer); }
};
struct First {
    static auto parse(std::string_view bytes) { return first_form::parse_request(bytes); }
    static std::string print(const auto& answer) { return first_form::encode(answer); }
    static std::string print(const FaceInfo& answer) { return encode(answer); }
};

}  // namespace

template <class Form> std::string FontService::answer_as(std::string_view bytes)
{
    auto request = Form::parse(bytes);
    if (!request) return encode(request.error());
    auto answer_to = [&](const auto& r) {
        auto met = meet(r);
        return met ? Form::print(*met) : encode(met.error());
    };
    return std::visit(answer_to, *request);
}

std::string FontService::answer(std::string_view bytes)
{
    return first_form::is_request(bytes) ? answer_as<First>(bytes) : answer_as<Now>(bytes);
}

Result<FaceInfo> FontService::meet(const FaceRequest& request)
{
    Face* face = TRY(faces_.find(request.name));
    faces_.given(*face);
    return face->info(request.size);
}

Result<Run> FontService::meet(const ShapeRequest& request)
{
    Face* face = TRY(faces_.find(request.face.face));
    return shape(faces_, *face, request.face.size, request.text, request.setting);
}

Result<std::vector<Glyph>> FontService::meet(const GlyphRequest& request)
{
    std::vector<Glyph> glyphs;
    std::size_t bytes = 0;
    for (std::uint32_t number : request.glyphs) {
        const Glyph* glyph = TRY(faces_.glyph(request.face.face, request.face.size, request.face.hinting, number));
        bytes += glyph->pixels.size();
        if (!glyphs.empty() && bytes > answer_bytes) break;
        glyphs.push_back(*glyph);
    }
    return glyphs;
}

}  // namespace draw::text
