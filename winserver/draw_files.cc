#include "winserver/draw_files.h"

#include "winserver/desktop.h"
#include "winserver/fields.h"

#include "draw/refresh_readers.h"
#include "styx/errors.h"

#include <cmath>

namespace winserver {
namespace {

constexpr int most_connections = 64;  // of one attach
constexpr int points_dpi = 96;        // what a point is, where the scale is 1

// One draw connection: its engine draws on the window's images, and tells its picture.
class Connection : public draw::Watcher {
  public:
    Connection(int number, Attach& attach, Window& w, std::weak_ptr<Window> of)
        : number_(number), window_(std::move(of)),
          engine_(attach.desktop.arena(), w.picture->shared(), options(number, attach.desktop))
    {
        w.picture->exposed[number] = [this] { readers_.tell(engine_); };
    }
    ~Connection() override
    {
        engine_.close(*this);
        if (auto w = window_.lock()) w->picture->exposed.erase(number_);
        tell_others();
    }
    // Windows of other connections may have come to light, also of other attaches.
    void tell_others()
    {
        auto w = window_.lock();
        if (!w) return;
        for (auto& [number, tell] : w->picture->exposed) tell();
    }
    Result<> bind(Window& w)
    {
        if (engine_.state().screen == w.picture->image()) return {};
        return engine_.bind_screen(w.picture->image());
    }

    void damage(const draw::Image& image, draw::Rect r) override
    {
        if (auto w = window_.lock()) w->picture->drawn(image, r);
    }
    void flush() override
    {
        if (auto w = window_.lock()) w->picture->flushed();
    }
    int number() const { return number_; }
    draw::Engine& engine() { return engine_; }
    void read_refresh(styx::ReadRequest r) { readers_.add(std::move(r), engine_); }

  private:
    static draw::Options options(int number, Desktop& desktop)
    {
        draw::Options o;
        o.number = number;
        o.dpi = int(std::lround(points_dpi * desktop.scale()));
        // A program has the usual; its mirror needs more while it builds everything anew here (draw/replay.h).
        o.quota.images += 2048;
        o.quota.screens += 2048;
        o.quota.names += 64;
        o.quota.bytes += std::uint64_t(64) << 20;
        return o;
    }
    int number_;
    std::weak_ptr<Window> window_;
    draw::Engine engine_;
    draw::RefreshReaders readers_;
};

using ConnectionPtr = std::shared_ptr<Connection>;

struct ConnectionOpen : styx::Open {
    explicit ConnectionOpen(ConnectionPtr c) : connection(std::move(c)) {}
    ConnectionPtr connection;
};

Connection& of(styx::Open* open) { return *static_cast<ConnectionOpen*>(open)->connection; }

// ctl and data are what they are at any offset.
void read_ctl(Attach&, styx::ReadRequest r)
{
    auto info = of(r.open).engine().info();
    if (!info) return r.fail(info.error());
    if (r.count < info->size()) return r.fail("read is too short");
    r.reply(*info);
}

void write_ctl(Attach&, styx::WriteRequest w)
{
    styx::Reader in{w.data};
    auto id = in.u32();
    if (!in.ended()) return w.fail("unknown draw control request");
    of(w.open).engine().select(id);
    w.done();
}

void read_data(Attach&, styx::ReadRequest r)
{
    auto& engine = of(r.open).engine();
    auto text = engine.read(r.count);
    if (!text) return r.fail(text.error());
    r.reply(*text);
}

void write_data(Attach& attach, styx::WriteRequest w)
{
    auto window = attach.find();
    if (!window) return w.fail(window.error());
    auto& connection = of(w.open);
    // An image that came with a resize is what the next 'J' binds.
    if (auto bound = connection.bind(**window); !bound) return w.fail(bound.error());
    auto done = connection.engine().write(w.data, connection);
    connection.tell_others();
    if (!done) return w.fail(done.error());
    w.done();
}

void read_colormap(Attach&, styx::ReadRequest r)
{
    std::string text;
    for (std::uint32_t i = 0; i < 256; ++i) {
        auto c = draw::argb_of(draw::format_of(draw::Chan::m8), i);
        text += fields({int(i), int(c >> 16 & 0xff), int(c >> 8 & 0xff), int(c & 0xff)});
        text.back() = '\n';
    }
    r.slice(text);
}

// Every image has its true colours: there is no map to change.
void write_colormap(Attach&, styx::WriteRequest w) { w.done(); }

void read_refresh(Attach&, styx::ReadRequest r) { of(r.open).read_refresh(std::move(r)); }

struct Row {
    std::string_view name;
    std::uint32_t mode;
    void (*read)(Attach&, styx::ReadRequest);
    void (*write)(Attach&, styx::WriteRequest);
};
constexpr Row rows[] = {
    {"ctl", 0600, read_ctl, write_ctl},
    {"data", 0600, read_data, write_data},
    {"colormap", 0600, read_colormap, write_colormap},
    {"refresh", 0400, read_refresh, nullptr},
};

styx::NodePtr node(const std::shared_ptr<Attach>& attach, const Row& row, const std::weak_ptr<Connection>& connection)
{
    styx::Write write;
    if (row.write) write = [attach, &row](styx::WriteRequest w) { row.write(*attach, std::move(w)); };
    return styx::file(
        std::string(row.name), row.mode, [attach, &row](styx::ReadRequest r) { row.read(*attach, std::move(r)); },
        std::move(write),
        [connection](styx::OpenRequest r) {
            auto c = connection.lock();
            if (!c) return r.fail(styx::err::nonexist);
            r.reply(std::make_unique<ConnectionOpen>(c));
        });
}

class DrawDirectory : public styx::Node {
  public:
    explicit DrawDirectory(std::shared_ptr<Attach> attach)
        : Node("draw", styx::DMDIR | 0555), attach_(std::move(attach))
    {
    }

