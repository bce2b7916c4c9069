// `ninth`: one program; its first word says which part of Ninth it is to be.
#include "runtime/run.h"
#include "session/gate/gate.h"
#include "session/hold/hold.h"
#include "session/host/host.h"
#include "styx/tool_9p.h"
#include "winserver/display.h"

#include <cstdio>
#include <string_view>
#include <vector>

namespace {

using Arguments = std::span<const std::string_view>;

// THE TABLE of verbs. Services are started by the session; anyone may start one by hand.
struct Verb {
    std::string_view name, usage, help;
    int (*run)(Arguments);
};
constexpr Verb verbs[] = {
    {"9p", "ls|read|write|stat|create|rm|trace ADDRESS [PATH]", "use a file server from a script", styx::tool_9p},
    {"display", "[--headless WxH | --desktop]", "service: windows, drawing and input", winserver::display_main},
    {"host", "[--root DIR]", "service: this machine's files", session::host_main},
    {"hold", "[--name N] [COMMAND …]", "service: one terminal, which outlives all else", session::hold_main},
    {"gate", "--listen ADDRESS", "service: lets other machines in", session::gate_main},
    {"run", "DIRECTORY [--upto SEQUENCE]", "service: the process of one life", runtime::run_main},
};

void help()
{
    std::puts("Ninth: a desktop you never quit.\n");
    for (auto& v : verbs) std::printf("  ninth %.*s %.*s\n      %.*s\n", int(v.name.size()), v.name.data(), int(v.usage.size()), v.usage.data(), int(v.help.size()), v.help.data());
}

}  // namespace

int main(int count, char** words)
{
    std::vector<std::string_view> arguments(words + 1, words + count);
    if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "help") return help(), 0;
    for (auto& v : verbs)
        if (v.name == arguments[0]) return v.run(Arguments(arguments).subspan(1));
    std::fprintf(stderr, "ninth: no such command: %s (ninth --help lists them)\n", words[1]);
    return 2;
}
