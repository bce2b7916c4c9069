// The saved form of a connection's State.
//
//     magic[4] op[1] infoid[4] answered[1] answer[s] screen[4]
//     nimages[4] nimages*(R[4*4] clipR[4*4] chan[4] repl[1] offset[8] nnames[4] nnames*(name[s] version[4] maker[4]))
//     nids[4] nids*(id[4] image[4] origin[1] name[s] version[4] ascent[1] nglyphs[4] nglyphs*(R[4*4] left[1] width[1]))
//
// name[s] is n[4] name[n]. Images are numbered in order of first use; screen is a number or none.
#include "draw/engine.h"
#include "draw/errors.h"

namespace draw {
namespace {

constexpr std::uint32_t magic = 0x31575244;  // "DRW1"
constexpr std::uint32_t none = ~0u;

void write_rect(styx::Writer& out, Rect r)
{
    for (int n : {r.min.x, r.min.y, r.max.x, r.max.y}) out.i32(n);
}

Rect read_rect(styx::Reader& in)
{
    Point min{in.i32(), in.i32()}, max{in.i32(), in.i32()};
    return {min, max};
}

using Images = std::vector<std::shared_ptr<Image>>;

std::uint32_t number_of(Images& images, const std::shared_ptr<Image>& image)
{
    for (std::size_t i = 0; i < images.size(); ++i)
        if (images[i] == image) return std::uint32_t(i);
    images.push_back(image);
    return std::uint32_t(images.size() - 1);
}

void write_image(styx::Writer& out, const Names& names, const Image& image)
{
    write_rect(out, image.r());
    write_rect(out, image.clip());
    out.u32(std::uint32_t(image.chan()));
    out.u8(image.repl() == Repl::yes);
    out.u64(image.offset());
    auto given = names.of(image);
    out.u32(std::uint32_t(given.size()));
    for (const auto& [name, naming] : given) {
        out.text32(name);
        out.u32(naming.version);
        out.i32(naming.maker);
    }
}

Result<std::shared_ptr<Image>> read_image(styx::Reader& in, Arena& arena, Names& names)
{
    Shape shape;
    shape.r = read_rect(in);
    shape.clip = read_rect(in);
    shape.chan = Chan(in.u32());
    shape.repl = Repl(in.u8() != 0);
    std::uint64_t offset = in.u64();
    if (in.bad) return fail(errors::bad_save);
    auto image = names.at(offset);
    if (!image) {
        auto adopted = Image::adopt(arena, shape, offset);
        if (!adopted) return fail(errors::bad_save);
        image = *adopted;
    }
    if (image->shape() != shape) return fail(errors::bad_save);
    for (std::uint32_t n = in.u32(); n && !in.bad; --n) {
        std::string_view name = in.text32();
        Names::Naming naming{in.u32(), in.i32()};
        if (!in.bad) names.restore(name, naming, image);
    }
    return image;
}

void write_font(styx::Writer& out, const Font& font)
{
    out.u8(font.ascent);
    out.u32(std::uint32_t(font.glyphs.size()));
    for (const Glyph& g : font.glyphs) {
        write_rect(out, g.r);
        out.u8(std::uint8_t(g.left));
        out.u8(g.width);
    }
}

Font read_font(styx::Reader& in)
{
    Font font;
    font.ascent = in.u8();
    for (std::uint32_t n = in.u32(); n && !in.bad; --n) {
        Rect r = read_rect(in);
        auto left = std::int8_t(in.u8());
        font.glyphs.push_back({r, left, in.u8()});
    }
    return font;
}

void write_ids(styx::Writer& out, const State& state, Images& images)
{
    out.u32(std::uint32_t(state.images.size()));
    for (const auto& [id, entry] : state.images) {
        out.u32(id);
        out.u32(number_of(images, entry.image));
        out.u8(std::uint8_t(entry.origin));
        out.text32(entry.name);
        out.u32(entry.version);
        write_font(out, entry.font);
    }
}

Result<> read_ids(styx::Reader& in, State& state, const Images& images)
{
    for (std::uint32_t n = in.u32(); n && !in.bad; --n) {
        std::uint32_t id = in.u32(), number = in.u32();
        std::uint8_t origin = in.u8();
        if (number >= images.size() || origin > std::uint8_t(Origin::screen)) return fail(errors::bad_save);
        std::string name(in.text32());
        std::uint32_t version = in.u32();
        Entry entry{images[number], Origin(origin), std::move(name), version};
        Font font = read_font(in);
        DO(state.add(id, std::move(entry)));
        DO(state.set_font(state.images.at(id), std::move(font)));
    }
    return {};
}

Result<Images> read_images(styx::Reader& in, Arena& arena, Names& names)
{
    Images images;
    for (std::uint32_t n = in.u32(); n && !in.bad; --n) images.push_back(TRY(read_image(in, arena, names)));
    return images;
}

}  // namespace

void Engine::save(styx::Writer& out) const
{
    Images images;
    styx::Writer ids;
    std::uint32_t screen = state_.screen ? number_of(images, state_.screen) : none;
    write_ids(ids, state_, images);
    out.u32(magic);
    out.u8(std::uint8_t(state_.op));
    out.u32(state_.info_id);
    out.u8(state_.has_answer);
    out.text32(state_.answer);
    out.u32(screen);
    out.u32(std::uint32_t(images.size()));
    for (const auto& image : images) write_image(out, *state_.names, *image);
    out.bytes(ids.out);
}

Result<std::unique_ptr<Engine>> Engine::restore(styx::Reader& in, Arena& arena, std::shared_ptr<Names> names,
                                                Options options)
{
    auto engine = std::make_unique<Engine>(arena, std::move(names), options);
    State& state = engine->state_;
    std::uint32_t found = in.u32();
    std::uint8_t op = in.u8();
    state.info_id = in.u32();
    state.has_answer = in.u8() != 0;
    state.answer = in.text32();
    std::uint32_t screen = in.u32();
    if (in.bad || found != magic || op >= op_count) return fail(errors::bad_save);
    state.op = Op(op);
    Images images = TRY(read_images(in, arena, *state.names));
    if (screen != none && screen >= images.size()) return fail(errors::bad_save);
    if (screen != none) state.screen = images[screen];
    DO(read_ids(in, state, images));
    if (in.bad) return fail(errors::bad_save);
    return engine;
}

}  // namespace draw
