// `ninth`: one program; its first word says what it does, or which part of Ninth it is to be.
#include "ninth/begin.h"
#include "runtime/run.h"
#include "session/gate/gate.h"
#include "session/hold/hold.h"
#include "session/host/host.h"
#include "session/session.h"
#include "session/verbs/verbs.h"
#include "styx/tool_9p.h"
#include "winserver/display.h"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <vector>

namespace {

using Arguments = std::span<const std::string_view>;
namespace verbs = session::verbs;

// THE TABLE of verbs. Services are started by the desktop; anyone may start one by hand.
struct Verb {
    std::string_view name, usage, help;
    int (*run)(Arguments);
};
constexpr Verb user_verbs[] = {
    {"", "[--headless WxH[@SCALE] | --desktop]", "start the desktop; what was open comes back", verbs::start},
    {"open", "PROGRAM [FILE…]", "start a program", verbs::open},
    {"ls", "[-v]", "what there is: id, name, state, memory, age of its newest image", verbs::ls},
    {"close", "LIFE", "freeze a program: it is as it was when it is thawed", verbs::close},
    {"thaw", "LIFE", "go on with a frozen one", verbs::thaw},
    {"end", "LIFE", "end a program; ninth restore ID still brings it back", verbs::end},
    {"checkpoint", "LIFE", "make an image of it now", verbs::checkpoint},
    {"history", "LIFE", "its images", verbs::history},
    {"restore", "LIFE [SEQUENCE | -t SECONDS_AGO]", "go back to an older image", verbs::restore},
    {"view", "LIFE DISPLAY_ADDRESS", "show it on another display, too", verbs::view},
    {"pull", "HOME_ADDRESS LIFE", "move it here from another desktop", verbs::pull},
    {"shot", "FILE.png", "a picture of the screen", verbs::shot},
    {"stop", "", "freeze everything and end the desktop", verbs::stop},
    {"9p", "ls|read|write|stat|create|rm|trace ADDRESS [PATH]", "use any file server from a script", styx::tool_9p},
};
constexpr Verb services[] = {
    {"display", "[--headless WxH[@SCALE] | --desktop | --bare WxH] [--listen ADDRESS]", "windows, drawing and input", winserver::display_main},
    {"session", "", "keeps the lives of programs", session::session_main},
    {"host", "[--root DIR]", "this machine's files", session::host_main},
    {"hold", "[--name N] [COMMAND …]", "one terminal, which outlives all else", session::hold_main},
    {"gate", "--listen ADDRESS", "lets other machines in", session::gate_main},
    {"run", "DIRECTORY [--upto SEQUENCE]", "the process of one life", runtime::run_main},
};

void print(const Verb& v)
{
    auto call = "ninth" + std::string(v.name.empty() ? "" : " ") + std::string(v.name);
    if (!v.usage.empty()) call += " " + std::string(v.usage);
    std::printf("  %s\n      %.*s\n", call.c_str(), int(v.help.size()), v.help.data());
}

int help()
{
    std::puts("Ninth: a desktop you never quit. Programs are closed and come back as they were, here or elsewhere.\n\n"
              "To begin:  ninth   then, in a terminal:  ninth open note FILE\n");
    for (auto& v : user_verbs) print(v);
    std::puts("\n  LIFE is a program that is open or was closed: its id, the beginning of it, or its name if there is only one.\n\n"
              "Services, which the desktop starts by itself; each takes -D, and prints its conversations then:\n");
    for (auto& v : services) print(v);
    std::puts("\nNINTH_STATE and NINTH_RUN name other directories, for a second desktop beside the first.");
    return 0;
}

const Verb* find(std::string_view word)
{
    for (std::span<const Verb> table : {std::span<const Verb>(user_verbs), std::span<const Verb>(services)})
        if (auto v = std::ranges::find(table, word, &Verb::name); v != table.end()) return &*v;
    return nullptr;
}

}  // namespace

int main(int count, char** words)
{
    auto kept = begin(count, words);
    std::vector<std::string_view> arguments(kept.begin(), kept.end());
    auto first = arguments.empty() ? std::string_view() : arguments[0];
    if (first == "--help" || first == "-h" || first == "help") return help();
    if (first.empty() || first.starts_with('-')) return verbs::start(arguments);
    if (auto* v = find(first)) return v->run(Arguments(arguments).subspan(1));
    std::fprintf(stderr, "ninth: no such command: %s (ninth --help lists them)\n", kept[0].c_str());
    return 2;
}
