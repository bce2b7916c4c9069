// Messages about screens and the windows on them.
#include "draw/errors.h"
#include "draw/layer.h"
#include "draw/messages.h"

namespace draw {
namespace {

constexpr std::uint8_t refresh_methods = 3;

// The bytes of a save area, wherever its left edge comes to lie in a byte.
std::uint64_t footprint(const Shape& shape)
{
    return (std::uint64_t(shape.r.dx()) * unsigned(format_of(shape.chan).depth) / 8 + 8) * std::uint64_t(shape.r.dy());
}

Screen::Source source(const Entry& entry) { return {entry.image, entry.name, entry.version}; }

// Windows of one screen.
Result<std::vector<Image*>> windows(Call& call, std::size_t n)
{
    std::vector<Image*> list;
    for (std::size_t i = 0; i < n; ++i) list.push_back(TRY(call.state.find_image(call.id())));
    if (!list[0]->layer()) return fail(errors::not_windows);
    for (Image* image : list)
        if (!image->layer() || image->layer()->screen != list[0]->layer()->screen) return fail(errors::other_screen);
    return list;
}

}  // namespace

Result<> run_screen(Call& call)
{
    State& state = call.state;
    std::uint32_t id = call.id();
    if (id == 0) return fail(errors::bad_argument);
    if (state.shared->screens.find(id)) return fail(errors::screen_exists);
    Entry* base = TRY(state.find(call.id()));
    Entry* fill = TRY(state.find(call.id()));
    auto access = Screen::Access(call.args.u8() != 0);
    auto screen = std::make_shared<Screen>(id, state.options.number, access, source(*base), source(*fill));
    if (screen->nested() > Screen::most_nested) return fail(errors::no_memory);
    screen->charge(TRY(state.charge({.screens = 1})));
    state.shared->screens.add(id, screen);
    state.add(std::move(screen));
    return {};
}

Result<> run_free_screen(Call& call)
{
    return call.state.remove_screen(call.id(), call.watcher);
}

Result<> run_join_screen(Call& call)
{
    State& state = call.state;
    std::uint32_t id = call.id();
    if (id == 0) return fail(errors::bad_argument);
    auto screen = state.shared->screens.find(id);
    bool may = screen && (screen->access() == Screen::Access::shared || screen->maker() == state.options.number);
    if (!may) return fail(errors::no_screen);
    if (Chan(call.args.u32()) != screen->base().chan()) return fail(errors::bad_chan);
    if (state.screens.size() >= state.options.quota.screens) return fail(errors::no_memory);
    state.add(std::move(screen));
    return {};
}

Result<> make_window(Call& call, std::uint32_t id, std::uint32_t screen_id, std::uint8_t refresh, const Shape& shape,
                     Color color)
{
    State& state = call.state;
    auto screen = TRY(state.find_screen(screen_id));
    // Plan 9 makes it, and then finds no window by that id.
    if (!state.is_current(*screen)) return fail(errors::no_image);
    if (shape.repl == Repl::yes || shape.chan != screen->base().chan()) return fail(errors::bad_window);
    if (refresh >= refresh_methods) return fail(errors::bad_refresh);
    if (!Image::is_placed(shape.r)) return fail(errors::no_memory);
    if (state.images.size() >= state.options.quota.images) return fail(errors::no_memory);
    bool is_backed = Refresh(refresh) == Refresh::backup;
    auto token = TRY(state.charge({.bytes = is_backed ? footprint(shape) : 0, .images = 1}));
    std::shared_ptr<Image> save;
    if (is_backed) save = TRY(Image::allocate(state.arena, {shape.r, shape.r, shape.chan, Repl::no}));
    auto window = TRY(screen->add(shape.r, state.options.number, std::move(save), Refresh(refresh), color, call.touched));
    window->charge(std::move(token));
    window->set_clip(intersection(shape.clip, shape.r));
    return state.add(id, {window, Origin::made, {}});
}

Result<std::size_t> tail_stack(State&, std::string_view bytes)
{
    return 4 * (std::uint8_t(bytes[2]) | std::size_t(std::uint8_t(bytes[3])) << 8);
}

Result<> run_stack(Call& call)
{
    bool top = call.args.u8() != 0;
    std::size_t n = call.args.u16();
    if (n == 0) return {};
    auto list = TRY(windows(call, n));
    Screen& screen = *list[0]->layer()->screen;
    top ? screen.to_front(list, call.touched) : screen.to_rear(list, call.touched);
    return {};
}

Result<> run_origin(Call& call)
{
    Image* image = TRY(call.state.find_image(call.id()));
    Point corner = call.point(), place = call.point();
    // What is not a window stays where it is.
    if (!image->layer()) return {};
    return image->layer()->screen->move(*image, corner, place, call.touched);
}

}  // namespace draw
