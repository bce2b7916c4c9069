// The table of all files, and how a tree comes of it.
#include "winserver/files.h"

#include "winserver/desktop.h"
#include "winserver/draw_files.h"
#include "winserver/fields.h"

#include "styx/errors.h"

namespace winserver {
namespace {

constexpr auto app = Capability::app, desk = Capability::desk;
constexpr unsigned everywhere = in_window | in_desk, in_either = in_window | in_screen, in_roots = everywhere | in_screen;

// clang-format off
constexpr FileRow table[] = {
    {"draw",    styx::DMDIR | 0555, in_either, app, nullptr, nullptr, nullptr, draw_directory, "draw(3): new, and a directory for each connection; image 0 is the window"},
    {"winname", 0444, in_window,           app, read_winname, nullptr,       nullptr,    nullptr, "name of the window's image: noborder.<id>.<n>"},
    {"winid",   0444, in_window | in_wsys, app, read_winid,   nullptr,       nullptr,    nullptr, "number of the window, %11d and a blank"},
    {"mouse",   0600, in_either,           app, read_mouse,   write_mouse,   open_mouse, nullptr, "blocks for an event: m or r (resized), x, y, buttons, msec: 49 bytes; written `m x y` moves the pointer"},
    {"cursor",  0600, in_either,           app, read_cursor,  write_cursor,  nullptr,    nullptr, "offset[2*4] clear[32] set[32]; empty is the arrow"},
    {"kbd",     0400, in_either,           app, read_kbd,     nullptr,       open_kbd,   nullptr, "blocks for a message of keys, c k K and runes and a NUL; while it is open cons is quiet"},
    {"cons",    0600, in_either,           app, read_cons,    write_cons,    nullptr,    nullptr, "blocks for typed text; what is written is dropped"},
    {"consctl", 0200, in_either,           app, nullptr,      write_consctl, nullptr,    nullptr, "rawon rawoff holdon holdoff: cons is always raw"},
    {"input",   0600, in_window,           app, read_input,   write_input,   nullptr,    nullptr, "keys, mouse, size and place as one stream of numbered lines; written from SEQ, durable SEQ, frame"},
    {"label",   0600, in_window | in_wsys, app, read_label,   write_label,   nullptr,    nullptr, "what stands in the title bar"},
    {"wctl",    0600, in_window | in_wsys, app, read_wctl,    write_wctl,    open_wctl,  nullptr, "place and state, 72 bytes, then blocks for a change; verbs move resize top bottom current hide unhide delete", true},
    {"window",  0400, in_window | in_wsys, app, read_snapshot, nullptr,      open_window, nullptr, "the window's pixels as they are shown: image(6)", true},
    {"life",    0400, in_window | in_wsys, app, read_life,    nullptr,       nullptr,    nullptr, "whose window: a life, or -"},
    {"screen",  0400, in_roots,            app, read_snapshot, nullptr,      open_screen, nullptr, "the whole screen; an app sees its own window: image(6)", true},
    {"snarf",   0600, in_roots,            app, read_snarf,   write_snarf,   open_snarf, nullptr, "what was cut or copied last; what is written counts at the close"},
    {"scale",   0400, in_roots,            app, read_scale,   nullptr,       nullptr,    nullptr, "pixels a point, and dots an inch"},
    {"theme",   0600, everywhere,          app, read_theme,   write_theme,   nullptr,    nullptr, "colours and sizes, a name and a value a line; only the desk may write"},
    {"wsys",    styx::DMDIR | 0555, in_desk, desk, nullptr, nullptr, nullptr, wsys_directory, "a directory for each window: wctl label window winid life"},
    {"kbdin",   0200, in_desk | in_screen, desk, nullptr,     write_kbdin,   nullptr, nullptr, "text to be typed in the current window; answered when its program has read it, or after 5 s"},
    {"mousein", 0200, in_desk | in_screen, desk, nullptr,     write_mousein, nullptr, nullptr, "lines `m x y buttons`, screen coordinates, as if a hand did it"},
    {"events",  0400, in_desk, desk, read_events, nullptr,       nullptr, nullptr, "blocks for a line: close ID LIFE, current ID LIFE; kept until read"},
    {"ctl",     0600, in_desk, desk, read_ctl,    write_ctl,     nullptr, nullptr, "exit, hint TEXT, forget LIFE…, resize DX DY; read, it lists the verbs"},
    {"status",  0400, in_desk, desk, read_status, nullptr,       nullptr, nullptr, "size, scale, connections, and a line for each window from the bottom"},
};
// clang-format on

Result<Here> here(const std::shared_ptr<Attach>& attach)
{
    if (!attach->has_window) return Here{*attach, attach->desktop, nullptr};
    return Here{*attach, attach->desktop, TRY(attach->find())};
}

// Calls a row's handler, unless the window has gone.
template <class Request>
std::function<void(Request)> handler(std::shared_ptr<Attach> attach, void (*run)(Here, Request))
{
    if (!run) return {};
    return [attach = std::move(attach), run](Request r) {
        auto at = here(attach);
        if (!at) return r.fail(at.error());
        run(*at, std::move(r));
    };
}

// The same in the client's turns, whole. What waits for its turn does not keep the attach.
template <class Request>
std::function<void(Request)> handler_in_turn(std::shared_ptr<Attach> attach, void (*run)(Here, Request))
{
    if (!run) return {};
    return [attach = std::move(attach), run](Request r) {
        auto& turns = attach->desktop.turns();
        auto answer = [&turns, run, weak = std::weak_ptr(attach)](Request asked) {
            auto a = weak.lock();
            if (!a) return asked.fail("window deleted");
            Turns::Whole whole(turns);
            handler(std::move(a), run)(std::move(asked));
        };
        turns.ask(turns.client(attach->conversation, Turns::Kind::windows), std::move(r), std::move(answer));
    };
}

std::shared_ptr<styx::Directory> make(const std::string& name, const std::shared_ptr<Attach>& attach, unsigned where)
{
    auto d = styx::dir(name);
    for (auto& row : table) {
        bool may = row.needs == app || attach->capability == desk || (row.where & where & in_screen);
        if (!(row.where & where) || !may) continue;
        if (row.directory) {
            d->add(row.directory(attach));
            continue;
        }
        auto write = row.takes_a_turn ? handler_in_turn(attach, row.write) : handler(attach, row.write);
        auto open = row.takes_a_turn ? handler_in_turn(attach, row.open) : handler(attach, row.open);
        d->add(styx::file(std::string(row.name), row.mode, handler(attach, row.read), std::move(write), std::move(open)));
    }
    return d;
}

// Made when it is looked at: windows come and go.
class Wsys : public styx::Node {
  public:
    explicit Wsys(std::shared_ptr<Attach> attach) : Node("wsys", styx::DMDIR | 0555), attach_(std::move(attach)) {}

