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

constexpr std::size_t most_waiting = std::size_t(8) << 20;  // bytes of writes that a client has waiting

// One draw connection: its engine draws on the window's images, and tells its picture. What is asked of it is done in its
// client's turns, in the order it came.
class Connection : public draw::Watcher, public std::enable_shared_from_this<Connection> {
  public:
    Connection(int number, const std::shared_ptr<Attach>& attach, Window& w)
        : number_(number), attach_(attach), window_(attach->window), turns_(attach->desktop.turns()),
          client_(turns_.client(attach->conversation, Turns::Kind::drawing)),
          engine_(attach->desktop.arena(), w.picture->shared(), options(number, attach->desktop))
    {
        w.picture->exposed[number] = [this] { readers_.tell(engine_); };
    }
    // Windows of other connections may have come to light, also of other attaches.
    void tell_others()
    {
        auto w = window_.lock();
        if (!w) return;
        for (auto& [number, tell] : w->picture->exposed) tell();
    }
    // An image that came with a resize is what the next 'J' binds. Errors: Attach::find's, Engine::bind_screen's.
    Result<> bind()
    {
        auto attach = attach_.lock();
        if (!attach) return fail("window deleted");
        auto& image = TRY(attach->find())->picture->image();
        if (engine_.state().screen == image) return {};
        return engine_.bind_screen(image);
    }
    // Messages, unless the client hangs up meanwhile.
    Result<> draw(std::string_view messages)
    {
        while (!messages.empty() && !is_hung_up_) messages.remove_prefix(TRY(engine_.write_one(messages, *this)));
        return {};
    }

    // Its files that are open. When there are none any more what it has been asked is still done, and then it ends; but if the
    // client has hung up nothing is.
    void opened() { ++opens_; }
    void closed()
    {
        if (--opens_ == 0) end();
    }
    void end();
    bool has_ended() const { return has_ended_; }
    bool is_hung_up() const { return is_hung_up_; }
    // On a fiber, once.
    void finish()
    {
        engine_.close(*this);
        if (auto w = window_.lock()) w->picture->exposed.erase(number_);
        tell_others();
    }

    void damage(const draw::Image& image, draw::Rect r) override
    {
        if (auto w = window_.lock()) w->picture->drawn(image, r);
    }
    void flush() override
    {
        Turns::Whole whole(turns_);  // no half of a frame, whatever happens to the window
        if (auto w = window_.lock()) w->picture->flushed();
    }
    int number() const { return number_; }
    Turns& turns() { return turns_; }
    const std::shared_ptr<Turns::Client>& client() const { return client_; }
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
    int number_, opens_ = 0;
    bool has_ended_ = false, is_hung_up_ = false;
    std::weak_ptr<Attach> attach_;
    std::weak_ptr<Window> window_;
    Turns& turns_;
    std::shared_ptr<Turns::Client> client_;
    draw::Engine engine_;
    draw::RefreshReaders readers_;
};

using ConnectionPtr = std::shared_ptr<Connection>;

struct ConnectionOpen : styx::Open {
    explicit ConnectionOpen(ConnectionPtr c) : connection(std::move(c)) { connection->opened(); }
    ~ConnectionOpen() override { connection->closed(); }
    ConnectionPtr connection;
};

Connection& of(styx::Open* open) { return *static_cast<ConnectionOpen*>(open)->connection; }

std::size_t bytes_of(const styx::ReadRequest&) { return 0; }
std::size_t bytes_of(const styx::WriteRequest& w) { return w.data.size(); }

// A read or a write that waits for its turn.
template <class Request> class Asked final : public Turns::Job {
  public:
    using Answer = void (*)(Connection&, Request);
    Asked(ConnectionPtr connection, Request r, Answer answer)
        : connection_(std::move(connection)), request_(std::move(r)), answer_(answer), size_(bytes_of(request_))
    {
    }
    void run() override
    {
        if (!connection_->is_hung_up()) answer_(*connection_, std::move(request_));
    }
    bool is_cut_off() const override { return connection_->is_hung_up() || connection_->engine().is_cut_off(); }
    std::size_t size() const override { return size_; }

  private:
    ConnectionPtr connection_;
    Request request_;
    Answer answer_;
    std::size_t size_;
};

