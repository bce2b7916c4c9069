// Calls on names: files found, made, listed and changed in whichever member of a union has them.
#include "runtime/calls.h"

#include "styx/errors.h"
#include "styx/tree.h"

#include <algorithm>

namespace runtime {

namespace err = styx::err;
using styx::Client;
using styx::OpenFile;

std::int32_t Calls::keep(const Op& op, const Place& place, Mount& m, const OpenFile& f)
{
    auto fd = free_fd();
    fds[fd] = {op.path, place, op.mode, 0, f.qid, false, f.fid, f.iounit, m.epoch()};
    return fd;
}

// The op that an open is for, if its program has not been told meanwhile that the server does not answer.
Op* Calls::waiting(OpId id, const Result<OpenFile>& opened, Mount& m)
{
    auto* op = ops.find(id);
    if (op && !op->done) return op;
    if (opened && m.client()) m.client()->clunk(opened->fid);
    return nullptr;
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
                    auto* op = waiting(id, f, m);
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
                    if (!waiting(id, f, m)) return;
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
        auto* made = waiting(id, f, m);
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

}  // namespace runtime
