#include "tests/runtime/wayward.h"

#include "styx/errors.h"

#include <cstdlib>

namespace tests {

using namespace styx;

Wayward::Wayward(std::string address, Manners manners, unsigned seed)
    : address_(std::move(address)), manners_(manners), chance_(seed), thread_([this] { serve(); })
{
    while (!is_up_) std::this_thread::yield();
}

Wayward::~Wayward() { stop(); }

void Wayward::stop()
{
    if (!thread_.joinable()) return;
    loop_->stop();
    thread_.join();
}

void Wayward::serve()
{
    Loop loop;
    loop_ = &loop;
    auto listener = loop.listen(address_, [this](std::unique_ptr<Channel> channel) {
        auto link = std::make_unique<Link>();
        auto* l = link.get();
        l->channel = std::move(channel);
        l->channel->received = [this, l](std::string_view packet) { received(*l, packet); };
        l->channel->hung_up = [this, l](const Error&) { loop_->later([this, l] { links_.erase(l); }); };
        links_[l] = std::move(link);
    });
    is_up_ = true;
    if (listener) loop.run();
    links_.clear();
}

void Wayward::received(Link& l, std::string_view packet)
{
    auto m = decode(packet);
    if (!m) return;
    if (auto* flush = std::get_if<Tflush>(&m->body)) return flushed(l, m->tag, flush->oldtag);
    auto tag = m->tag;
    auto& request = l.requests[tag];
    request = {tag, std::move(m->body), nullptr};
    request.answer = loop_->after(chance_() % 12, [this, &l, tag] {
        auto due = l.requests.extract(tag);
        if (due) answer(l, due.mapped());
    });
}

void Wayward::flushed(Link& l, Tag tag, Tag old)
{
    auto due = l.requests.extract(old);
    if (!due) return send(l, tag, Rflush{});  // it has been answered
    auto& request = due.mapped();
    if (manners_ == Manners::before || manners_ == Manners::instead) answer(l, request);
    if (manners_ == Manners::silent) (void)act(l, request.body), unheard.insert(last_given_);
    if (manners_ == Manners::good || manners_ == Manners::before || manners_ == Manners::after) send(l, tag, Rflush{});
    if (manners_ == Manners::after) answer(l, request), unheard.insert(last_given_);
}

void Wayward::answer(Link& l, Request& request) { send(l, request.tag, act(l, request.body)); }

void Wayward::send(Link& l, Tag tag, Body body) { l.channel->send(encode(Message{tag, std::move(body)})); }

Body Wayward::act(Link& l, const Body& body)
{
    auto qid_of = [](char c) { return Qid{std::uint8_t(c == 'r' ? 0x80 : 0), 0, std::uint64_t(c)}; };
    last_given_ = -1;
    if (auto* t = std::get_if<Tversion>(&body)) return Rversion{std::min(t->msize, 8192u), "9P2000"};
    if (auto* t = std::get_if<Tattach>(&body)) return l.fids[t->fid] = 'r', Rattach{qid_of('r')};
    if (auto* t = std::get_if<Twalk>(&body)) {
        Rwalk r;
        for (auto& name : t->wname) r.wqid.push_back(qid_of(name[0]));
        l.fids[t->newfid] = t->wname.empty() ? l.fids[t->fid] : t->wname[0][0];
        return r;
    }
    if (auto* t = std::get_if<Topen>(&body)) return Ropen{qid_of(l.fids[t->fid]), 0};
    if (auto* t = std::get_if<Tclunk>(&body)) return l.fids.erase(t->fid), Rclunk{};
    if (auto* t = std::get_if<Twrite>(&body)) {
        ++done[std::atoi(t->data.bytes.c_str())];
        return Rwrite{std::uint32_t(t->data.bytes.size())};
    }
    if (std::holds_alternative<Tread>(body)) return last_given_ = next_item_, Rread{{"item " + std::to_string(next_item_++)}};
    return Rerror{"no such call here"};
}

}  // namespace tests
