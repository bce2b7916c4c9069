// Any bytes written to /dev/font, and any bytes read from it.
#include "draw/text/service.h"

#include <cstdlib>
#include <filesystem>

namespace {

draw::text::Faces open_faces()
{
    auto list = std::filesystem::path(__FILE__).parent_path() / "../../assets/fonts/list";
    auto faces = draw::text::Faces::open(list.string(), {"/usr/share/fonts", "/usr/local/share/fonts"});
    if (!faces) std::abort();
    return std::move(*faces);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static draw::text::Faces faces = open_faces();
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    (void)draw::text::FontService(faces).answer(bytes);
    (void)draw::text::parse_face(bytes);
    (void)draw::text::parse_run(bytes);
    (void)draw::text::parse_glyphs(bytes);
    return 0;
}
