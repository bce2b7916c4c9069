#include "draw/replay.h"

#include "draw/replay_message.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <vector>

namespace draw {
namespace {

// A pixel for an image that can only be freed.
void send_stand_in(std::uint32_t id, Chan chan, const Send& send)
{
    send_allocate(id, 0, Refresh::backup, {{{0, 0}, {1, 1}}, {{0, 0}, {1, 1}}, chan, Repl::no}, send);
}

// Builds what a connection has, each thing after what it needs. What no id of the connection stands for, but its screens
// or names hold, gets one for the time of the building.
class Rebuild {
  public:
    Rebuild(const State& state, const Send& send) : state_(state), send_(send)
    {
        for (const auto& [id, entry] : state.images) ids_here_[entry.image.get()].push_back(id);
    }

    void run()
    {
        if (state_.screen) screen();
        for (const auto& [id, entry] : state_.images)
            if (entry.origin == Origin::made || is_old_screen(entry)) made(id, entry);
        for (const auto& [id, entry] : state_.images)
            if (entry.origin == Origin::attached) attached(id, entry);
        for (const auto& [id, screen] : state_.screens) build(*screen);
        for (auto i = state_.screens.begin(); i != state_.screens.end(); ++i)
            if (i != state_.screens.lower_bound(i->first)) send_join(*i->second, send_);
        for (const Screen* screen : held_screens_) send_id('F', screen->id(), send_);
        for (std::uint32_t id : held_) send_id('f', id, send_);
    }

  private:
    // Id 0 is the screen over there.
    void screen()
    {
        const Image& image = *state_.screen;
        if (image.clip() != image.r() || image.repl() == Repl::yes) send_clip(0, image.repl(), image.clip(), send_);
        names(0, image);
        auto i = state_.images.find(0);
        bool is_bound = i != state_.images.end() && i->second.origin == Origin::screen && i->second.image == state_.screen;
        if (i != state_.images.end() && !is_bound) return send_id('f', 0, send_);
        if (!is_bound) held_.insert(0);
        ids_[&image] = 0;
    }
    // The screen as it was before the owner had another: nobody else has that image now.
    bool is_old_screen(const Entry& entry) const
    {
        if (entry.origin == Origin::made || !state_.screen || entry.image == state_.screen) return false;
        if (entry.origin == Origin::screen) return true;
        auto named = state_.shared->names.find(entry.name);
        return named && named->naming.version == entry.version && named->naming.maker == Names::owner;
    }
    // Those of the connection for an image, rising.
    std::span<const std::uint32_t> ids_here(const Image& image) const
    {
        auto i = ids_here_.find(&image);
        return i == ids_here_.end() ? std::span<const std::uint32_t>() : i->second;
    }

    void made(std::uint32_t id, const Entry& entry)
    {
        if (!done_.insert(id).second) return;
        if (!state_.is_current(*entry.image, {}, 0)) return stand_in(id, *entry.image);
        if (entry.image->layer()) return build(*entry.image->layer()->screen);
        if (!ids_.contains(entry.image.get())) pixels(id, *entry.image, entry.font);
    }

    void attached(std::uint32_t id, const Entry& entry)
    {
        if (is_old_screen(entry) || !done_.insert(id).second) return;
        auto named = state_.shared->names.find(entry.name);
        if (!named || named->naming.version != entry.version) return lost(id, *entry.image);
        if (named->naming.maker == state_.options.number && entry.image != state_.screen) id_of(*entry.image);
        attached_.insert(id);
        send_attach(id, entry.name, send_);
        send_font(id, entry.font, send_);
        ids_.try_emplace(entry.image.get(), id);
    }

    void stand_in(std::uint32_t id, const Image& image)
    {
        ids_.try_emplace(&image, id);
        send_stand_in(id, image.chan(), send_);
        names(id, image);
    }

    // Its name has come to mean something else, but it still holds its image.
    void lost(std::uint32_t id, const Image& image)
    {
        std::uint32_t other = id_of(image);
        if (attached_.contains(other)) return send_stand_in(id, image.chan(), send_);
        std::string name;
        do name = "lost " + std::to_string(++lost_names_);
        while (state_.shared->names.find(name));
        send_name(other, Naming::begins, name, send_);
        send_attach(id, name, send_);
        send_name(other, Naming::ends, name, send_);
    }

