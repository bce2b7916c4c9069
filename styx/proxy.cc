#include "styx/proxy.h"

#include <algorithm>

namespace styx {

struct Proxy::Pair {
    int number = 0;
    std::unique_ptr<Channel> client, server;
    std::vector<std::string> early;  // what the client sent before the server was dialled
};

Proxy::Proxy(Loop& loop, std::string address, Trace trace)
    : loop_(loop), address_(std::move(address)), trace_(std::move(trace)), here_(std::make_shared<Proxy*>(this))
{}
Proxy::~Proxy() { *here_ = nullptr; }

Proxy::Pair* Proxy::find(int number)
{
    auto i = std::find_if(pairs_.begin(), pairs_.end(), [&](auto& p) { return p->number == number; });
    return i == pairs_.end() ? nullptr : i->get();
}

void Proxy::serve(std::unique_ptr<Channel> client)
{
    auto pair = std::make_unique<Pair>();
    auto* p = pair.get();
    p->number = ++last_number_;
    p->client = std::move(client);
    p->client->hold_back();
    p->client->received = [this, p](std::string_view packet) { pass(*p, true, packet); };
    p->client->hung_up = [this, p](const Error& why) { end(p->number, why); };
    pairs_.push_back(std::move(pair));
    loop_.dial(address_, [here = here_, n = p->number](Result<std::unique_ptr<Channel>> server) {
        if (*here) (*here)->dialled(n, std::move(server));
    });
}

void Proxy::dialled(int number, Result<std::unique_ptr<Channel>> server)
{
    auto* p = find(number);
    if (!p) return;
    if (!server) return end(number, server.error());
    p->server = std::move(*server);
    p->server->received = [this, p](std::string_view packet) { pass(*p, false, packet); };
    p->server->hung_up = [this, p](const Error& why) { end(p->number, why); };
    for (auto& packet : std::exchange(p->early, {})) p->server->send(std::move(packet));
}

void Proxy::pass(Pair& p, bool to_server, std::string_view packet)
{
    say(p.number, trace_line(packet));
    if (!to_server) p.client->send(std::string(packet));
    else if (p.server) p.server->send(std::string(packet));
    else p.early.emplace_back(packet);
}

void Proxy::end(int number, const Error& why)
{
    auto i = std::find_if(pairs_.begin(), pairs_.end(), [&](auto& p) { return p->number == number; });
    if (i == pairs_.end()) return;
    auto gone = std::move(*i);
    pairs_.erase(i);
    say(number, "# " + why.text);
}

void Proxy::say(int number, std::string_view line)
{
    if (speaker_ != number) trace_("# client " + std::to_string(number));
    speaker_ = number;
    trace_(line);
}

}  // namespace styx
