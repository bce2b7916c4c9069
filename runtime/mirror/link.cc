#include "runtime/mirror/link.h"

#include "draw/replay.h"
#include "styx/errors.h"
#include "styx/handlers.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace runtime {

namespace {

// Beyond either, drawing on the window waits. A frame of a program that flushes often is some writes; a link that is a
// dozen frames behind is slow.
constexpr std::size_t most_unacknowledged = 64 * 1024, most_writes = 32;
constexpr std::size_t most_behind = 1024 * 1024, most_writes_behind = 4096;  // of what is sent even then
constexpr std::uint64_t longest_pause = 1000;                            // msec between tries to dial
constexpr std::uint32_t display_mount = 1000;                            // its number among the life's conversations

// A guest has the display's app post: windows of its own, nothing else.
std::string app_post(const std::string& address)
{
    return address.starts_with("unix!") && address.ends_with("/display") ? address + "-app" : address;
}

template <class N> N number(const styx::Names& words, std::size_t i, N otherwise = 0)
{
    if (i >= words.size()) return otherwise;
    N n = otherwise;
    std::from_chars(words[i].data(), words[i].data() + words[i].size(), n);
    return n;
}

std::string attach_message(std::uint32_t id, std::string_view name)
{
    styx::Writer w;
    w.u8('n'), w.u32(id), w.u8(std::uint8_t(name.size())), w.bytes(name);
    return std::move(w.out);
}

}  // namespace

Link::Link(styx::Loop& loop, std::string address, Role role, const Identity& identity, Window& window, DrawDevice& device)
    : loop_(loop), address_(std::move(address)), role_(role), identity_(identity), window_(window), device_(device)
{}

void Link::start() { dial(); }

void Link::dial()
{
    state_ = State::dialling;
    loop_.dial(app_post(address_), [this, here = here_](Result<std::unique_ptr<styx::Channel>> c) {
        if (*here) dialled(std::move(c));
    });
}

void Link::dialled(Result<std::unique_ptr<styx::Channel>> channel)
{
    if (stopping_) return;
    if (!channel) return lost(channel.error());
    client_ = std::make_unique<Client>(std::move(*channel));
    client_->hung_up = [this](const Error& why) { lost(why); };
    styx::Hello hello{"display-app", identity_.life, identity_.generation, display_mount};
    client_->greet(hello, [this](Result<styx::Welcome> w) {
        if (!w && w.error().text == styx::err::moved && refused) return refused(w.error());
        if (!w) return lost(w.error());
        client_->attach("ninth", attach_name(), [this](Result<styx::OpenFile> r) { attached(std::move(r)); });
    });
}

std::string Link::attach_name() const
{
    std::string name = "new";
    auto& p = window_.place;
    bool has_place = role_ == Role::lead && !p.empty();
    if (has_place) name += " -r " + std::to_string(p.min.x) + " " + std::to_string(p.min.y) + " " + std::to_string(p.max.x) + " " + std::to_string(p.max.y);
    else name += " -s " + std::to_string(window_.size.x) + " " + std::to_string(window_.size.y);
    if (has_place && window_.order) name += " -order " + std::to_string(window_.order);
    if (window_.is_current) name += " -current";
    if (!window_.is_visible) name += " -hide";
    return name;
}

void Link::attached(Result<styx::OpenFile> root)
{
    if (!root) return lost(root.error());
    root_ = root->fid;
    state_ = State::up;
    ++conversation_;
    if (stopping_) return take_away();
    pause_ = 0;
    has_size_ = false;
    tell_label();
    if (!window_.cursor.empty()) tell_cursor();
    open_input();
}

void Link::lost(const Error&)
{
    if (state_ == State::up && hung_up) hung_up();
    state_ = State::down;
    connections_.clear();
    unacknowledged_ = writes_ = 0;
    lags_ = false;
    behind_ = {};
    loop_.later([gone = std::shared_ptr<Client>(std::move(client_))] {});  // it may be what called us
    if (stopping_) return has_stopped();
    pause_ = std::min(longest_pause, pause_ ? pause_ * 2 : 10);
    retry_ = loop_.after(pause_, [this] { dial(); });
}

