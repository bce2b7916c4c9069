#include "session/relay.h"

#include "styx/hello.h"

#include <algorithm>

namespace session {
namespace {

constexpr std::size_t most_unsent = 4 << 20;     // bytes, as in channel.h
constexpr std::uint64_t look_for_room_msec = 2;  // while an end is paused
constexpr std::size_t most_early = 4 << 20;      // bytes said before the far end answers
constexpr std::size_t most_links = 1024;

struct Row {
    std::string_view name;  // "hold-" stands for all that begin so
    std::string (*address)(const styx::Places&, const std::string& service);
};

std::string post(const styx::Places& places, const std::string& service) { return places.post(service); }

constexpr Row rows[] = {
    {"display", [](const styx::Places& places, const std::string&) { return places.display; }},
    {"display-app", post},
    {"session", [](const styx::Places& places, const std::string&) { return places.session; }},
    {"host", post},
    {"hold-", post},
};

bool names(const Row& row, std::string_view service)
{
    return row.name.ends_with('-') ? service.starts_with(row.name) && service != row.name : service == row.name;
}

// The service of a hello; nothing for plain 9P and for a hello that names none.
std::string wanted(std::string_view packet)
{
    auto m = styx::decode(packet);
    auto* version = m ? std::get_if<styx::Tversion>(&m->body) : nullptr;
    auto hello = version ? styx::parse_hello(version->version) : fail("no hello");
    return hello && hello->service != "-" ? hello->service : "";
}

}  // namespace

struct Relay::Link {
    std::uint64_t number = 0;
    End client, server;
    std::string service;
    styx::Tag tag = styx::Tag::none;  // of the first packet
    std::vector<std::string> early;   // what the client has said so far
    std::size_t early_bytes = 0;
    bool is_begun = false;
};

Relay::Relay(styx::Loop& loop, styx::Places places, Serve otherwise)
    : loop_(loop), places_(std::move(places)), otherwise_(std::move(otherwise)), here_(std::make_shared<Relay*>(this))
{}
Relay::~Relay() { *here_ = nullptr; }

std::string Relay::services()
{
    std::string all;
    for (auto& row : rows) all += std::string(row.name) + (row.name.ends_with('-') ? "*\n" : "\n");
    return all;
}

Result<std::string> Relay::address_of(const styx::Places& places, std::string_view service)
{
    auto row = std::ranges::find_if(rows, [&](auto& r) { return names(r, service); });
    if (row == std::end(rows)) return fail("no such service: " + std::string(service));
    return row->address(places, std::string(service));
}

Relay::Link* Relay::find(std::uint64_t number)
{
    auto i = std::ranges::find(links_, number, [](auto& l) { return l->number; });
    return i == links_.end() ? nullptr : i->get();
}

void Relay::serve(std::unique_ptr<styx::Channel> channel)
{
    // One that has said nothing, for longest, makes room: silence must not lock anybody out.
    if (links_.size() >= most_links)
        if (auto silent = std::ranges::find_if(links_, [](auto& l) { return !l->is_begun; }); silent != links_.end()) end((*silent)->number);
    if (links_.size() >= most_links) return;
    auto* link = links_.emplace_back(std::make_unique<Link>()).get();
    link->number = ++last_number_;
    link->client.channel = std::move(channel);
    link->client.channel->received = [this, link](std::string_view packet) { hear(*link, packet); };
    link->client.channel->hung_up = [this, n = link->number](const Error&) { end(n); };
}

// Until the far end answers, what the client says is kept. The channel is in the midst of a call here: what is done
// to it comes after.
void Relay::hear(Link& link, std::string_view packet)
{
    link.early.emplace_back(packet);
    link.early_bytes += packet.size();
    if (link.early_bytes >= most_early) link.client.channel->pause();
    if (std::exchange(link.is_begun, true)) return;
    link.tag = styx::tag_of(packet);
    link.service = wanted(packet);
    loop_.later([here = here_, n = link.number] {
        if (*here) (*here)->begin(n);
    });
}

void Relay::begin(std::uint64_t number)
{
    auto* link = find(number);
    if (!link) return;
    if (link->service.empty() || link->service == own_service) return hand_over(*link);
    auto address = address_of(places_, link->service);
    if (!address) return refuse(*link, address.error());
    loop_.dial(*address, [here = here_, number](auto channel) {
        if (*here) (*here)->dialled(number, std::move(channel));
    });
}

void Relay::hand_over(Link& link)
{
    auto channel = std::move(link.client.channel);
    auto early = std::move(link.early);
    end(link.number);
    channel->received = nullptr;
    channel->hung_up = nullptr;
    auto* c = channel.get();
    otherwise_(std::move(channel));
    c->resume();
    for (auto& packet : early)
        if (c->received) c->received(packet);
}

void Relay::dialled(std::uint64_t number, Result<std::unique_ptr<styx::Channel>> channel)
{
    auto* link = find(number);
    if (!link) return;
    if (!channel) return refuse(*link, {link->service + " does not answer: " + channel.error().text});
    link->server.channel = std::move(*channel);
    link->server.channel->received = [this, link](std::string_view packet) {
        pass(link->server, link->client, packet);
    };
    link->server.channel->hung_up = [this, number](const Error&) { end(number); };
    link->client.channel->received = [this, link](std::string_view packet) {
        pass(link->client, link->server, packet);
    };
    for (auto& packet : std::exchange(link->early, {})) pass(link->client, link->server, packet);
    if (!link->client.is_paused) link->client.channel->resume();
}

void Relay::refuse(Link& link, const Error& why)
{
    auto answer = styx::encode({link.tag, styx::Rerror{why.text}});
    if (trace) trace(styx::trace_line(answer));
    link.client.channel->send(std::move(answer));
    end(link.number);
}

void Relay::pass(End& from, End& to, std::string_view packet)
{
    if (trace) trace(styx::trace_line(packet));
    to.channel->send(std::string(packet));
    if (to.channel->unsent() < most_unsent) return;
    from.channel->pause();
    from.is_paused = true;
    if (!watch_) watch_ = loop_.every(look_for_room_msec, [this] { look_for_room(); });
}

void Relay::go_on(End& from, const End& to)
{
    if (!from.is_paused || to.channel->unsent() > most_unsent / 2) return;
    from.is_paused = false;
    from.channel->resume();  // may end the link
}

void Relay::look_for_room()
{
    std::vector<std::uint64_t> paused;
    for (auto& l : links_)
        if (l->client.is_paused || l->server.is_paused) paused.push_back(l->number);
    if (paused.empty()) return watch_.reset();
    for (auto n : paused) {
        if (auto* l = find(n)) go_on(l->client, l->server);
        if (auto* l = find(n)) go_on(l->server, l->client);
    }
}

void Relay::end(std::uint64_t number)
{
    auto i = std::ranges::find(links_, number, [](auto& l) { return l->number; });
    if (i == links_.end()) return;
    auto gone = std::move(*i);
    links_.erase(i);
}

}  // namespace session
