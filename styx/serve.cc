#include "styx/serve.h"

#include "styx/conversation.h"
#include "styx/errors.h"
#include "styx/trace.h"

#include <algorithm>

namespace styx {

namespace {
constexpr std::size_t most_lives = 1024;  // remembered here; the longest silent goes first
constexpr std::size_t most_mounts = 64;   // of one life
}  // namespace

struct Server::Link {
    std::unique_ptr<Channel> channel;
    std::shared_ptr<Conversation> conversation;
};

struct Server::Life {
    std::uint64_t generation = 0;
    std::uint64_t greeted = 0;  // which greeting of this server was its last
    std::map<std::uint32_t, std::shared_ptr<Conversation>> mounts;
};

Server::Server() = default;
Server::~Server() = default;

std::function<void(AttachRequest)> attach_to(NodePtr root)
{
    return [root](AttachRequest r) { r.reply(root); };
}

void Server::serve(std::unique_ptr<Channel> channel)
{
    links_.push_back(std::make_unique<Link>());
    auto* link = links_.back().get();
    link->channel = std::move(channel);
    link->channel->hold_back();
    renew(*link);
    link->channel->received = [this, link](std::string_view packet) { received(*link, packet); };
    link->channel->hung_up = [this, link](const Error&) { lost(link->channel.get()); };
}

void Server::renew(Link& link)
{
    if (link.conversation) link.conversation->link = nullptr;
    link.conversation = std::make_shared<Conversation>(*this);
    link.conversation->link = link.channel.get();
}

// A conversation whose life said hello stays, without a link, to be resumed or cut.
void Server::lost(Channel* channel)
{
    auto i = std::find_if(links_.begin(), links_.end(), [&](auto& l) { return l->channel.get() == channel; });
    if (i == links_.end()) return;
    auto gone = std::move(*i);
    links_.erase(i);
    gone->conversation->link = nullptr;
}

void Server::forget(std::string_view life)
{
    auto i = lives_.find(life);
    if (i == lives_.end()) return;
    auto gone = lives_.extract(i);
    for (auto& [mount, conversation] : gone.mapped().mounts) lost(conversation->link);
}

void Server::received(Link& link, std::string_view packet)
{
    auto m = decode(packet);
    if (trace) trace(trace_line(packet));
    if (auto* version = m ? std::get_if<Tversion>(&m->body) : nullptr) return greet(link, m->tag, *version);
    auto conversation = link.conversation;  // kept alive through its own hang-up
    if (m && !conversation->started()) return conversation->send(m->tag, Rerror{err::no_version});
    conversation->receive(packet, std::move(m));
}

void Server::greet(Link& link, Tag tag, const Tversion& t)
{
    auto msize = std::min(t.msize, most_msize);
    if (msize < least_msize) return link.conversation->send(tag, Rerror{"msize is too small"});
    auto hello = parse_hello(t.version);
    if (hello && hello->life != "-") return greet_life(link, tag, msize, *hello);
    auto before = link.conversation;
    renew(link);
    bool known = t.version == "9P2000" || t.version.starts_with("9P2000.");
    if (known) link.conversation->start(msize);
    if (hello) link.conversation->hello = *hello;
    link.conversation->welcome(tag, msize, known ? "9P2000" : "unknown");
}

// A newer generation hangs the older one up at once. What that one held here stays until the newer has said, mount
// by mount, whether it goes on from there; the first mount that does not is an older image, for which all of it goes.
void Server::greet_life(Link& link, Tag tag, std::uint32_t msize, const Hello& hello)
{
    std::vector<std::shared_ptr<Conversation>> gone;  // destroyed last: what its files do then may come back here
    auto& life = lives_[hello.life];
    auto found = life.mounts.find(hello.mount);
    auto old = found == life.mounts.end() ? nullptr : found->second;
    auto verdict = judge(old ? old->known(life.generation) : Known{life.generation}, hello);
    if (verdict == Verdict::refuse) return link.conversation->send(tag, Rerror{err::moved});
    if (!old && life.mounts.size() >= most_mounts) return link.conversation->send(tag, Rerror{"too many mounts"});
    if (hello.generation > life.generation)
        for (auto& [mount, conversation] : life.mounts) unlink(*conversation, link);
    life.generation = hello.generation;
    life.greeted = ++greetings_;
    gone.push_back(link.conversation);
    if (verdict == Verdict::resume) return resume(link, tag, std::move(old), hello);

    if (old) {
        unlink(*old, link);
        std::erase_if(life.mounts, [&](auto& m) {
            bool goes = m.first == hello.mount || m.second->hello.generation < hello.generation;
            if (goes) gone.push_back(m.second);
            return goes;
        });
    }
    renew(link);
    life.mounts[hello.mount] = link.conversation;
    link.conversation->start(msize);
    link.conversation->hello = hello;
    forget_the_silent();
    link.conversation->welcome(tag, msize, print(Welcome{Welcome::Kind::cut, 0}));
}

void Server::resume(Link& link, Tag tag, std::shared_ptr<Conversation> old, const Hello& hello)
{
    unlink(*old, link);
    link.conversation->link = nullptr;
    old->link = link.channel.get();
    old->hello = hello;
    link.conversation = old;
    old->welcome(tag, old->msize(), print(Welcome{Welcome::Kind::resume, old->received()}));
    old->resend_after(hello.received);
}

// Hangs up what carries the conversation, unless that is the link that greets.
void Server::unlink(Conversation& conversation, const Link& greeting)
{
    auto* channel = std::exchange(conversation.link, nullptr);
    if (channel && channel != greeting.channel.get()) lost(channel);
}

void Server::forget_the_silent()
{
    while (lives_.size() > most_lives) {
        auto silent = [](auto& l) {
            return std::ranges::none_of(l.second.mounts, [](auto& m) { return m.second->link != nullptr; });
        };
        auto oldest = lives_.end();
        for (auto i = lives_.begin(); i != lives_.end(); ++i)
            if (silent(*i) && (oldest == lives_.end() || i->second.greeted < oldest->second.greeted)) oldest = i;
        if (oldest == lives_.end()) return;
        auto gone = lives_.extract(oldest);
    }
}

}  // namespace styx