void Link::open_input()
{
    client_->open(root_, {"input"}, styx::ORDWR, [this](Result<styx::OpenFile> f) {
        if (!f) return lost(f.error());
        input_file_ = *f;
        input_offset_ = 0;
        auto* which = std::exchange(later_, Later::again) == Later::dropped ? " unread\n" : "\n";
        client_->ask(styx::Twrite{f->fid, 0, {"from " + std::to_string(input_) + which}}, [](Result<styx::Rwrite>) {});
        read_input();
    });
}

void Link::read_input()
{
    client_->ask(styx::Tread{input_file_.fid, input_offset_, input_file_.iounit}, [this](Result<styx::Rread> r) {
        if (!r) return;  // a hang-up says so itself; a deleted window gives no more
        input_offset_ += r->data.bytes.size();
        auto here = here_;
        for (auto& line : styx::quoted_lines(r->data.bytes)) take(line);
        if (*here && state_ == State::up && !r->data.bytes.empty()) read_input();
    });
}

// SEQ KIND ...: winserver/tail.h
void Link::take(std::string_view line)
{
    auto words = styx::tokens(line);
    if (words.size() < 2) return;
    struct Row {
        std::string_view kind;
        void (Link::*run)(const styx::Names&);
    };
    static constexpr Row rows[] = {{"k", &Link::key}, {"m", &Link::pointer}, {"r", &Link::size}, {"w", &Link::place}};
    input_ = std::max(input_, number<std::uint64_t>(words, 0));
    for (auto& row : rows)
        if (words[1] == row.kind) (this->*row.run)(words);
}

void Link::key(const styx::Names& words)
{
    if (words.size() > 2) window_.kbd(words[2]);
    if (got_input) got_input();
}

void Link::pointer(const styx::Names& words)
{
    window_.mouse({{number<int>(words, 2), number<int>(words, 3)}, number<int>(words, 4), number<std::uint32_t>(words, 5)});
    if (got_input) got_input();
}

void Link::place(const styx::Names& w)
{
    if (role_ != Role::lead || w.size() < 9) return;
    window_.place = {{number<int>(w, 2), number<int>(w, 3)}, {number<int>(w, 4), number<int>(w, 5)}};
    window_.is_current = w[6] == "current";
    window_.is_visible = w[7] == "visible";
    window_.order = number<std::uint64_t>(w, 8);
}

// The window's image at the display has another name now: everything is drawn there anew from what is here.
void Link::size(const styx::Names& words)
{
    draw::Point size{number<int>(words, 2, 1), number<int>(words, 3, 1)};
    double scale = words.size() > 4 ? std::strtod(words[4].c_str(), nullptr) : 1;
    bool is_another = size != window_.size || std::abs(scale - window_.scale) >= Window::scale_step;
    if (role_ == Role::lead && is_another && resized) resized(size, scale);
    has_size_ = true;
    read_winname([this] {
        for (auto& [n, c] : connections_)
            if (client_ && c.data != styx::Fid::none) client_->clunk(c.data);
        connections_.clear();
        for (auto& [n, drawing] : device_.drawings()) connect(drawing);
    });
}

void Link::read_winname(std::function<void()> then)
{
    client_->open(root_, {"winname"}, styx::OREAD, [this, then = std::move(then)](Result<styx::OpenFile> f) {
        if (!f) return;
        auto fid = f->fid;
        client_->ask(styx::Tread{fid, 0, 256}, [this, fid, then](Result<styx::Rread> r) {
            client_->clunk(fid);
            if (!r) return;
            winname_ = r->data.bytes;
            then();
        });
    });
}