    void names(std::uint32_t id, const Image& image)
    {
        for (const auto& [name, naming] : state_.shared->names.of(image))
            if (naming.maker == state_.options.number) send_name(id, Naming::begins, name, send_);
    }

    void pixels(std::uint32_t id, const Image& image, const Font& font)
    {
        ids_[&image] = id;
        send_image(image, id, send_);
        send_font(id, font, send_);
        // After the font: its characters are copied onto themselves, which may clear ignored bits.
        send_pixels(image, id, image.r(), send_);
        names(id, image);
    }

    // An id for an image, which is made if it is not there yet.
    std::uint32_t id_of(const Image& image)
    {
        if (!ids_.contains(&image)) make(image);
        return ids_.at(&image);
    }
    void make(const Image& image)
    {
        if (&image == state_.screen.get()) return make_screen();
        for (auto id : ids_here(image)) {
            const Entry& entry = state_.images.at(id);
            if (entry.origin == Origin::made || is_old_screen(entry)) {
                made(id, entry);
                break;
            }
            if (entry.origin == Origin::attached && is_of_others(entry)) return attached(id, entry);
        }
        if (image.layer()) build(*image.layer()->screen);
        if (ids_.contains(&image)) return;
        std::uint32_t id = hold();
        if (!image.layer()) return pixels(id, image, {});
        stand_in(id, image);
    }
    void make_screen()
    {
        auto names = state_.shared->names.of(*state_.screen);
        std::uint32_t id = hold();
        ids_[state_.screen.get()] = id;
        attached_.insert(id);
        names.empty() ? send_stand_in(id, state_.screen->chan(), send_) : send_attach(id, names.begin()->first, send_);
    }
    bool is_of_others(const Entry& entry) const
    {
        auto named = state_.shared->names.find(entry.name);
        return named && named->naming.version == entry.version && named->naming.maker != state_.options.number;
    }
    // An id that is not in use, here or over there.
    std::uint32_t hold()
    {
        do ++last_held_;
        while (state_.images.contains(last_held_));
        held_.insert(last_held_);
        return last_held_;
    }

    void build(const Screen& screen)
    {
        if (!screens_.insert(&screen).second) return;
        bool held = !state_.screens.contains(screen.id());
        if (held) held_screens_.push_back(&screen);
        bool is_lost = !state_.is_current(screen);  // it only holds what it holds
        if (!is_lost && screen.keeper() != state_.options.number) {
            send_join(screen, send_);
            for (const Image* window : mine(screen)) make_window(*window, screen), finish_window(*window);
            return;
        }
        std::uint32_t base = id_of(screen.base()), fill = id_of(screen.fill());
        send_screen(screen, base, fill, send_);
        if (is_lost) return;
        is_clippable(base) ? hidden_windows(screen, base) : shown_windows(screen, base);
    }

    // The windows of this connection, the rear one first.
    std::vector<const Image*> mine(const Screen& screen) const
    {
        std::vector<const Image*> windows;
        for (auto i = screen.windows().rbegin(); i != screen.windows().rend(); ++i)
            if ((*i)->layer()->maker == state_.options.number) windows.push_back(*i);
        return windows;
    }
    // While the base is clipped to nothing the windows are hidden whole: what is loaded goes to their save areas, and the
    // base stays as it is. A window at the front then makes the screen see the clip it had seen.
    void hidden_windows(const Screen& screen, std::uint32_t base)
    {
        auto windows = mine(screen);
        if (windows.empty()) return;
        send_clip(base, screen.base().repl(), {}, send_);
        for (const Image* window : windows) make_window(*window, screen);
        for (const Image* window : windows) load_window(*window), finish_window(*window);
        send_clip(base, screen.base().repl(), screen.clip_seen(), send_);
        send_to_front(ids_.at(windows.back()), send_);
        send_clip(base, screen.base().repl(), screen.base().clip(), send_);
    }
    // The clip of another connection's image cannot be changed: what lies on the base is sent after what is hidden.
    void shown_windows(const Screen& screen, std::uint32_t base)
    {
        auto windows = mine(screen);
        for (const Image* window : windows) make_window(*window, screen);
        for (const Image* window : windows) {
            if (!window->layer()->is_clear) load_window(*window);
            finish_window(*window);
        }
        auto has_save = [](const Image* window) { return window->layer()->save != nullptr; };
        if (!screen.base().layer() && std::any_of(windows.begin(), windows.end(), has_save))
            send_pixels(screen.base(), base, screen.base().r(), send_);
    }
    bool is_clippable(std::uint32_t id) const { return !attached_.contains(id); }

