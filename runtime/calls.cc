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
    if (op && !op->done) (this->*verbs[std::size_t(op->kind)].run)(id);
}

void Calls::start_again()
{
    freezing_ = false;
    for (auto& [id, op] : ops.all) {
        if (op.done) continue;
        if (op.sent) op.done = true, op.error = err::interrupted;
        else loop_.later([this, again = id] { run(again); });
    }
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
        if (!freezing_) loop_.later([this, id] { run(id); });
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
// before it is asked, so an image from before the answer thaws to "interrupted".
void Calls::before_change(OpId id, MountId server, std::function<void()> then)
{
    auto* op = ops.find(id);
    auto* s = names.find(server);
    if (!op || op->sent || server == MountId::local || (s && s->files) || !commit) return then();
    op->sent = true;
    commit([this, id, then = std::move(then)] {
        if (ops.find(id)) then();
    });
}

std::int32_t Calls::keep(const Op& op, const Place& place, Mount& m, const OpenFile& f)
{
    auto fd = free_fd();
    fds[fd] = {op.path, place, op.mode, 0, f.qid, false, f.fid, f.iounit, m.epoch()};
    return fd;
}

void Calls::open(OpId id)
{
    auto flags = ops.find(id)->count;
    if (flags & only_new) return make(id);
    auto places = names.resolve(ops.find(id)->path);
    if (places.empty() && flags & or_create) return make(id);
    in_each(id, std::move(places), [this, id](const Place& place, styx::Then<bool> next) {
        auto mode = ops.find(id)->mode;
        auto go = [this, id, place, mode, next] {
            at_place(id, place, [this, id, place, mode, next](Client& c, Mount& m) {
                c.open(m.root(), place.names, mode, [this, id, place, next, &m](Result<OpenFile> f) {
                    auto* op = ops.find(id);
                    if (!op) return;
                    if (!f) return next(fail(std::move(f.error())));
                    auto fd = keep(*op, place, m, *f);
                    next(true);
                    if (op->count & at_end) seek_end(id, fd);
                    else end_well(id, fd);
                });
            });
        };
        if (mode & styx::OTRUNC) before_change(id, place.server, go);
        else go();
    });
}

void Calls::seek_end(OpId id, std::int32_t number)
{
    auto& fd = fds[number];
    mount(fd.at.server).client()->ask(styx::Tstat{fd.fid}, [this, id, number](Result<styx::Rstat> r) {
        if (auto f = fds.find(number); r && f != fds.end()) f->second.offset = r->stat.length;
        end_well(id, number);
    });
}

// A file that exists is truncated, as create(2) does; else it is made in the first member that allows it.
void Calls::create(OpId id)
{
    auto* op = ops.find(id);
    if (op->perm & styx::DMDIR) return make(id);
    Op attempt;
    attempt.kind = Op::Kind::open;
    attempt.path = op->path;
    attempt.mode = std::uint8_t(op->mode | styx::OTRUNC);
    in_each(id, names.resolve(op->path), [this, id, attempt](const Place& place, styx::Then<bool> next) {
        before_change(id, place.server, [this, id, place, attempt, next] {
            at_place(id, place, [this, id, place, attempt, next](Client& c, Mount& m) {
                c.open(m.root(), place.names, attempt.mode, [this, id, place, attempt, next, &m](Result<OpenFile> f) {
                    if (!ops.find(id)) return;
                    if (f) end_well(id, keep(attempt, place, m, *f));
                    else if (f.error().text == err::nonexist) make(id);
                    else next(fail(std::move(f.error())));
                });
            });
        });
    });
}

void Calls::make(OpId id)
{
    auto places = names.resolve_to_create(ops.find(id)->path);
    if (places.empty()) return fail_with(id, {"files cannot be made here"});
    make_in(id, std::move(places));
}

// In the first whose directory is there.
void Calls::make_in(OpId id, std::vector<Place> places)
{
    if (places.empty()) return fail_with(id, {err::nonexist});
    auto place = places.front();
    places.erase(places.begin());
    if (place.names.empty()) return fail_with(id, {err::exists});
    before_change(id, place.server, [this, id, place, places] {
        at_place(id, place, [this, id, place, places](Client& c, Mount& m) {
            auto directory = place.names;
            auto name = std::move(directory.back());
            directory.pop_back();
            c.walk(m.root(), directory, [this, id, place, places, name, &c, &m](Result<OpenFile> d) {
                if (!ops.find(id)) return;
                if (d) return make_now(id, place, name, d->fid, c, m);
                if (d.error().text == err::nonexist) return make_in(id, places);
                fail_with(id, d.error());
            });
        });
    });
}

void Calls::make_now(OpId id, const Place& place, const std::string& name, styx::Fid directory, Client& c, Mount& m)
{
    auto* op = ops.find(id);
    c.create(directory, name, op->perm, op->mode, [this, id, place, &m](Result<OpenFile> f) {
        auto* made = ops.find(id);
        if (!made) return;
        if (!f) return fail_with(id, f.error());
        bool is_directory = made->perm & styx::DMDIR;
        if (is_directory) m.client()->clunk(f->fid);
        end_well(id, is_directory ? 0 : keep(*made, place, m, *f));
    });
    c.clunk(directory);
}

void Calls::remove(OpId id)
{
    in_each(id, names.resolve(ops.find(id)->path), [this, id](const Place& place, styx::Then<bool> next) {
        before_change(id, place.server, [this, id, place, next] {
            at_place(id, place, [this, id, place, next](Client& c, Mount& m) {
                c.walk(m.root(), place.names, [this, id, next, &c](Result<OpenFile> f) {
                    if (!f) return next(fail(std::move(f.error())));
                    c.ask(styx::Tremove{f->fid}, [this, id, next](Result<styx::Rremove> r) {
                        if (!r) return next(fail(std::move(r.error())));
                        next(true);
                        end_well(id, 0);
                    });
                });
            });
        });
    });
}

void Calls::stat(OpId id)
{
    auto path = ops.find(id)->path;
    auto places = names.resolve(path);
    bool holds_mounts = !names.mounted_in(path).empty();
    if (places.empty() && holds_mounts) {
        styx::Stat s;
        auto cleaned = clean(path);
        s.name = cleaned.empty() ? "/" : cleaned.back();
        s.mode = styx::DMDIR | 0555;
        s.qid = {0x80, 0, styx::child_path(1, path)};
        return end_well(id, 0, styx::encode(s));
    }
    in_each(id, std::move(places), [this, id](const Place& place, styx::Then<bool> next) {
        at_place(id, place, [this, id, place, next](Client& c, Mount& m) {
            c.walk(m.root(), place.names, [this, id, next, &c](Result<OpenFile> f) {
                if (!f) return next(fail(std::move(f.error())));
                c.ask(styx::Tstat{f->fid}, [this, id, next](Result<styx::Rstat> r) {
                    if (!r) return next(fail(std::move(r.error())));
                    next(true);
                    end_well(id, 0, styx::encode(r->stat));
                });
                c.clunk(f->fid);
            });
        });
    });
}

void Calls::wstat(OpId id)
{
    auto s = styx::decode_stat(ops.find(id)->data);
    if (!s) return fail_with(id, s.error());
    in_each(id, names.resolve(ops.find(id)->path), [this, id, s = *s](const Place& place, styx::Then<bool> next) {
        before_change(id, place.server, [this, id, place, s, next] {
            at_place(id, place, [this, id, place, s, next](Client& c, Mount& m) {
                c.walk(m.root(), place.names, [this, id, s, next, &c](Result<OpenFile> f) {
                    if (!f) return next(fail(std::move(f.error())));
                    c.ask(styx::Twstat{f->fid, s}, [this, id, next](Result<styx::Rwstat> r) {
                        if (!r) return next(fail(std::move(r.error())));
                        next(true);
                        end_well(id, 0);
                    });
                    c.clunk(f->fid);
                });
            });
        });
    });
}

void Calls::rename(OpId id)
{
    auto* op = ops.find(id);
    auto from = clean(op->path), to = clean(op->other);
    auto directory_of = [](styx::Names n) { return n.pop_back(), n; };
    if (from.empty() || to.empty() || directory_of(from) != directory_of(to))
        return fail_with(id, {"cannot be renamed into another directory"});
    auto s = styx::Stat::untouched();
    s.name = to.back();
    op->data = styx::encode(s);
    wstat(id);
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
    commit([this, id, then = std::move(then)] {
        if (ops.find(id)) then();
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

// A directory's listing is that of every member of its union, each name once, and the mount points in it.
void Calls::list(OpId id)
{
    auto* op = ops.find(id);
    if (op->path.empty() && fds.contains(op->fd)) op->path = fds[op->fd].path;
    list_places(id, names.resolve(op->path), "", names.mounted_in(op->path).empty() ? err::nonexist : "");
}

namespace {
// Reads a directory from offset on and clunks it.
void read_all(Client& c, styx::Fid fid, std::string so_far, styx::Then<std::string> then)
{
    auto at = so_far.size();
    c.ask(styx::Tread{fid, at, c.most_data()}, [&c, fid, so_far = std::move(so_far), then](Result<styx::Rread> r) mutable {
        if (r && !r->data.bytes.empty()) return read_all(c, fid, so_far + r->data.bytes, then);
        if (c.alive()) c.clunk(fid);
        if (r) then(std::move(so_far));
        else then(fail(std::move(r.error())));
    });
}
}  // namespace

void Calls::list_places(OpId id, std::vector<Place> places, std::string so_far, std::string error)
{
    if (places.empty()) return finish_list(id, std::move(so_far), error);
    auto place = places.front();
    places.erase(places.begin());
    auto next = [this, id, places, so_far, error](Result<std::string> r) {
        if (r) list_places(id, places, so_far + *r, "");
        else list_places(id, places, so_far, so_far.empty() && !error.empty() ? r.error().text : error);
    };
    auto& m = mount(place.server);
    m.use([this, id, place, next, &m](Result<Client*> c) {
        if (!ops.find(id)) return;
        if (!c) return next(fail(std::move(c.error())));
        (*c)->open(m.root(), place.names, styx::OREAD, [c = *c, next](Result<OpenFile> f) {
            if (!f) next(fail(std::move(f.error())));
            else if (!f->qid.is_dir()) c->clunk(f->fid), next(fail(err::not_dir));
            else read_all(*c, f->fid, "", next);
        });
    });
}

void Calls::finish_list(OpId id, std::string so_far, const std::string& error)
{
    auto* op = ops.find(id);
    if (!op) return;
    if (!error.empty()) return fail_with(id, {error});
    auto stats = styx::decode_directory(so_far);
    if (!stats) return fail_with(id, stats.error());
    for (auto& name : names.mounted_in(op->path)) {
        styx::Stat s;
        s.name = name;
        s.mode = styx::DMDIR | 0555;
        s.qid = {0x80, 0, styx::child_path(1, op->path + "/" + name)};
        stats->push_back(std::move(s));
    }
    std::string packed;
    std::vector<std::string> seen;
    for (auto& s : *stats) {
        if (std::find(seen.begin(), seen.end(), s.name) != seen.end()) continue;
        seen.push_back(s.name);
        packed += styx::encode(s);
    }
    end_well(id, std::int64_t(seen.size()), std::move(packed));
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