// draw/new gives the number of a connection, whose data file takes the messages.
void Link::connect(Drawing& drawing)
{
    int n = drawing.number;
    connections_[n];
    client_->open(root_, {"draw", "new"}, styx::ORDWR, [this, n](Result<styx::OpenFile> f) {
        if (!f) return lost(f.error());
        client_->ask(styx::Tread{f->fid, 0, 144}, [this, n, ctl = f->fid](Result<styx::Rread> r) {
            if (!r) return lost(r.error());
            auto words = styx::tokens(r->data.bytes);
            if (words.empty()) return lost({"the display gave no connection"});
            client_->open(root_, {"draw", words[0], "data"}, styx::ORDWR, [this, n, ctl](Result<styx::OpenFile> data) {
                if (!data) return lost(data.error());
                client_->clunk(ctl);  // the connection lives as long as data is open
                connected(n, *data);
            });
        });
    });
}

void Link::connected(int number, styx::OpenFile data)
{
    auto c = connections_.find(number);
    if (c == connections_.end() || !device_.drawings().contains(number)) return client_->clunk(data.fid);
    c->second.data = data.fid;
    c->second.iounit = data.iounit;
    rebuild_ready();
}

// What one drawing made and others use is there first. Where that goes round in a circle somebody begins.
void Link::rebuild_ready()
{
    auto is_open = [](auto& c) { return c.second.data != styx::Fid::none; };
    if (!std::ranges::all_of(connections_, is_open)) return;
    for (bool begins = false;;) {
        auto next = std::ranges::find_if(connections_, [&](auto& c) {
            auto d = device_.drawings().find(c.first);
            return !c.second.is_built && d != device_.drawings().end() && (begins || !waits_for_another(d->second));
        });
        if (next == connections_.end() && begins) return;
        begins = next == connections_.end();
        if (begins) continue;
        next->second.is_built = true;
        rebuild(device_.drawings().at(next->first), next->second);
    }
}

bool Link::waits_for_another(const Drawing& drawing) const
{
    return std::ranges::any_of(draw::makers(*drawing.engine), [&](int maker) {
        auto c = connections_.find(maker);
        return c != connections_.end() && !c->second.is_built;
    });
}

void Link::rebuild(Drawing& drawing, Connection& c)
{
    draw::replay(*drawing.engine, [&](std::string_view message) { forward(drawing, c, message); });
    auto send_it = [&](std::string_view message) { forward(drawing, c, message); };
    draw::send_contents(*drawing.engine, device_.window().get(), device_.window()->r(), send_it);
    c.flushes = true;
    c.queue += 'v';
    send(drawing.number, c);
}

// Messages name the window's image by the name it has here.
void Link::forward(Drawing&, Connection& c, std::string_view message)
{
    if (c.queue.size() + message.size() + 64 > c.iounit) send(0, c);
    if (message[0] == 'n' && message.size() > 6 && message.substr(6) == window_.image_name())
        c.queue += attach_message(styx::Reader{message.substr(1)}.u32(), winname_);
    else c.queue += message;
}

void Link::began(Drawing& d)
{
    if (state_ == State::up && has_size_) connect(d);
}

// What does no more than change pixels, and in the end sets the operator for one that does.
constexpr std::string_view pixel_messages = "deELpPsxyYOv";
// What only has something to say to the program, who hears it from here.
constexpr std::string_view silent_messages = "rIqD";

void Link::drew(Drawing& d, std::string_view message, const draw::Touched& changed)
{
    lags_ = lags_ || unacknowledged_ > most_unacknowledged || writes_ > most_writes;
    // What is drawn there from now on may be drawn from pixels that are behind.
    if (lags_) behind_.add(changed);
    auto i = connections_.find(d.number);
    if (i == connections_.end() || !i->second.is_built || i->second.is_lost) return;  // it will be built whole
    auto& c = i->second;
    if (silent_messages.find(message[0]) != message.npos) return;
    if (lags_ && pixel_messages.find(message[0]) != message.npos) return;
    if (message[0] == 'v') c.flushes = true;
    c.is_lost = lags_ && (unacknowledged_ + c.queue.size() > most_behind || writes_ > most_writes_behind);
    if (!c.is_lost) forward(d, c, message);
}

