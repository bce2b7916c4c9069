#include "styx/client.h"

#include "styx/errors.h"

#include <algorithm>

namespace styx {

namespace {
constexpr std::size_t most_in_flight = 0xff00;  // tags are 16 bits; flushed ones may still be held
constexpr std::uint32_t our_msize = 128 * 1024 + io_header;
}

Client::Client(std::unique_ptr<Channel> channel) : channel_(std::move(channel)) { watch(); }
Client::~Client() { *here_ = false; }

void Client::watch()
{
    if (!channel_) return;
    channel_->received = [this](std::string_view packet) { take(packet); };
    channel_->hung_up = [this](const Error& why) { broken(why); };
}

// Low tags first: a server that keeps the last answer of each tag then keeps few.
Tag Client::free_tag()
{
    auto& n = lowest_free_;
    while (n < waiting_.size() && (waiting_[n].asked || waiting_[n].flushes_due)) ++n;
    if (n == waiting_.size()) waiting_.emplace_back();
    return Tag(n);
}

Client::Waiting* Client::find(Tag tag)
{
    if (tag == Tag::none) return &version_;
    return std::size_t(tag) < waiting_.size() ? &waiting_[std::size_t(tag)] : nullptr;
}

bool Client::waits(Tag tag) const
{
    if (tag == Tag::none) return version_.asked;
    return std::size_t(tag) < waiting_.size() && waiting_[std::size_t(tag)].asked;
}

Tag Client::send(Body body, Callback then)
{
    bool is_version = std::holds_alternative<Tversion>(body);
    bool no_tag = in_flight_ >= most_in_flight;
    if ((!channel_ && !keeps_in_flight) || no_tag) {
        if (then) then(::fail(no_tag ? err::many_calls : err::hungup));
        return Tag::none;
    }
    auto tag = is_version ? Tag::none : free_tag();
    auto& w = *find(tag);
    if (!w.asked) ++in_flight_;
    w.asked = true;
    w.then = std::move(then);
    auto packet = encode(Message{tag, std::move(body)});
    if (!is_version) w.number = ++sent_;
    if (keeps_in_flight && !is_version) w.packet = packet;
    if (channel_ && (welcomed_ || is_version)) channel_->send(std::move(packet));
    return tag;
}

void Client::flush(Tag old, std::function<void()> then)
{
    if (old == Tag::none || !waits(old)) {
        if (then) then();
        return;
    }
    auto tag = send(Tflush{old}, {});
    if (tag == Tag::none) return;
    ++find(old)->flushes_due;
    find(tag)->flushes = old;
    find(tag)->flushed = std::move(then);
}

void Client::flush_all()
{
    auto tags = waiting_.size();
    for (std::size_t tag = 0; tag < tags; ++tag) {
        auto& w = waiting_[tag];
        if (w.asked && !w.flushes_due && w.flushes == Tag::none) flush(Tag(tag));
    }
}

void Client::abandon(const Error& why)
{
    auto gone = std::move(channel_);
    keeps_in_flight = false;
    fail_all(why);
}

void Client::take(std::string_view packet)
{
    auto m = decode(packet);
    if (!m || is_request(m->body)) return broken({"the server sent a bad message"});
    auto* slot = find(m->tag);
    if (!slot || !slot->asked) return;  // nobody asked
    auto w = answered(*slot);
    if (w.number) ++received_;
    if (w.flushes != Tag::none) return settle_flush(w);
    if (auto* e = std::get_if<Rerror>(&m->body)) w.then(::fail(std::move(e->ename)));
    else w.then(std::move(m->body));
}

// Takes what a tag stood for. The tag is free then, unless a flush of it is on its way.
Client::Waiting Client::answered(Waiting& slot)
{
    auto w = std::exchange(slot, {});
    slot.flushes_due = w.flushes_due;
    --in_flight_;
    if (&slot != &version_ && !slot.flushes_due) lowest_free_ = std::min(lowest_free_, std::size_t(&slot - waiting_.data()));
    return w;
}

void Client::settle_flush(Waiting& flush)
{
    auto here = here_;
    auto& old = *find(flush.flushes);
    if (old.flushes_due) --old.flushes_due;
    auto place = std::size_t(flush.flushes);
    if (old.asked) answered(old).then(::fail(err::taken_back));
    else if (!old.flushes_due) lowest_free_ = std::min(lowest_free_, place);
    if (*here && flush.flushed) flush.flushed();
}

void Client::broken(const Error& why)
{
    auto gone = std::move(channel_);  // destroyed at the end: it may be what called us
    auto here = here_;
    if (keeps_in_flight) welcomed_ = false;
    else fail_all(why);
    if (*here && hung_up) hung_up(why);
}

// Callbacks may ask anew: only what waits now fails.
void Client::fail_all(const Error& why)
{
    auto here = here_;
    auto all = std::exchange(waiting_, {});
    all.push_back(std::exchange(version_, {}));
    in_flight_ = lowest_free_ = 0;
    for (auto& w : all) {
        if (!w.asked) continue;
        if (w.then) w.then(::fail(why.text));
        else if (w.flushed) w.flushed();
        if (!*here) return;
    }
}

void Client::relink(std::unique_ptr<Channel> channel)
{
    channel_ = std::move(channel);
    watch();
    welcomed_ = false;
}

void Client::greet(const Hello& hello, Then<Welcome> then)
{
    if (keeps_in_flight) welcomed_ = false;
    std::string version = hello.life == "-" && hello.service == "-" ? "9P2000" : print(hello);
    ask(Tversion{our_msize, version}, [this, then = std::move(then)](Result<Rversion> r) {
        if (!r) return then(fail(std::move(r.error())));
        if (!r->version.starts_with("9P2000")) return then(fail("the server does not speak 9P2000"));
        msize_ = std::clamp(r->msize, std::uint32_t(256), our_msize);
        auto w = parse_welcome(r->version);
        auto here = here_;
        welcome(w);
        if (*here) then(w);
    });
}

// After resume, requests the server never had are sent again, in their order; after anything else what a client that
// keeps_in_flight has asked before is lost. (Any other client may ask before it is welcomed.)
void Client::welcome(const Welcome& w)
{
    welcomed_ = true;
    if (w.kind != Welcome::Kind::resume) {
        sent_ = received_ = 0;
        if (keeps_in_flight) fail_all({err::interrupted});
        return;
    }
    std::vector<const Waiting*> missing;
    for (auto& waiting : waiting_)
        if (waiting.asked && waiting.number > w.received) missing.push_back(&waiting);
    std::sort(missing.begin(), missing.end(), [](auto a, auto b) { return a->number < b->number; });
    for (auto* waiting : missing) channel_->send(waiting->packet);
}

void Client::attach(std::string uname, std::string aname, Then<OpenFile> then)
{
    auto fid = Fid(next_fid_++);
    ask(Tattach{fid, Fid::none, std::move(uname), std::move(aname)}, [fid, then = std::move(then)](Result<Rattach> r) {
        if (!r) then(fail(std::move(r.error())));
        else then(OpenFile{fid, r->qid, 0});
    });
}

void Client::walk(Fid from, Names names, Then<OpenFile> then)
{
    if (names.size() > max_names) {
        Names rest(names.begin() + max_names, names.end());
        names.resize(max_names);
        return walk(from, std::move(names), [this, rest, then = std::move(then)](Result<OpenFile> r) {
            if (!r) return then(std::move(r));
            auto middle = r->fid;
            walk(middle, rest, [this, middle, then](Result<OpenFile> end) {
                clunk(middle);
                then(std::move(end));
            });
        });
    }
    auto fid = Fid(next_fid_++);
    auto want = names.size();
    ask(Twalk{from, fid, std::move(names)}, [fid, want, then = std::move(then)](Result<Rwalk> r) {
        if (!r) then(fail(std::move(r.error())));
        else if (r->wqid.size() < want) then(fail(err::nonexist));
        else then(OpenFile{fid, r->wqid.empty() ? Qid{0x80} : r->wqid.back(), 0});
    });
}

void Client::open(Fid from, Names names, std::uint8_t mode, Then<OpenFile> then)
{
    walk(from, std::move(names), [this, mode, then = std::move(then)](Result<OpenFile> w) {
        if (!w) return then(std::move(w));
        auto fid = w->fid;
        ask(Topen{fid, mode}, [this, fid, then](Result<Ropen> r) {
            if (r) return then(OpenFile{fid, r->qid, r->iounit ? std::min(r->iounit, most_data()) : most_data()});
            if (alive()) clunk(fid);
            then(fail(std::move(r.error())));
        });
    });
}

void Client::create(Fid directory, std::string name, std::uint32_t perm, std::uint8_t mode, Then<OpenFile> then)
{
    walk(directory, {}, [this, name, perm, mode, then = std::move(then)](Result<OpenFile> w) {
        if (!w) return then(std::move(w));
        auto fid = w->fid;
        ask(Tcreate{fid, name, perm, mode}, [this, fid, then](Result<Rcreate> r) {
            if (r) return then(OpenFile{fid, r->qid, r->iounit ? std::min(r->iounit, most_data()) : most_data()});
            if (alive()) clunk(fid);
            then(fail(std::move(r.error())));
        });
    });
}

void Client::clunk(Fid fid)
{
    ask(Tclunk{fid}, [](Result<Rclunk>) {});
}

Names split_path(std::string_view path)
{
    Names names;
    while (!path.empty()) {
        auto name = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(path.size(), name.size() + 1));
        if (!name.empty() && name != ".") names.emplace_back(name);
    }
    return names;
}

}  // namespace styx
