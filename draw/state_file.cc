// The saved form of a connection's State.
//
//     magic[4] op[1] infoid[4] answered[1] answer[s] screen[4]
//     nthings[4] nthings*(kind[1] ...thing)
//     nids[4] nids*(id[4] image[4] origin[1] name[s] version[4] ascent[1] nglyphs[4] nglyphs*(R[4*4] left[1] width[1]))
//     nscreens[4] nscreens*screen[4]
//
// name[s] is n[4] name[n]. Things are numbered from 0, each after those it needs; a number may be none. They are
//
//     i  R[4*4] clipR[4*4] chan[4] repl[1] offset[8] names          an image: its pixels are in the arena
//     s  id[4] maker[4] public[1] base[4] name[s] version[4] fill[4] name[s] version[4] clipseen[4*4]      a screen
//     w  screen[4] rank[4] maker[4] place[4*4] R[4*4] clipR[4*4] repl[1] refresh[1] clear[1] stale[4*4] save[4] names
//                                                                   a window, of that rank from the front
//
// where names is nnames[4] nnames*(name[s] version[4] maker[4]). In the older form DRW1 all things are images without a
// kind, and there are no screens at the end. Afterwards only images with ids count against the quota, not save areas and
// what only screens hold.
#include "draw/engine.h"
#include "draw/errors.h"

#include <algorithm>

namespace draw {
namespace {

constexpr std::uint32_t magic = 0x32575244, older_magic = 0x31575244;  // "DRW2", "DRW1"
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

// Writes things as they are needed, and numbers them.
class Things {
  public:
    explicit Things(const Names& names) : names_(names) {}

    std::uint32_t number(const Image* image)
    {
        if (!image) return none;
        if (auto i = numbers_.find(image); i != numbers_.end()) return i->second;
        image->layer() ? window(*image) : pixels(*image);
        return numbers_[image] = count_++;
    }
    std::uint32_t number(const Screen* screen)
    {
        if (auto i = numbers_.find(screen); i != numbers_.end()) return i->second;
        this->screen(*screen);
        return numbers_[screen] = count_++;
    }
    void write(styx::Writer& out) const
    {
        out.u32(count_);
        out.bytes(out_.out);
    }

  private:
    void pixels(const Image& image)
    {
        out_.u8('i');
        write_rect(out_, image.r());
        write_rect(out_, image.clip());
        out_.u32(std::uint32_t(image.chan()));
        out_.u8(image.repl() == Repl::yes);
        out_.u64(image.offset());
        names(image);
    }
    void screen(const Screen& screen)
    {
        std::uint32_t base = number(&screen.base()), fill = number(&screen.fill());
        out_.u8('s');
        out_.u32(screen.id());
        out_.i32(screen.maker());
        out_.u8(screen.access() == Screen::Access::shared);
        source(base, screen.base_source());
        source(fill, screen.fill_source());
        write_rect(out_, screen.clip_seen());
    }
    void source(std::uint32_t number, const Screen::Source& source)
    {
        out_.u32(number);
        out_.text32(source.name);
        out_.u32(source.version);
    }
    void window(const Image& image)
    {
        const Layer& layer = *image.layer();
        std::uint32_t screen = number(layer.screen.get()), save = number(layer.save.get());
        auto& windows = layer.screen->windows();
        out_.u8('w');
        out_.u32(screen);
        out_.u32(std::uint32_t(std::find(windows.begin(), windows.end(), &image) - windows.begin()));
        out_.i32(layer.maker);
        for (Rect r : {layer.place, image.r(), image.clip()}) write_rect(out_, r);
        out_.u8(image.repl() == Repl::yes);
        out_.u8(std::uint8_t(layer.refresh));
        out_.u8(layer.is_clear);
        write_rect(out_, layer.stale);
        out_.u32(save);
        names(image);
    }
    void names(const Image& image)
    {
        auto given = names_.of(image);
        out_.u32(std::uint32_t(given.size()));
        for (const auto& [name, naming] : given) {
            out_.text32(name);
            out_.u32(naming.version);
            out_.i32(naming.maker);
        }
    }