void Link::wrote(Drawing& d)
{
    if (auto i = connections_.find(d.number); i != connections_.end() && i->second.is_built) send(d.number, i->second);
}

void Link::send(int number, Connection& c)
{
    if (c.queue.empty() || !client_) return;
    auto bytes = c.queue.size();
    bool flushes = std::exchange(c.flushes, false);
    unacknowledged_ += bytes, ++writes_;
    client_->ask(styx::Twrite{c.data, 0, {std::exchange(c.queue, {})}}, [this, number, bytes, flushes, data = c.data](Result<styx::Rwrite> r) {
        // What is valid here is valid there: it is not the display it was. But a write that still waited at its clunk fails.
        bool is_open = std::ranges::any_of(connections_, [&](auto& i) { return i.second.data == data; });
        if (!r && is_open) return lose(r.error());
        acknowledged(number, bytes, flushes);
    });
}

void Link::acknowledged(int, std::size_t bytes, bool flushed)
{
    unacknowledged_ -= std::min(unacknowledged_, bytes);
    if (writes_) --writes_;
    if (flushed && !std::exchange(has_shown_, true) && first_frame) first_frame();
    if (unacknowledged_ == 0) drained();
}

// The latest of all pixels in place of what was left out, and for each connection the operator that waits.
void Link::drained()
{
    if (!std::exchange(lags_, false)) return;
    auto parts = std::exchange(behind_, {}).parts();
    auto is_window = [&](auto& part) {
        return std::ranges::any_of(device_.drawings(), [&](auto& d) { return draw::is_window(*d.second.engine, part.image); });
    };
    // A window's hidden parts first: where it can be seen its pixels go to its base, of which the latest are to come.
    std::ranges::stable_partition(parts, is_window);
    for (auto& part : parts) send_pixels(part);
    for (auto& [n, drawing] : device_.drawings()) {
        auto c = connections_.find(n);
        if (c == connections_.end() || !c->second.is_built) continue;
        if (c->second.is_lost) {
            renew(drawing, c->second);
            continue;
        }
        forward(drawing, c->second, draw::operator_message(*drawing.engine));
        c->second.flushes = true;
        c->second.queue += 'v';
        send(n, c->second);
    }
}

// By any connection that has an id for the image. One that holds it without an id is made anew.
void Link::send_pixels(const draw::Touched::Part& part)
{
    for (auto& [n, drawing] : device_.drawings()) {
        auto c = connections_.find(n);
        if (c == connections_.end() || !c->second.is_built || c->second.is_lost) continue;
        auto send = [&](std::string_view m) { forward(drawing, c->second, m); };
        auto sent = draw::send_contents(*drawing.engine, part.image, part.r, send);
        if (sent == draw::Sent::held) c->second.is_lost = true;
        if (sent == draw::Sent::yes) return;
    }
}

void Link::renew(Drawing& d, Connection& c)
{
    client_->clunk(c.data);
    c = {};
    connect(d);
}

// From within a call of the link's own, which goes on.
void Link::lose(const Error& why)
{
    loop_.later([this, here = here_, why, conversation = conversation_] {
        if (*here && state_ == State::up && conversation == conversation_) lost(why);
    });
}

void Link::gone(int number, const draw::Touched& changed)
{
    if (lags_) behind_.add(changed);
    auto i = connections_.find(number);
    if (i == connections_.end()) return;
    if (client_ && i->second.data != styx::Fid::none) client_->clunk(i->second.data);
    connections_.erase(i);
}

void Link::write_file(const char* name, std::string data)
{
    if (state_ != State::up) return;
    client_->open(root_, {name}, styx::OWRITE, [this, data = std::move(data)](Result<styx::OpenFile> f) {
        if (!f) return;
        client_->ask(styx::Twrite{f->fid, 0, {data}}, [](Result<styx::Rwrite>) {});
        client_->clunk(f->fid);
    });
}