    void walk(styx::WalkRequest r) override
    {
        if (r.name == "new") return r.reply(clone_file());
        auto n = number(r.name);
        auto c = n ? find(*n) : nullptr;
        if (!c) return r.fail(styx::err::nonexist);
        r.reply(directory(c));
    }
    void list(styx::ListRequest r) override
    {
        std::vector<styx::Stat> stats{clone_file()->describe()};
        for (auto& weak : connections_)
            if (auto c = weak.lock()) stats.push_back(directory(c)->describe());
        r.reply(stats);
    }
    Result<ConnectionPtr> connect()
    {
        auto window = TRY(attach_->find());
        std::erase_if(connections_, [](auto& c) { return c.expired(); });
        if (connections_.size() >= most_connections) return fail("too many draw connections");
        auto c = std::make_shared<Connection>(++window->picture->shared()->connections, *attach_, *window, attach_->window);
        DO(c->bind(*window));
        connections_.push_back(c);
        return c;
    }


  private:
    ConnectionPtr find(int n) const
    {
        for (auto& weak : connections_)
            if (auto c = weak.lock(); c && c->number() == n) return c;
        return nullptr;
    }
    std::shared_ptr<styx::Directory> directory(const ConnectionPtr& c) const
    {
        auto d = styx::dir(std::to_string(c->number()));
        for (auto& row : rows) d->add(node(attach_, row, c));
        d->root(styx::child_path(path, d->name));
        return d;
    }
    styx::NodePtr clone_file()
    {
        auto self = std::static_pointer_cast<DrawDirectory>(shared_from_this());
        auto open = [self](styx::OpenRequest r) {
            auto c = self->connect();
            if (!c) return r.fail(c.error());
            r.reply(self->directory(*c)->find("ctl"), std::make_unique<ConnectionOpen>(*c));
        };
        auto f = styx::file("new", 0600, {}, {}, open);
        f->root(styx::child_path(path, f->name));
        return f;
    }

    std::shared_ptr<Attach> attach_;
    std::vector<std::weak_ptr<Connection>> connections_;
};

}  // namespace

styx::NodePtr draw_directory(const std::shared_ptr<Attach>& attach) { return std::make_shared<DrawDirectory>(attach); }

}  // namespace winserver