    void make_window(const Image& image, const Screen& screen)
    {
        const Layer& layer = *image.layer();
        std::uint32_t id = ids_[&image] = own_id(image);
        send_allocate(id, screen.id(), layer.refresh, {layer.place, layer.place, image.chan(), Repl::no}, send_);
        if (image.r() != layer.place) send_origin(image, id, send_);
    }
    void load_window(const Image& image)
    {
        if (image.layer()->save) send_pixels(*image.layer()->save, ids_.at(&image), image.r(), send_);
    }
    void finish_window(const Image& image)
    {
        std::uint32_t id = ids_.at(&image);
        if (image.clip() != image.r() || image.repl() == Repl::yes) send_clip(id, image.repl(), image.clip(), send_);
        names(id, image);
    }
    std::uint32_t own_id(const Image& image)
    {
        for (auto id : ids_here(image))
            if (state_.images.at(id).origin == Origin::made) return id;
        return hold();
    }

    const State& state_;
    const Send& send_;
    std::map<const Image*, std::vector<std::uint32_t>> ids_here_;
    std::map<const Image*, std::uint32_t> ids_;  // what stands for an image over there
    std::set<std::uint32_t> held_;
    std::uint32_t last_held_ = 0, lost_names_ = 0;
    std::set<std::uint32_t> done_;      // of the connection's, those that are there
    std::set<std::uint32_t> attached_;  // of those that stand for an image of somebody else
    std::set<const Screen*> screens_;
    std::vector<const Screen*> held_screens_;
};

}  // namespace

void replay(const Engine& engine, const Send& send)
{
    Rebuild(engine.state(), send).run();
    if (engine.state().op != Op::SoverD) send(operator_message(engine));
}

namespace {

// Ids of the connection that may be drawn on by.
const Image* current(const State& state, const Entry& entry)
{
    return state.is_current(*entry.image, entry.name, entry.version) ? entry.image.get() : nullptr;
}

// Whether screens or windows of the connection hold it without an id.
bool is_held(const State& state, const Image* image)
{
    std::set<const Screen*> seen;
    auto holds = [&](auto& self, const Screen& screen) -> bool {
        if (!seen.insert(&screen).second) return false;
        for (const Image* i : {&screen.base(), &screen.fill()})
            if (i == image || (i->layer() && self(self, *i->layer()->screen))) return true;
        return std::ranges::find(screen.windows(), image) != screen.windows().end();
    };
    for (const auto& [id, screen] : state.screens)
        if (holds(holds, *screen)) return true;
    for (const auto& [id, entry] : state.images)
        if (entry.image->layer() && holds(holds, *entry.image->layer()->screen)) return true;
    return false;
}

}  // namespace

std::set<int> makers(const Engine& engine)
{
    const State& state = engine.state();
    std::set<int> all;
    for (const auto& [id, entry] : state.images) {
        auto named = state.shared->names.find(entry.name);
        if (entry.origin == Origin::attached && named) all.insert(named->naming.maker);
    }
    for (const auto& [id, screen] : state.screens) all.insert(screen->keeper());
    all.erase(state.options.number);
    return all;
}

Sent send_contents(const Engine& engine, const Image* image, Rect r, const Send& send)
{
    const State& state = engine.state();
    for (const auto& [id, entry] : state.images) {
        if (!image || current(state, entry) != image) continue;
        send_pixels(*image, id, intersection(r, image->r()), send);
        return Sent::yes;
    }
    return is_held(state, image) ? Sent::held : Sent::no;
}

bool is_window(const Engine& engine, const Image* image)
{
    for (const auto& [id, entry] : engine.state().images)
        if (entry.image.get() == image) return image->layer() != nullptr;
    return false;
}

std::string operator_message(const Engine& engine)
{
    Message m('O');
    m.u8(std::uint8_t(engine.state().op));
    return m.out;
}

}  // namespace draw
