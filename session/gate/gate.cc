#include "session/gate/gate.h"

#include "session/relay.h"
#include "styx/handlers.h"
#include "styx/serve.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <optional>

namespace session {
namespace {

constexpr char usage[] = "usage: ninth gate [--listen tcp!HOST!PORT] [--anywhere] [-D]\n"
                         "  --listen ADDRESS  answers there, besides the post \"gate\"; prints the address\n"
                         "  --anywhere        lets ADDRESS be reached from other machines\n"
                         "  -D                prints the conversations on standard error\n";

struct Options {
    std::string listen;
    bool is_for_anyone = false, shows_trace = false;
};

std::optional<Options> parse(std::span<const std::string_view> arguments)
{
    Options o;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto word = arguments[i];
        if (word == "-D") o.shows_trace = true;
        else if (word == "--anywhere") o.is_for_anyone = true;
        else if (word == "--listen" && i + 1 < arguments.size()) o.listen = arguments[++i];
        else return {};
    }
    return o;
}

// 127.0.0.0/8 in dotted form, all of it: a name that only begins so may lead anywhere.
bool is_loopback4(std::string_view host)
{
    std::array<unsigned, 4> parts{};
    const char* p = host.data();
    const char* end = p + host.size();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0 && (p == end || *p++ != '.')) return false;
        auto [next, error] = std::from_chars(p, end, parts[i]);
        if (error != std::errc() || parts[i] > 255) return false;
        p = next;
    }
    return p == end && parts[0] == 127;
}

Result<> serve(const Options& o)
{
    if (!o.listen.empty() && !o.is_for_anyone) DO(may_listen(o.listen));
    auto places = TRY(styx::Places::find());
    styx::Loop loop;
    styx::Server own;
    own.attach = styx::attach_to(styx::dir("/", {styx::file("services", 0444, styx::text(Relay::services))}));
    Relay relay(loop, places, [&](auto channel) { own.serve(std::move(channel)); });
    if (o.shows_trace) own.trace = relay.trace = styx::trace_to(stderr);
    auto accept = [&](auto channel) { relay.serve(std::move(channel)); };
    auto post = TRY(loop.listen(places.post("gate"), accept));
    std::unique_ptr<styx::Listener> door;
    if (!o.listen.empty()) {
        door = TRY(loop.listen(o.listen, accept));
        std::printf("%s\n", door->address().c_str());
        std::fflush(stdout);
    }
    loop.run();
    return {};
}

}  // namespace

Result<> may_listen(const std::string& address)
{
    auto last = address.rfind('!');
    if (!address.starts_with("tcp!") || last <= 4) return {};
    auto host = address.substr(4, last - 4);
    if (host == "localhost" || host == "::1" || is_loopback4(host)) return {};
    return fail("will not listen on " + address +
                ": over tcp whoever reaches it is you; name 127.0.0.1, or say --anywhere");
}

int gate_main(std::span<const std::string_view> arguments)
{
    styx::ignore_broken_pipes();
    auto options = parse(arguments);
    if (!options) return std::fputs(usage, stderr), 2;
    auto served = serve(*options);
    if (served) return 0;
    std::fprintf(stderr, "ninth gate: %s\n", served.error().text.c_str());
    return 1;
}

}  // namespace session