    void walk(styx::WalkRequest r) override
    {
        auto id = number(r.name);
        auto w = id ? attach_->desktop.stack().find(*id) : nullptr;
        if (!w) return r.fail(styx::err::nonexist);
        r.reply(directory(w));
    }
    void list(styx::ListRequest r) override
    {
        std::vector<styx::Stat> stats;
        for (auto& w : attach_->desktop.stack().windows()) stats.push_back(directory(w)->describe());
        r.reply(stats);
    }

  private:
    styx::NodePtr directory(const WindowPtr& w) const
    {
        auto attach = std::make_shared<Attach>(attach_->desktop, attach_->capability, attach_->conversation);
        attach->window = w;
        attach->has_window = true;
        auto d = make(std::to_string(w->id), attach, in_wsys);
        d->root(styx::child_path(path, d->name));
        return d;
    }
    std::shared_ptr<Attach> attach_;
};

}  // namespace

std::span<const FileRow> file_table() { return table; }

styx::NodePtr wsys_directory(const std::shared_ptr<Attach>& attach) { return std::make_shared<Wsys>(attach); }

// Programs of Plan 9 look for their devices under dev.
styx::NodePtr bare_root(const std::shared_ptr<Attach>& attach)
{
    auto root = make("/", attach, in_screen);
    root->add(styx::dir("dev", root->children()));
    root->root(0);
    return root;
}

styx::NodePtr root_of(const std::shared_ptr<Attach>& attach)
{
    if (attach->capability == Capability::screen) return bare_root(attach);
    unsigned where = 0;
    if (attach->has_window) where |= in_window;
    if (attach->capability == desk) where |= in_desk;
    auto root = make("/", attach, where);
    auto w = attach->window.lock();
    root->root(w ? styx::child_path(0, "window " + std::to_string(w->id)) : 0);
    return root;
}

}  // namespace winserver