class End final : public Turns::Job {
  public:
    explicit End(ConnectionPtr connection) : connection_(std::move(connection)) {}
    void run() override { connection_->finish(); }
    bool is_cut_off() const override { return false; }  // what it uncovers is others' to see

  private:
    ConnectionPtr connection_;
};

void Connection::end()
{
    has_ended_ = true;
    auto attach = attach_.lock();
    is_hung_up_ = !attach || !attach->is_linked();
    turns_.add(client_, std::make_unique<End>(shared_from_this()));
}

// What is asked is kept, however its request may end meanwhile.
template <auto answer, class Request> void ask(Request r)
{
    auto& c = of(r.open);
    if (Turns::waiting_bytes(*c.client()) + bytes_of(r) > most_waiting) return r.fail("too much waits to be drawn");
    c.turns().add(c.client(), std::make_unique<Asked<Request>>(c.shared_from_this(), std::move(r), answer));
}

// ctl and data are what they are at any offset.
void read_ctl(Connection& c, styx::ReadRequest r)
{
    auto info = c.engine().info();
    if (!info) return r.fail(info.error());
    if (r.count < info->size()) return r.fail("read is too short");
    r.reply(*info);
}

void write_ctl(Connection& c, styx::WriteRequest w)
{
    styx::Reader in{w.data};
    auto id = in.u32();
    if (!in.ended()) return w.fail("unknown draw control request");
    c.engine().select(id);
    w.done();
}

void read_data(Connection& c, styx::ReadRequest r)
{
    auto text = c.engine().read(r.count);
    if (!text) return r.fail(text.error());
    r.reply(*text);
}

void write_data(Connection& c, styx::WriteRequest w)
{
    if (auto bound = c.bind(); !bound) return w.fail(bound.error());
    auto done = c.draw(w.data);
    c.tell_others();
    if (!done) return w.fail(done.error());
    w.done();
}

void read_colormap(styx::ReadRequest r)
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
void write_colormap(styx::WriteRequest w) { w.done(); }

void read_refresh(styx::ReadRequest r) { of(r.open).read_refresh(std::move(r)); }

struct Row {
    std::string_view name;
    std::uint32_t mode;
    void (*read)(styx::ReadRequest);
    void (*write)(styx::WriteRequest);
};
constexpr Row rows[] = {
    {"ctl", 0600, ask<read_ctl, styx::ReadRequest>, ask<write_ctl, styx::WriteRequest>},
    {"data", 0600, ask<read_data, styx::ReadRequest>, ask<write_data, styx::WriteRequest>},
    {"colormap", 0600, read_colormap, write_colormap},
    {"refresh", 0400, read_refresh, nullptr},
};

styx::NodePtr node(const Row& row, const std::weak_ptr<Connection>& connection)
{
    styx::Write write;
    if (row.write) write = row.write;
    return styx::file(std::string(row.name), row.mode, row.read, std::move(write),
        [connection](styx::OpenRequest r) {
            auto c = connection.lock();
            if (!c || c->has_ended()) return r.fail(styx::err::nonexist);
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
            if (auto c = weak.lock(); c && !c->has_ended()) stats.push_back(directory(c)->describe());
        r.reply(stats);
    }
    Result<ConnectionPtr> connect()
    {
        auto window = TRY(attach_->find());
        std::erase_if(connections_, [](auto& c) { return c.expired(); });
        if (connections_.size() >= most_connections) return fail("too many draw connections");
        auto c = std::make_shared<Connection>(++window->picture->shared()->connections, attach_, *window);
        connections_.push_back(c);
        if (auto bound = c->bind(); !bound) {
            c->end();
            return fail(bound.error());
        }
        return c;
    }

  private:
    ConnectionPtr find(int n) const
    {
        for (auto& weak : connections_)
            if (auto c = weak.lock(); c && c->number() == n && !c->has_ended()) return c;
        return nullptr;
    }
    std::shared_ptr<styx::Directory> directory(const ConnectionPtr& c) const
    {
        auto d = styx::dir(std::to_string(c->number()));
        for (auto& row : rows) d->add(node(row, c));
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
