#include "styx/conversation.h"

#include "styx/errors.h"
#include "styx/serve.h"
#include "styx/trace.h"

#include <algorithm>

namespace styx {
namespace {

bool is_name(std::string_view s)
{
    return !s.empty() && s != "." && s != ".." && s.find_first_of(std::string_view("/\0", 2)) == s.npos;
}

bool fits(const Stat& s)
{
    return s.name.size() + s.uid.size() + s.gid.size() + s.muid.size() <= 0xffff - 2 - least_stat;
}

}  // namespace

// Calls go first: whoever keeps a request must see it gone before what it points at goes.
Conversation::~Conversation()
{
    link = nullptr;
    std::exchange(calls_, {}).clear();
    while (!fids_.empty()) {
        auto f = std::move(fids_.back());
        fids_.pop_back();
        if (f->is_open && f->mode & ORCLOSE) f->node().remove(RemoveRequest(std::weak_ptr<Call>()));
    }
}

void Conversation::receive(std::string_view packet, Result<Message> m)
{
    ++received_;
    if (!m) return send(tag_of(packet), Rerror{m.error().text});
    if (waiting(m->tag)) return send(m->tag, Rerror{err::dup_tag});
    if (!kept_.empty()) forget_kept(m->tag);
    if (packet.size() > msize_) return send(m->tag, Rerror{err::too_big});
    if (calls_.size() >= most_calls && !std::holds_alternative<Tflush>(m->body) && !std::holds_alternative<Tclunk>(m->body))
        return send(m->tag, Rerror{err::many_calls});
    std::visit([&](auto& body) { take(m->tag, std::move(body)); }, m->body);
}

void Conversation::send(Tag tag, Body body)
{
    ++sent_;
    auto packet = pack(tag, std::move(body));
    if (hello.life != "-") keep(tag, packet);
    transmit(std::move(packet));
}

void Conversation::welcome(Tag tag, std::uint32_t msize, const std::string& version)
{
    transmit(pack(tag, Rversion{msize, version}));
}

// What does not fit msize becomes an error, and an error is cut to fit.
std::string Conversation::pack(Tag tag, Body body) const
{
    auto most = std::max(msize_, least_msize);
    if (auto* e = std::get_if<Rerror>(&body); e && e->ename.size() > most - 9) e->ename.resize(most - 9);
    auto packet = encode(Message{tag, std::move(body)});
    if (packet.size() <= most) return packet;
    return encode(Message{tag, Rerror{err::no_fit}});
}

void Conversation::transmit(std::string packet)
{
    if (!link) return;
    if (server_.trace) server_.trace(trace_line(packet));
    link->send(std::move(packet));
}

void Conversation::keep(Tag tag, const std::string& packet)
{
    forget_kept(tag);
    kept_.push_back({tag, sent_, packet});
    kept_bytes_ += packet.size();
    std::size_t n = 0;
    for (; kept_bytes_ > most_kept; ++n) {
        kept_bytes_ -= kept_[n].packet.size();
        oldest_kept_ = kept_[n].number;
    }
    kept_.erase(kept_.begin(), kept_.begin() + std::ptrdiff_t(n));
}

void Conversation::forget_kept(Tag tag)
{
    auto i = std::find_if(kept_.begin(), kept_.end(), [&](auto& k) { return k.tag == tag; });
    if (i == kept_.end()) return;
    kept_bytes_ -= i->packet.size();
    kept_.erase(i);
}

void Conversation::resend_after(std::uint64_t answers)
{
    for (auto& kept : kept_)
        if (kept.number > answers) transmit(kept.packet);
}

std::shared_ptr<Call> Conversation::begin(Tag tag)
{
    auto call = std::make_shared<Call>();
    call->to = this;
    call->tag = tag;
    calls_.push_back(call);
    return call;
}

std::shared_ptr<Call> Conversation::waiting(Tag tag) const
{
    auto i = std::find_if(calls_.begin(), calls_.end(), [&](auto& c) { return c->tag == tag; });
    return i == calls_.end() ? nullptr : *i;
}

std::shared_ptr<Call> Conversation::take_back(Tag tag)
{
    auto i = std::find_if(calls_.begin(), calls_.end(), [&](auto& c) { return c->tag == tag; });
    if (i == calls_.end()) return nullptr;
    auto call = std::move(*i);
    calls_.erase(i);
    return call;
}

namespace {
auto place(auto& fids, Fid fid)
{
    return std::lower_bound(fids.begin(), fids.end(), fid, [](auto& f, Fid wanted) { return f->fid < wanted; });
}
}  // namespace

Conversation::FidState* Conversation::find(Fid fid)
{
    auto i = place(fids_, fid);
    return i == fids_.end() || (*i)->fid != fid ? nullptr : i->get();
}

Conversation::FidState* Conversation::add(Call& call, Fid fid)
{
    if (auto* f = find(fid)) return f;
    if (fids_.size() >= most_fids) return answer(call, Rerror{err::many_fids}), nullptr;
    auto made = std::make_unique<FidState>();
    made->fid = fid;
    return fids_.insert(place(fids_, fid), std::move(made))->get();
}

// Calls that wait on the fid would otherwise outlive what they point at.
std::unique_ptr<Conversation::FidState> Conversation::drop(Fid fid)
{
    std::vector<std::shared_ptr<Call>> waiting_on_it;
    for (auto& call : calls_)
        if (call->fid == fid) waiting_on_it.push_back(call);
    for (auto& call : waiting_on_it) fail(*call, err::interrupted);
    auto i = place(fids_, fid);
    auto gone = std::move(*i);
    fids_.erase(i);
    return gone;
}

void Conversation::answer(Call& call, Body body)
{
    auto tag = call.tag;
    auto done = take_back(tag);
    send(tag, std::move(body));
}

// A walk that got somewhere answers how far (walk(5)); everything else that fails answers the error.
void Conversation::fail(Call& call, std::string_view error)
{
    if (call.clunks) answer(call, Rclunk{});
    else if (call.qids.empty()) answer(call, Rerror{std::string(error)});
    else answer(call, Rwalk{std::move(call.qids)});
}

void Conversation::take(Tag tag, Tauth&&) { send(tag, Rerror{err::no_auth}); }
void Conversation::take(Tag tag, auto&&) { send(tag, Rerror{err::bad_message}); }

void Conversation::take(Tag tag, Tattach&& t)
{
    if (t.fid == Fid::none) return send(tag, Rerror{err::unknown_fid});
    if (find(t.fid)) return send(tag, Rerror{err::dup_fid});
    auto call = begin(tag);
    call->newfid = t.fid;
    auto r = request<AttachRequest>(call);
    r.uname = std::move(t.uname);
    r.aname = std::move(t.aname);
    r.hello = &hello;
    r.conversation = this;
    server_.attach(std::move(r));
}

void Conversation::attached(Call& call, NodePtr root)
{
    if (find(call.newfid)) return fail(call, err::dup_fid);
    auto qid = root->qid();
    auto* f = add(call, call.newfid);
    if (!f) return;
    f->trail = {std::move(root)};
    answer(call, Rattach{qid});
}

void Conversation::take(Tag tag, Tflush&& t)
{
    auto gone = take_back(t.oldtag);
    send(tag, Rflush{});
}

void Conversation::take(Tag tag, Twalk&& t)
{
    auto* from = find(t.fid);
    if (!from) return send(tag, Rerror{err::unknown_fid});
    if (from->is_open) return send(tag, Rerror{err::bot_open});
    if (t.newfid == Fid::none) return send(tag, Rerror{err::unknown_fid});
    if (t.newfid != t.fid && find(t.newfid)) return send(tag, Rerror{err::dup_fid});
    auto call = begin(tag);
    call->fid = t.fid;
    call->newfid = t.newfid;
    call->names = std::move(t.wname);
    std::reverse(call->names.begin(), call->names.end());
    call->trail = from->trail;
    walk_on(*call);
}

// Takes the next name. Each step may be answered at once (then this recurses, at most 16 deep) or later.
void Conversation::walk_on(Call& call)
{
    if (call.names.empty()) return finish_walk(call);
    auto name = std::move(call.names.back());
    call.names.pop_back();
    if (!call.trail.back()->is_dir()) return fail(call, err::not_dir);
    if (name == ".." || name == ".") {
        if (name == ".." && call.trail.size() > 1) call.trail.pop_back();
        call.qids.push_back(call.trail.back()->qid());
        return walk_on(call);
    }
    if (!is_name(name)) return fail(call, err::bad_name);
    auto node = call.trail.back();
    auto r = request<WalkRequest>(waiting(call.tag));
    r.name = std::move(name);
    node->walk(std::move(r));
}

void Conversation::walked(Call& call, NodePtr next)
{
    call.qids.push_back(next->qid());
    call.trail.push_back(std::move(next));
    walk_on(call);
}

void Conversation::finish_walk(Call& call)
{
    if (call.newfid != call.fid && find(call.newfid)) return answer(call, Rerror{err::dup_fid});
    auto* from = find(call.fid);
    if (!from) return answer(call, Rerror{err::unknown_fid});
    if (call.newfid == call.fid && from->is_open) return answer(call, Rerror{err::bot_open});
    auto* f = add(call, call.newfid);
    if (!f) return;
    f->trail = std::move(call.trail);
    answer(call, Rwalk{std::move(call.qids)});
}

void Conversation::take(Tag tag, Topen&& t)
{
    auto* f = find(t.fid);
    if (!f) return send(tag, Rerror{err::unknown_fid});
    if (f->is_open) return send(tag, Rerror{err::bot_open});
    if (f->node().is_dir() && (can_write(t.mode) || t.mode & OTRUNC)) return send(tag, Rerror{err::is_dir});
    auto call = begin(tag);
    call->fid = t.fid;
    call->mode = t.mode;
    auto r = request<OpenRequest>(call);
    r.mode = t.mode;
    auto node = f->trail.back();
    node->open(std::move(r));
}

void Conversation::opened(Call& call, NodePtr other, std::unique_ptr<Open> open)
{
    auto* f = find(call.fid);
    if (!f) return fail(call, err::unknown_fid);
    if (f->is_open) return fail(call, err::bot_open);
    if (other) f->trail.back() = std::move(other);
    f->is_open = true;
    f->mode = call.mode;
    f->open = std::move(open);
    answer(call, Ropen{f->node().qid(), msize_ - io_header});
}

void Conversation::take(Tag tag, Tcreate&& t)
{
    auto* f = find(t.fid);
    if (!f) return send(tag, Rerror{err::unknown_fid});
    if (f->is_open) return send(tag, Rerror{err::bot_open});
    if (!f->node().is_dir()) return send(tag, Rerror{err::not_dir});
    if (!is_name(t.name)) return send(tag, Rerror{err::bad_name});
    auto call = begin(tag);
    call->fid = t.fid;
    call->mode = t.mode;
    auto r = request<CreateRequest>(call);
    r.name = std::move(t.name);
    r.perm = t.perm;
    r.mode = t.mode;
    auto node = f->trail.back();
    node->create(std::move(r));
}

void Conversation::created(Call& call, NodePtr made, std::unique_ptr<Open> open)
{
    auto* f = find(call.fid);
    if (!f || f->is_open) return fail(call, f ? err::bot_open : err::unknown_fid);
    f->trail.push_back(std::move(made));
    f->is_open = true;
    f->mode = call.mode;
    f->open = std::move(open);
    answer(call, Rcreate{f->node().qid(), msize_ - io_header});
}

void Conversation::take(Tag tag, Tread&& t)
{
    auto* f = find(t.fid);
    if (!f) return send(tag, Rerror{err::unknown_fid});
    if (!f->is_open || !can_read(f->mode)) return send(tag, Rerror{err::not_open});
    auto call = begin(tag);
    call->fid = t.fid;
    call->offset = t.offset;
    call->count = std::min(t.count, msize_ - io_header);
    if (f->node().is_dir()) return read_directory(call, *f, t);
    auto r = request<ReadRequest>(call);
    r.offset = t.offset;
    r.count = call->count;
    r.open = f->open.get();
    auto node = f->trail.back();
    node->read(std::move(r));
}

void Conversation::has_read(Call& call, std::string_view bytes)
{
    answer(call, Rread{{std::string(bytes.substr(0, call.count))}});
}

void Conversation::read_directory(std::shared_ptr<Call> call, FidState& f, const Tread& t)
{
    if (t.offset != 0 && t.offset != f.next_entry) return fail(*call, err::bad_offset);
    if (t.offset != 0) return cut_listing(*call, f);
    auto r = request<ListRequest>(call);
    r.open = f.open.get();
    auto node = f.trail.back();
    node->list(std::move(r));
}

void Conversation::listed(Call& call, const std::vector<Stat>& stats)
{
    auto* f = find(call.fid);
    if (!f) return fail(call, err::unknown_fid);
    f->listing.clear();
    for (Stat s : stats) {
        if (s.uid.empty()) s.uid = s.gid = s.muid = server_.user;
        if (!fits(s)) return fail(call, err::no_fit);
        f->listing += encode(s);
    }
    cut_listing(call, *f);
}

// As many whole entries from the call's offset as fit in its count.
void Conversation::cut_listing(Call& call, FidState& f)
{
    std::string_view rest = std::string_view(f.listing).substr(std::min<std::size_t>(call.offset, f.listing.size()));
    std::size_t n = 0;
    while (n < rest.size()) {
        auto entry = std::size_t(Reader{rest.substr(n)}.u16()) + 2;
        if (n + entry > call.count) break;
        n += entry;
    }
    if (n == 0 && !rest.empty()) return fail(call, "directory entry does not fit the read");
    f.next_entry = call.offset + n;
    has_read(call, rest.substr(0, n));
}

void Conversation::take(Tag tag, Twrite&& t)
{
    auto* f = find(t.fid);
    if (!f) return send(tag, Rerror{err::unknown_fid});
    if (!f->is_open || !can_write(f->mode)) return send(tag, Rerror{err::not_open});
    auto call = begin(tag);
    call->fid = t.fid;
    auto r = request<WriteRequest>(call);
    r.offset = t.offset;
    r.data = std::move(t.data.bytes);
    r.open = f->open.get();
    auto node = f->trail.back();
    node->write(std::move(r));
}

void Conversation::take(Tag tag, Tclunk&& t)
{
    auto* f = find(t.fid);
    if (!f) return send(tag, Rerror{err::unknown_fid});
    auto gone = drop(t.fid);
    if (!gone->is_open) return send(tag, Rclunk{});
    auto call = begin(tag);
    call->clunks = gone->mode & ORCLOSE;
    if (call->clunks) return gone->node().remove(request<RemoveRequest>(call));
    auto r = request<ClunkRequest>(call);
    r.open = std::move(gone->open);
    gone->node().clunk(std::move(r));
}

void Conversation::take(Tag tag, Tremove&& t)
{
    if (!find(t.fid)) return send(tag, Rerror{err::unknown_fid});
    auto gone = drop(t.fid);
    gone->node().remove(request<RemoveRequest>(begin(tag)));
}

void Conversation::removed(Call& call)
{
    if (call.clunks) answer(call, Rclunk{});
    else answer(call, Rremove{});
}

void Conversation::take(Tag tag, Tstat&& t)
{
    auto* f = find(t.fid);
    if (!f) return send(tag, Rerror{err::unknown_fid});
    auto node = f->trail.back();
    node->stat(request<StatRequest>(begin(tag)));
}

void Conversation::described(Call& call, Stat s)
{
    if (s.uid.empty()) s.uid = s.gid = s.muid = server_.user;
    if (!fits(s)) return fail(call, err::no_fit);
    answer(call, Rstat{std::move(s)});
}

void Conversation::take(Tag tag, Twstat&& t)
{
    auto* f = find(t.fid);
    if (!f) return send(tag, Rerror{err::unknown_fid});
    auto r = request<WstatRequest>(begin(tag));
    r.stat = std::move(t.stat);
    auto node = f->trail.back();
    node->wstat(std::move(r));
}

Request::~Request()
{
    if (!call_.expired()) fail(err::interrupted);
}

// Taking the call out first makes each request answer once.
#define ANSWER(expression)                               \
    auto call = std::exchange(call_, {}).lock();         \
    if (call) call->to->expression

void Request::fail(std::string_view error) { ANSWER(fail(*call, error)); }
void AttachRequest::reply(NodePtr root) { ANSWER(attached(*call, std::move(root))); }
void WalkRequest::reply(NodePtr next) { ANSWER(walked(*call, std::move(next))); }
void OpenRequest::reply(std::unique_ptr<Open> open) { ANSWER(opened(*call, nullptr, std::move(open))); }
void OpenRequest::reply(NodePtr other, std::unique_ptr<Open> open)
{
    ANSWER(opened(*call, std::move(other), std::move(open)));
}
void CreateRequest::reply(NodePtr made, std::unique_ptr<Open> open)
{
    ANSWER(created(*call, std::move(made), std::move(open)));
}
void ListRequest::reply(const std::vector<Stat>& stats) { ANSWER(listed(*call, stats)); }
void ReadRequest::reply(std::string_view bytes) { ANSWER(has_read(*call, bytes)); }
void ReadRequest::slice(std::string_view whole) { reply(offset < whole.size() ? whole.substr(offset) : ""); }
void WriteRequest::done(std::uint32_t n) { ANSWER(answer(*call, Rwrite{n})); }
void RemoveRequest::reply() { ANSWER(removed(*call)); }
void ClunkRequest::reply() { ANSWER(answer(*call, Rclunk{})); }
void StatRequest::reply(Stat s) { ANSWER(described(*call, std::move(s))); }
void WstatRequest::reply() { ANSWER(answer(*call, Rwstat{})); }
#undef ANSWER

}  // namespace styx