    const Names& names_;
    std::map<const void*, std::uint32_t> numbers_;
    std::uint32_t count_ = 0;
    styx::Writer out_;
};

struct Thing {
    std::shared_ptr<Image> image;
    std::shared_ptr<Screen> screen;
};

// Reads them back. What another connection's state brought back before is that.
class Thaw {
  public:
    Thaw(styx::Reader& in, Arena& arena, Shared& shared) : in_(in), arena_(arena), shared_(shared) {}

    Result<> read(std::uint32_t found)
    {
        for (std::uint32_t n = in_.u32(); n && !in_.bad; --n) things_.push_back(TRY(thing(found)));
        return {};
    }
    Result<std::shared_ptr<Image>> image(std::uint32_t number) const
    {
        if (number >= things_.size() || !things_[number].image) return fail(errors::bad_save);
        return things_[number].image;
    }
    Result<std::shared_ptr<Screen>> screen(std::uint32_t number) const
    {
        if (number >= things_.size() || !things_[number].screen) return fail(errors::bad_save);
        return things_[number].screen;
    }

  private:
    Result<Thing> thing(std::uint32_t found)
    {
        std::uint8_t kind = found == older_magic ? std::uint8_t('i') : in_.u8();
        if (kind == 'i') return Thing{TRY(pixels()), {}};
        if (kind == 'w') return Thing{TRY(window()), {}};
        if (kind == 's') return Thing{{}, TRY(read_screen())};
        return fail(errors::bad_save);
    }
    void names(const std::shared_ptr<Image>& image)
    {
        for (std::uint32_t n = in_.u32(); n && !in_.bad; --n) {
            std::string_view name = in_.text32();
            Names::Naming naming{in_.u32(), in_.i32()};
            if (!in_.bad) shared_.names.restore(name, naming, image);
        }
    }
    Result<std::shared_ptr<Image>> pixels()
    {
        Shape shape;
        shape.r = read_rect(in_);
        shape.clip = read_rect(in_);
        shape.chan = Chan(in_.u32());
        shape.repl = Repl(in_.u8() != 0);
        std::uint64_t offset = in_.u64();
        if (in_.bad) return fail(errors::bad_save);
        auto image = shared_.names.at(offset);
        if (!image) image = shared_.restored.find(offset);
        if (!image) {
            auto adopted = Image::adopt(arena_, shape, offset);
            if (!adopted) return fail(errors::bad_save);
            image = *adopted;
            shared_.restored.add(offset, image);
        }
        if (image->shape() != shape) return fail(errors::bad_save);
        names(image);
        return image;
    }
    Result<Screen::Source> source()
    {
        std::uint32_t number = in_.u32();
        std::string name(in_.text32());
        std::uint32_t version = in_.u32();
        shared_.names.know(version);
        return Screen::Source{TRY(image(number)), std::move(name), version};
    }
    Result<std::shared_ptr<Screen>> read_screen()
    {
        std::uint32_t id = in_.u32();
        int maker = in_.i32();
        auto access = Screen::Access(in_.u8() != 0);
        auto base = TRY(source()), fill = TRY(source());
        Rect clip = read_rect(in_);
        if (in_.bad || id == 0) return fail(errors::bad_save);
        if (auto screen = shared_.screens.find(id)) return screen;
        auto screen = std::make_shared<Screen>(id, maker, access, std::move(base), std::move(fill));
        if (screen->nested() > Screen::most_nested) return fail(errors::bad_save);
        screen->restore_clip_seen(clip);
        shared_.screens.add(id, screen);
        return screen;
    }
    Result<std::shared_ptr<Image>> window()
    {
        auto layer = std::make_unique<Layer>();
        layer->screen = TRY(screen(in_.u32()));
        layer->rank = in_.u32();
        layer->maker = in_.i32();
        layer->place = read_rect(in_);
        Rect r = read_rect(in_), clip = read_rect(in_);
        auto repl = Repl(in_.u8() != 0);
        std::uint8_t refresh = in_.u8();
        layer->refresh = Refresh(refresh);
        layer->is_clear = in_.u8() != 0;
        layer->stale = read_rect(in_);
        std::uint32_t save = in_.u32();
        if (in_.bad || refresh > std::uint8_t(Refresh::message)) return fail(errors::bad_save);
        if (save != none) layer->save = TRY(image(save));
        auto window = TRY(find_or_make(std::move(layer), r));
        window->set_clip(clip);
        window->set_repl(repl);
        names(window);
        return window;
    }
    Result<std::shared_ptr<Image>> find_or_make(std::unique_ptr<Layer> layer, Rect r)
    {
        Screen& screen = *layer->screen;
        for (Image* there : screen.windows())
            if (there->layer()->rank == layer->rank) return there->shared_from_this();
        Rect place = layer->place;
        bool fits = Image::is_placed(r) && Image::is_placed(place) && r.dx() == place.dx() && r.dy() == place.dy() &&
                    screen.windows().size() < Screen::most_windows;
        const Image* save = layer->save.get();
        if (save) fits = fits && !save->layer() && save->r() == r && save->chan() == screen.base().chan();
        if (!fits) return fail(errors::bad_save);
        auto window = TRY(Image::window(r, std::move(layer)));
        screen.restore(*window);
        return window;
    }