void Link::tell_label() { write_file("label", window_.label); }
void Link::tell_cursor() { write_file("cursor", window_.cursor); }

void Link::tell_durable(std::uint64_t input)
{
    if (state_ != State::up || input == 0 || input_file_.fid == styx::Fid::none) return;
    client_->ask(styx::Twrite{input_file_.fid, 0, {"durable " + std::to_string(input) + "\n"}}, [](Result<styx::Rwrite>) {});
}

void Link::tell_wctl(styx::WriteRequest w)
{
    if (state_ != State::up) return w.fail("no display has this window now");
    auto request = std::make_shared<styx::WriteRequest>(std::move(w));
    client_->open(root_, {"wctl"}, styx::OWRITE, [this, request](Result<styx::OpenFile> f) {
        if (!f) return request->fail(f.error());
        client_->ask(styx::Twrite{f->fid, 0, {request->data}}, [request](Result<styx::Rwrite> r) {
            if (r) request->done();
            else request->fail(r.error());
        });
        client_->clunk(f->fid);
    });
}

void Link::snarf(styx::ReadRequest r)
{
    if (state_ != State::up) return r.fail("no display has this window now");
    auto request = std::make_shared<styx::ReadRequest>(std::move(r));
    client_->open(root_, {"snarf"}, styx::OREAD, [this, request](Result<styx::OpenFile> f) {
        if (!f) return request->fail(f.error());
        client_->ask(styx::Tread{f->fid, request->offset, request->count}, [request](Result<styx::Rread> got) {
            if (got) request->reply(got->data.bytes);
            else request->fail(got.error());
        });
        client_->clunk(f->fid);
    });
}

void Link::set_snarf(std::shared_ptr<Pen> pen, styx::WriteRequest w)
{
    if (state_ != State::up) return w.fail("no display has this window now");
    auto request = std::make_shared<styx::WriteRequest>(std::move(w));
    if (pen->fid != styx::Fid::none) return write_snarf(pen, request, 0);
    client_->open(root_, {"snarf"}, styx::OWRITE, [this, pen, request](Result<styx::OpenFile> f) {
        if (!f) return request->fail(f.error());
        pen->fid = f->fid;
        pen->link = here_;
        pen->conversation = conversation_;
        write_snarf(pen, request, 0);
    });
}

void Link::write_snarf(std::shared_ptr<Pen> pen, std::shared_ptr<styx::WriteRequest> request, std::size_t done)
{
    if (pen->link != here_ || pen->conversation != conversation_) return request->fail("the display has gone meanwhile");
    auto piece = std::string(request->data.substr(done, client_->most_data()));
    client_->ask(styx::Twrite{pen->fid, pen->offset, {piece}}, [this, pen, request, done](Result<styx::Rwrite> r) {
        if (!r) return request->fail(r.error());
        pen->offset += r->count;
        auto all = done + r->count;
        if (all >= request->data.size()) return request->done();
        if (r->count == 0) return request->fail("the display takes no more");
        write_snarf(pen, request, all);
    });
}

void Link::put_down(const Pen& pen)
{
    bool is_open = state_ == State::up && pen.link == here_ && pen.conversation == conversation_;
    if (is_open) client_->clunk(pen.fid);
}

// A window that is just being made there is waited for: nobody else would take it away.
void Link::stop(std::function<void()> then)
{
    stopping_ = true;
    retry_.reset();
    stopped_ = std::move(then);
    if (state_ == State::up) return take_away();
    if (state_ == State::down || !client_) has_stopped();
}

void Link::take_away()
{
    client_->hung_up = [this](const Error&) { has_stopped(); };
    client_->open(root_, {"wctl"}, styx::OWRITE, [this](Result<styx::OpenFile> f) {
        if (!f) return has_stopped();
        client_->ask(styx::Twrite{f->fid, 0, {"delete"}}, [this](Result<styx::Rwrite>) { has_stopped(); });
    });
}

void Link::has_stopped()
{
    if (auto f = std::exchange(stopped_, nullptr)) f();
}

}  // namespace runtime
