#include "runtime/calls.h"

#include "styx/errors.h"
#include "styx/tree.h"

#include <algorithm>

namespace runtime {

namespace err = styx::err;
using styx::Client;
using styx::OpenFile;

namespace {
constexpr int most_tries = 3;
constexpr std::uint64_t longest_answer = 5'000, longest_sync = 60'000, last_look = 50;  // msec
}

// What carries out each kind of op, in the order of Op::Kind.
struct Calls::Verb {
    void (Calls::*run)(OpId);
};
const Calls::Verb Calls::verbs[] = {
    {&Calls::read},  {&Calls::write}, {&Calls::timer}, {&Calls::open},   {&Calls::create}, {&Calls::remove}, {&Calls::stat},
    {&Calls::fstat}, {&Calls::wstat}, {&Calls::fwstat}, {&Calls::list}, {&Calls::rename}, {&Calls::close},  {&Calls::do_mount},
};

Calls::Calls(styx::Loop& loop, const Identity& identity) : loop_(loop), identity_(identity) {}

Mount& Calls::mount(MountId id)
{
    auto& m = mounts_[id];
    if (m) return *m;
    auto* server = names.find(id);
    bool is_home = server->address == "$home";
    m = std::make_unique<Mount>(loop_, *server, is_home ? home : server->address, is_home ? "host" : "-", identity_);
    return *m;
}

void Calls::serve_local(std::unique_ptr<styx::Channel> channel) { mount(MountId::local).attach_local(std::move(channel)); }

std::int32_t Calls::free_fd() const
{
    std::int32_t fd = 4;
    while (fds.contains(fd)) ++fd;
    return fd;
}

OpId Calls::start(Op op)
{
    auto id = ops.add(std::move(op));
    loop_.later([this, id] { run(id); });
    return id;
}

void Calls::run(OpId id)
{
    auto* op = ops.find(id);
    if (!op || op->done) return;
    set_deadline(id);
    (this->*verbs[std::size_t(op->kind)].run)(id);
}

// Reads, writes and timers wait for what may come at any time; a server that does not answer anything else hangs, and
// the program would hang with it.
void Calls::set_deadline(OpId id)
{
    using enum Op::Kind;
    auto kind = ops.find(id)->kind;
    if (kind == read || kind == write || kind == timer) return;
    bool brings_to_disk = kind == fwstat || kind == close;
    // Where this process stood still itself the answer may be here already: it is let in first.
    deadlines_[id] = loop_.after(brings_to_disk ? longest_sync : longest_answer, [this, id] {
        deadlines_[id] = loop_.after(last_look, [this, id] {
            if (auto* op = ops.find(id)) fail_with(id, {server_of(*op) + " does not answer"});
        });
    });
}

std::string Calls::server_of(const Op& op) const
{
    auto fd = fds.find(op.fd);
    auto places = op.path.empty() ? std::vector<Place>() : names.resolve(op.path);
    auto id = fd != fds.end() ? fd->second.at.server : MountId::local;
    for (auto& place : places)
        if (id == MountId::local) id = place.server;
    auto* server = names.find(id);
    return !server ? "its server" : server->address == "$home" ? "home" : server->address;
}

void Calls::start_again()
{
    for (auto& [id, op] : ops.all) {
        if (op.done) continue;
        if (op.sent) op.done = true, op.error = err::interrupted;
        else loop_.later([this, again = id] { run(again); });
    }
}

void Calls::go_on()
{
    freezing_ = false;
    for (auto id : std::exchange(taken_back_, {})) loop_.later([this, id] { run(id); });
}

// A file of a server that keeps no plain files: what was read from it is not there to be read again.
bool Calls::is_stream(const Fd& fd) const
{
    auto* server = names.find(fd.at.server);
    return fd.at.server != MountId::local && server && !server->files;
}

void Calls::mark_gaps()
{
    for (auto& [number, fd] : fds) fd.has_gap = is_stream(fd) && (fd.mode & 3) != styx::OWRITE;
}

void Calls::end(OpId id, const std::string& error)
{
    auto* op = ops.find(id);
    if (!op || op->done) return;
    op->done = true;
    op->error = error;
    asked_.erase(id);
    timers_.erase(id);
    deadlines_.erase(id);
    if (ended) ended(id);
}

void Calls::end_well(OpId id, std::int64_t value, std::string bytes)
{
    auto* op = ops.find(id);
    if (!op || op->done) return;
    op->value = value;
    op->bytes = std::move(bytes);
    end(id, "");
}

// A call that changes nothing is asked again if it was taken back or cut off, of whatever has the name now; in a freeze
// it stays unanswered and is asked again at the thaw. A read of a stream that was cut off may have taken something from
// it. Any other error names the file, unless it does already.
void Calls::fail_with(OpId id, const Error& e)
{
    auto* op = ops.find(id);
    if (!op) return;
    bool was_taken_back = e.text == err::taken_back, changes = op->changes_the_world();
    if (was_taken_back && !changes) op->sent = false;
    bool is_undone = was_taken_back || e.text == err::interrupted;
    if (is_undone && !op->sent && !changes && (freezing_ || op->tries++ < most_tries)) {
        asked_.erase(id);
        if (freezing_) taken_back_.push_back(id);
        else loop_.later([this, id] { run(id); });
        return;
    }
    if (is_undone) return end(id, err::interrupted);
    auto& path = !op->path.empty() ? op->path : fds.contains(op->fd) ? fds[op->fd].path : op->path;
    end(id, path.empty() || e.text.starts_with(path) ? e.text : path + ": " + e.text);
}

void Calls::cancel(OpId id)
{
    if (auto i = asked_.find(id); i != asked_.end())
        if (auto* client = mount(i->second.first).client()) client->flush(i->second.second);
    asked_.erase(id);
    timers_.erase(id);
    deadlines_.erase(id);
    ops.all.erase(id);
}

void Calls::interrupt()
{
    freezing_ = true;
    for (auto& [id, m] : mounts_)
        if (id != MountId::local) m->interrupt();
}

bool Calls::quiet() const
{
    return std::all_of(mounts_.begin(), mounts_.end(), [](auto& m) {
        auto* c = m.first == MountId::local ? nullptr : m.second->client();
        return !c || c->in_flight() == 0;
    });
}

void Calls::drop()
{
    for (auto& [id, m] : mounts_)
        if (id != MountId::local) m->drop();
}

bool Calls::local_settled()
{
    auto* c = mount(MountId::local).client();
    return c && c->unsent() == 0;
}

void Calls::at_place(OpId id, const Place& place, std::function<void(Client&, Mount&)> then)
{
    auto& m = mount(place.server);
    m.use([this, id, &m, then = std::move(then)](Result<Client*> c) {
        if (!ops.find(id)) return;
        if (!c) fail_with(id, c.error());
        else then(**c, m);
    });
}

void Calls::in_each(OpId id, std::vector<Place> places, Try attempt)
{
    if (places.empty()) return fail_with(id, {err::nonexist});
    auto place = places.front();
    places.erase(places.begin());
    attempt(place, [this, id, places = std::move(places), attempt](Result<bool> r) {
        auto* op = ops.find(id);
        if (r || !op) return;
        bool is_missing = r.error().text == err::nonexist;
        if (is_missing && !places.empty()) return in_each(id, places, attempt);
        if (is_missing && op->kind == Op::Kind::open && op->count & or_create) return make(id);
        fail_with(id, r.error());
    });
}

// A change at a server that keeps no plain files must not happen twice: that it may have been asked for is durable
// before it is asked, so an image from before the answer thaws to "interrupted". A change of plain files does no harm a
// second time; but a program without any image would begin anew, with files that it has changed already.
void Calls::before_change(OpId id, MountId server, std::function<void()> then)
{
    auto* op = ops.find(id);
    auto* s = names.find(server);
    bool is_plain = s && s->files, is_fresh = has_image && !has_image();
    if (!op || op->sent || server == MountId::local || (is_plain && !is_fresh) || !commit) return then();
    op->sent = !is_plain;
    deadlines_.erase(id);
    commit([this, id, then = std::move(then)](const Result<>& r) {
        auto* asked = ops.find(id);
        if (!asked) return;
        set_deadline(id);
        if (r) return then();
        asked->sent = false;
        fail_with(id, r.error());
    });
}

// Calls `then` with the fd open at a live server, opening it by name again if what it was open on is gone.
void Calls::with_fd(OpId id, std::function<void(Client&, Fd&)> then)
{
    auto* op = ops.find(id);
    auto i = fds.find(op->fd);
    if (i == fds.end()) return fail_with(id, {"no such open file: " + std::to_string(op->fd)});
    at_place(id, i->second.at, [this, id, number = op->fd, then = std::move(then)](Client& c, Mount& m) {
        auto f = fds.find(number);
        if (f == fds.end()) return fail_with(id, {"closed while in use"});
        if (f->second.epoch == m.epoch()) return then(c, f->second);
        reopen(id, f->second, c, m, then);
    });
}

// What was written to a truncated file before the loss is gone with it: going on would leave half a file.
void Calls::reopen(OpId id, Fd& fd, Client& c, Mount& m, std::function<void(Client&, Fd&)> then)
{
    if (fd.mode & styx::OTRUNC && fd.at.server != MountId::local) return fail_with(id, {err::interrupted});
    auto number = ops.find(id)->fd;
    auto mode = std::uint8_t(fd.mode & ~(styx::OTRUNC | styx::ORCLOSE));
    c.open(m.root(), fd.at.names, mode, [this, id, number, &c, &m, then](Result<OpenFile> r) {
        auto f = fds.find(number);
        if (!ops.find(id) || f == fds.end()) return;
        if (!r) return fail_with(id, r.error());
        Fd& now = f->second;
        now.fid = r->fid, now.iounit = r->iounit, now.epoch = m.epoch();
        auto before = std::exchange(now.qid, r->qid);
        bool is_plain = before.type == 0 && before.version != 0 && m.server().files;
        if (is_plain && before.path != r->qid.path) return fail_with(id, {"this name is another file now"});
        if (is_plain && before.version != r->qid.version) return fail_with(id, {"the file changed meanwhile"});
        then(c, now);
    });
}

// What is taken from a stream is not there again for a thaw of an image that says so: another one comes first.
void Calls::before_taking(OpId id, std::function<void()> then)
{
    auto fd = fds.find(ops.find(id)->fd);
    bool is_due = fd != fds.end() && is_stream(fd->second) && tells_no_gap_ && commit;
    if (!is_due) return then();
    tells_no_gap_ = false;
    commit([this, id, then = std::move(then)](const Result<>& r) {
        if (!ops.find(id)) return;
        if (r) return then();
        tells_no_gap_ = true;
        fail_with(id, r.error());
    });
}

void Calls::read(OpId id)
{
    before_taking(id, [this, id] { read_now(id); });
}

void Calls::read_now(OpId id)
{
    with_fd(id, [this, id](Client& c, Fd& fd) {
        auto* op = ops.find(id);
        op->sent = is_stream(fd);
        if (std::exchange(fd.has_gap, false)) return fail_with(id, {err::interrupted});
        bool own = op->offset == own_offset;
        auto number = op->fd;
        auto tag = c.ask(styx::Tread{fd.fid, own ? fd.offset : op->offset, std::min(op->count, fd.iounit)},
                         [this, id, own, number](Result<styx::Rread> r) {
                             if (!r) return fail_with(id, r.error());
                             auto n = r->data.bytes.size();
                             if (auto f = fds.find(number); own && f != fds.end()) f->second.offset += n;
                             end_well(id, std::int64_t(n), std::move(r->data.bytes));
                         });
        if (ops.find(id)) asked_[id] = {fd.at.server, tag};
    });
}

void Calls::write(OpId id)
{
    auto* op = ops.find(id);
    auto i = fds.find(op->fd);
    if (i == fds.end()) return fail_with(id, {"no such open file: " + std::to_string(op->fd)});
    before_change(id, i->second.at.server, [this, id] { write_piece(id, 0); });
}

void Calls::write_piece(OpId id, std::size_t done)
{
    with_fd(id, [this, id, done](Client& c, Fd& fd) {
        auto* op = ops.find(id);
        bool own = op->offset == own_offset;
        auto number = op->fd;
        auto at = own ? fd.offset : op->offset + done;
        c.ask(styx::Twrite{fd.fid, at, {op->data.substr(done, fd.iounit)}}, [this, id, done, own, number](Result<styx::Rwrite> r) {
            auto* o = ops.find(id);
            if (!o) return;
            if (!r) return fail_with(id, r.error());
            if (auto f = fds.find(number); own && f != fds.end()) f->second.offset += r->count;
            auto all = done + r->count;
            if (all >= o->data.size() || r->count == 0) end_well(id, std::int64_t(all));
            else write_piece(id, all);
        });
    });
}

void Calls::timer(OpId id)
{
    auto now = clock();
    auto due = ops.find(id)->due;
    timers_[id] = loop_.after(due > now ? due - now : 0, [this, id] { end_well(id, 0); });
}

void Calls::fstat(OpId id)
{
    with_fd(id, [this, id](Client& c, Fd& fd) {
        c.ask(styx::Tstat{fd.fid}, [this, id](Result<styx::Rstat> r) {
            if (!r) fail_with(id, r.error());
            else end_well(id, 0, styx::encode(r->stat));
        });
    });
}

void Calls::fwstat(OpId id)
{
    auto s = styx::decode_stat(ops.find(id)->data);
    if (!s) return fail_with(id, s.error());
    auto i = fds.find(ops.find(id)->fd);
    if (i == fds.end()) return fail_with(id, {"no such open file"});
    before_change(id, i->second.at.server, [this, id, s = *s] {
        with_fd(id, [this, id, s](Client& c, Fd& fd) {
            c.ask(styx::Twstat{fd.fid, s}, [this, id](Result<styx::Rwstat> r) {
                if (!r) fail_with(id, r.error());
                else end_well(id, 0);
            });
        });
    });
}

void Calls::close(OpId id)
{
    auto f = fds.extract(ops.find(id)->fd);
    if (!f) return fail_with(id, {"no such open file"});
    auto& m = mount(f.mapped().at.server);
    auto* c = m.client();
    if (!c || f.mapped().epoch != m.epoch()) return end_well(id, 0);
    c->ask(styx::Tclunk{f.mapped().fid}, [this, id](Result<styx::Rclunk>) { end_well(id, 0); });
}

void Calls::do_mount(OpId id)
{
    auto* op = ops.find(id);
    auto server = names.server(op->other, op->data, false).id;
    at_place(id, {server, {}}, [this, id, server](Client&, Mount&) {
        auto* o = ops.find(id);
        names.mount({server, {}}, o->path, o->perm);
        end_well(id, 0);
    });
}

void Calls::save(styx::Writer& w) const
{
    names.save(w);
    ops.save(w);
    w.u32(std::uint32_t(fds.size()));
    for (auto& [number, fd] : fds) {
        w.i32(number), w.text32(fd.path), w.u32(std::uint32_t(fd.at.server)), w.u16(std::uint16_t(fd.at.names.size()));
        for (auto& name : fd.at.names) w.text16(name);
        w.u8(fd.mode), w.u8(fd.has_gap), w.u64(fd.offset), w.u8(fd.qid.type), w.u32(fd.qid.version), w.u64(fd.qid.path);
    }
}

Result<> Calls::restore(styx::Reader& r)
{
    names = TRY(NameSpace::restore(r));
    ops = TRY(Ops::restore(r));
    for (auto n = r.u32(); n > 0 && !r.bad; --n) {
        Fd fd;
        auto number = r.i32();
        fd.path = r.text32();
        fd.at.server = MountId(r.u32());
        for (auto k = r.u16(); k > 0 && !r.bad; --k) fd.at.names.emplace_back(r.text16());
        fd.mode = r.u8(), fd.has_gap = r.u8(), fd.offset = r.u64();
        fd.qid.type = r.u8(), fd.qid.version = r.u32(), fd.qid.path = r.u64();
        r.bad |= !names.find(fd.at.server);
        fds[number] = std::move(fd);
    }
    if (r.bad) return fail("the image's open files are damaged");
    return {};
}

}  // namespace runtime