    styx::Reader& in_;
    Arena& arena_;
    Shared& shared_;
    std::vector<Thing> things_;
};

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

void write_ids(styx::Writer& out, const State& state, Things& things)
{
    out.u32(std::uint32_t(state.images.size()));
    for (const auto& [id, entry] : state.images) {
        out.u32(id);
        out.u32(things.number(entry.image.get()));
        out.u8(std::uint8_t(entry.origin));
        out.text32(entry.name);
        out.u32(entry.version);
        write_font(out, entry.font);
    }
    out.u32(std::uint32_t(state.screens.size()));
    for (const auto& [id, screen] : state.screens) out.u32(things.number(screen.get()));
}

Result<> read_ids(styx::Reader& in, State& state, const Thaw& things)
{
    for (std::uint32_t n = in.u32(); n && !in.bad; --n) {
        std::uint32_t id = in.u32(), number = in.u32();
        std::uint8_t origin = in.u8();
        if (origin > std::uint8_t(Origin::screen)) return fail(errors::bad_save);
        std::string name(in.text32());
        std::uint32_t version = in.u32();
        state.shared->names.know(version);
        Entry entry{TRY(things.image(number)), Origin(origin), std::move(name), version};
        Font font = read_font(in);
        if (entry.origin == Origin::made && !entry.image->is_charged())
            if (auto token = state.charge({.bytes = entry.image->bytes(), .images = 1})) entry.image->charge(std::move(*token));
        DO(state.add(id, std::move(entry)));
        DO(state.set_font(state.images.at(id), std::move(font)));
    }
    return {};
}

Result<> read_screens(styx::Reader& in, State& state, const Thaw& things)
{
    for (std::uint32_t n = in.u32(); n && !in.bad; --n) state.add(TRY(things.screen(in.u32())));
    return {};
}

}  // namespace

void Engine::save(styx::Writer& out) const
{
    Things things(state_.shared->names);
    styx::Writer ids;
    std::uint32_t screen = things.number(state_.screen.get());
    write_ids(ids, state_, things);
    out.u32(magic);
    out.u8(std::uint8_t(state_.op));
    out.u32(state_.info_id);
    out.u8(state_.has_answer);
    out.text32(state_.answer);
    out.u32(screen);
    things.write(out);
    out.bytes(ids.out);
}

Result<std::unique_ptr<Engine>> Engine::restore(styx::Reader& in, Arena& arena, std::shared_ptr<Shared> shared,
                                                Options options)
{
    auto engine = std::make_unique<Engine>(arena, std::move(shared), options);
    State& state = engine->state_;
    std::uint32_t found = in.u32();
    std::uint8_t op = in.u8();
    state.info_id = in.u32();
    state.has_answer = in.u8() != 0;
    state.answer = in.text32();
    std::uint32_t screen = in.u32();
    if (in.bad || (found != magic && found != older_magic) || op >= op_count) return fail(errors::bad_save);
    state.op = Op(op);
    Thaw things(in, arena, *state.shared);
    DO(things.read(found));
    if (screen != none) state.screen = TRY(things.image(screen));
    DO(read_ids(in, state, things));
    if (found == magic) DO(read_screens(in, state, things));
    if (in.bad) return fail(errors::bad_save);
    return engine;
}

}  // namespace draw
