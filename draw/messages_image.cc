// Messages about images themselves: making, freeing, naming, loading, reading.
#include "draw/compress.h"
#include "draw/errors.h"
#include "draw/layer.h"
#include "draw/messages.h"

#include <cstdio>

namespace draw {
namespace {

styx::Reader arguments(std::string_view bytes) { return {bytes.substr(1)}; }

void answer(State& state, std::string text)
{
    state.answer = std::move(text);
    state.has_answer = true;
}

// The target of a load, before its length is known.
struct Load {
    const Image* image;
    Rect r;
    std::size_t row_bytes, rows;
};

Result<Load> parse_load(State& state, std::string_view bytes)
{
    auto args = arguments(bytes);
    const Image* image = TRY(state.find_image(args.u32()));
    int edge[4];
    for (int& e : edge) e = args.i32();
    Rect r{{edge[0], edge[1]}, {edge[2], edge[3]}};
    if (!image->r().contains(r)) return fail(errors::write_outside);
    if (r.empty()) return Load{image, r, 0, 0};
    return Load{image, r, bytes_per_row(r, image->depth()), std::size_t(r.dy())};
}

constexpr std::size_t load_header = 1 + 4 + 4 * 4;

// Bytes of pixels: more than a read can take at once.
constexpr std::size_t longest_answer = std::size_t(1) << 20;

}  // namespace

Result<> run_allocate(Call& call)
{
    std::uint32_t id = call.id(), screen = call.id();
    std::uint8_t refresh = call.args.u8();
    Shape shape;
    shape.chan = Chan(call.args.u32());
    shape.repl = Repl(call.args.u8() != 0);
    shape.r = call.rect();
    shape.clip = call.rect();
    Color color = call.args.u32();
    State& state = call.state;
    if (state.images.contains(id)) return fail(errors::image_exists);
    if (screen != 0) return make_window(call, id, screen, refresh, shape, color);
    if (shape.repl == Repl::no) shape.clip = intersection(shape.clip, shape.r);
    auto image = TRY(state.allocate(shape));
    fill(*image, color);
    return state.add(id, {image, Origin::made, {}});
}

Result<> run_free(Call& call) { return call.state.remove(call.id(), call.watcher); }

Result<std::size_t> tail_attach(State&, std::string_view bytes)
{
    std::size_t n = std::uint8_t(bytes[5]);
    if (n == 0) return fail(errors::short_message);
    return n;
}

Result<> run_attach(Call& call)
{
    std::uint32_t id = call.id();
    call.args.u8();
    std::string_view name = call.args.in;
    if (call.state.images.contains(id)) return fail(errors::image_exists);
    auto named = call.state.shared->names.find(name);
    if (!named) return fail(errors::no_name);
    DO(call.state.add(id, {named->image, Origin::attached, std::string(name), named->naming.version}));
    call.state.info_id = id;
    return {};
}

Result<std::size_t> tail_name(State&, std::string_view bytes)
{
    std::size_t n = std::uint8_t(bytes[6]);
    if (n == 0) return fail(errors::short_message);
    return n;
}

namespace {

Result<> give_name(State& state, std::string_view name, const std::shared_ptr<Image>& image)
{
    Names& names = state.shared->names;
    auto charge = state.charge({.names = 1});
    if (!charge) {
        names.remove_gone();  // which still count
        charge = TRY(state.charge({.names = 1}));
    }
    return names.add(name, image, state.options.number, std::move(*charge));
}

}  // namespace

Result<> run_name(Call& call)
{
    std::uint32_t id = call.id();
    bool in = call.args.u8() != 0;
    call.args.u8();
    std::string_view name = call.args.in;
    auto i = call.state.images.find(id);
    if (i == call.state.images.end()) return fail(errors::no_image);
    if (i->second.origin == Origin::attached) return fail(errors::has_name);
    return in ? give_name(call.state, name, i->second.image) : call.state.shared->names.remove(name, *i->second.image);
}

Result<> run_clip(Call& call)
{
    Entry* entry = TRY(call.state.find(call.id()));
    if (entry->origin == Origin::attached) return fail(errors::is_shared);
    // draw(3) can turn replication on but not off.
    if (call.args.u8() != 0) entry->image->set_repl(Repl::yes);
    entry->image->set_clip(call.rect());
    return {};
}

Result<std::size_t> tail_load(State& state, std::string_view bytes)
{
    Load load = TRY(parse_load(state, bytes));
    if (bytes.size() - load_header < load.row_bytes * load.rows) return fail(errors::bad_write);
    return load.row_bytes * load.rows;
}

Result<std::size_t> tail_packed(State& state, std::string_view bytes)
{
    Load load = TRY(parse_load(state, bytes));
    return packed_size(bytes.substr(load_header), load.row_bytes, load.rows);
}

Result<> run_load(Call& call)
{
    Image* image = TRY(call.state.find_image(call.id()));
    Rect r = call.rect();
    if (r.empty()) return {};
    std::size_t row_bytes = bytes_per_row(r, image->depth()), rows = std::size_t(r.dy());
    image->arena().did(row_bytes * rows);
    if (call.letter == 'y') return put(*image, r, call.args.in, call.touched);
    auto unpacked = TRY(unpack(call.args.in, row_bytes, rows));
    return put(*image, r, unpacked.rows, call.touched);
}

Result<> run_read(Call& call)
{
    Image* image = TRY(call.state.find_image(call.id()));
    Rect r = call.rect();
    if (!image->r().contains(r)) return fail(errors::read_outside);
    if (r.empty()) return answer(call.state, ""), Result<>();
    std::size_t row_bytes = bytes_per_row(r, image->depth()), rows = std::size_t(r.dy());
    if (row_bytes * rows > longest_answer) return fail(errors::no_memory);
    image->arena().did(row_bytes * rows);
    answer(call.state, TRY(take(*image, r, call.touched)));
    return {};
}

Result<> run_bind_screen(Call& call)
{
    State& state = call.state;
    if (!state.screen) return fail(errors::no_image);
    // plan9port refuses this while id 0 is in use; here id 0 may have been bound for the program already.
    if (state.images.contains(0)) DO(state.remove(0, call.watcher));
    DO(state.add(0, {state.screen, Origin::screen, {}}));
    state.info_id = 0;
    return {};
}

Result<> run_info(Call& call)
{
    answer(call.state, TRY(call.state.info()));
    return {};
}

Result<std::size_t> tail_query(State&, std::string_view bytes) { return std::size_t(std::uint8_t(bytes[1])); }

Result<> run_query(Call& call)
{
    call.args.u8();
    std::string text;
    for (char what : call.args.in) {
        if (what != 'd') return fail(errors::bad_query);
        char field[16];
        std::snprintf(field, sizeof field, "%11d ", call.state.options.dpi);
        text += field;
    }
    answer(call.state, text);
    return {};
}

}  // namespace draw
