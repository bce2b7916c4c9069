#include "session/host/host.h"

#include "session/host/host_tree.h"
#include "session/host/session_watch.h"
#include "session/spawn.h"
#include "styx/installed.h"
#include "styx/places.h"
#include "styx/serve.h"
#include "styx/trace.h"

#include <cstdio>
#include <optional>

namespace session {
namespace {

constexpr char usage[] = "usage: ninth host [-D] [--root DIR] [--listen ADDRESS]\n"
                         "  -D                prints the conversations on standard error\n"
                         "  --root DIR        serves DIR (else /)\n"
                         "  --listen ADDRESS  answers there (else on the post \"host\")\n";

struct Options {
    bool shows_trace = false;
    std::string root = "/", listen;
};

std::optional<Options> parse(std::span<const std::string_view> arguments)
{
    Options o;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto word = arguments[i];
        bool has_value = i + 1 < arguments.size();
        if (word == "-D") o.shows_trace = true;
        else if (word == "--root" && has_value) o.root = arguments[++i];
        else if (word == "--listen" && has_value) o.listen = arguments[++i];
        else return {};
    }
    return o;
}

void start_session(const styx::Places& places)
{
    auto program = styx::own_program();
    auto log = places.run + "/session.log";
    auto started = program ? spawn_detached(*program, {"session"}, log) : fail(program.error());
    if (!started) std::fprintf(stderr, "ninth host: %s\n", started.error().text.c_str());
}

Result<> serve(const Options& o)
{
    Disk::raise_limits();
    auto places = TRY(styx::Places::find());
    auto root = TRY(Disk::absolute(o.root));
    styx::Loop loop;
    auto tree = std::make_shared<HostTree>(loop);
    tree->disk.confine(root);
    if (auto what = TRY(tree->disk.stat(root)); !what.is_dir()) return fail("it is not a directory: " + root);
    styx::Server server;
    server.attach = attach_to_host(tree, root);
    if (o.shows_trace) server.trace = styx::trace_to(stderr);
    auto address = o.listen.empty() ? places.post("host") : o.listen;
    auto listener = TRY(loop.listen(address, [&](auto channel) { server.serve(std::move(channel)); }));
    SessionWatch watch(loop, places.session, [&] { start_session(places); });
    loop.run();
    return {};
}

}  // namespace

int host_main(std::span<const std::string_view> arguments)
{
    styx::ignore_broken_pipes();
    auto options = parse(arguments);
    if (!options) return std::fputs(usage, stderr), 2;
    auto served = serve(*options);
    if (served) return 0;
    std::fprintf(stderr, "ninth host: %s\n", served.error().text.c_str());
    return 1;
}

}  // namespace session
