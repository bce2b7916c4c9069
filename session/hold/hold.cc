#include "session/hold/hold.h"

#include "session/hold/holder.h"
#include "session/spawn.h"
#include "styx/environment.h"
#include "styx/installed.h"
#include "styx/path.h"
#include "styx/places.h"
#include "styx/serve.h"
#include "styx/trace.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <chrono>
#include <fstream>
#include <optional>
#include <random>
#include <thread>

namespace session {
namespace {

constexpr char usage[] =
    "usage: ninth hold [--name N] [--size COLSxROWS] [--id ID] [--dir DIR] [--stay] [-D] [command argument...]\n"
    "  --name N          what status calls it (else the command)\n"
    "  --size COLSxROWS  of the terminal (else 80x24)\n"
    "  --id ID           posts hold-ID (else one is made)\n"
    "  --dir DIR         where the command begins\n"
    "  --stay            goes on in the foreground\n"
    "  -D                prints the conversations on standard error, or in the log\n";

struct Options {
    Holder::What what;
    std::string id, directory;
    bool stays = false, shows_trace = false;
};

std::optional<TerminalSize> parse_size(std::string_view word)
{
    TerminalSize size;
    const char* end = word.data() + word.size();
    auto [x, error] = std::from_chars(word.data(), end, size.columns);
    if (error != std::errc() || x == end || *x != 'x') return {};
    auto [last, bad] = std::from_chars(x + 1, end, size.rows);
    if (bad != std::errc() || last != end) return {};
    auto is_good = [](int n) { return n >= 1 && n <= 9999; };
    return is_good(size.columns) && is_good(size.rows) ? std::optional(size) : std::nullopt;
}

// So that it is the name of a post, and of a service in a hello.
bool is_id(std::string_view word)
{
    auto is_good = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
               c == '.';
    };
    return !word.empty() && word.size() <= 48 && std::ranges::all_of(word, is_good);
}

bool take_option(Options& o, std::string_view name, std::string_view value)
{
    if (name == "--name") o.what.name = value;
    else if (name == "--dir") o.directory = value;
    else if (name == "--id" && is_id(value)) o.id = value;
    else if (auto size = parse_size(value); name == "--size" && size) o.what.size = *size;
    else return false;
    return true;
}

std::optional<Options> parse(std::span<const std::string_view> arguments)
{
    Options o;
    std::size_t i = 0;
    for (; i < arguments.size() && arguments[i].starts_with('-') && arguments[i] != "--"; ++i) {
        if (arguments[i] == "--stay") o.stays = true;
        else if (arguments[i] == "-D") o.shows_trace = true;
        else if (i + 1 == arguments.size() || !take_option(o, arguments[i], arguments[i + 1])) return {};
        else ++i;
    }
    if (i < arguments.size() && arguments[i] == "--") ++i;
    o.what.command.assign(arguments.begin() + std::ptrdiff_t(i), arguments.end());
    return o;
}

std::string users_shell()
{
    for (auto name : {"SHELL", "ComSpec"})
        if (auto shell = styx::environment(name); !shell.empty()) return shell;
    return "/bin/sh";
}

std::string made_id()
{
    std::random_device chance;
    char id[17];
    std::snprintf(id, sizeof id, "%08x%08x", chance(), chance());
    return id;
}

// Calls `ready` with the address when it is posted, then serves until the holder's work is over.
Result<> serve(const Options& o, const styx::Places& places, const std::function<void(const std::string&)>& ready)
{
    auto address = places.post("hold-" + o.id);
    std::error_code bad;
    if (!o.directory.empty()) std::filesystem::current_path(styx::path_of(o.directory), bad);
    if (bad) return fail("cannot begin in " + o.directory + ": " + bad.message());
    styx::Loop loop;
    styx::Server server;
    if (o.shows_trace) server.trace = styx::trace_to(stderr);
    auto listener = TRY(loop.listen(address, [&](auto channel) { server.serve(std::move(channel)); }));
    auto pty = TRY(Pty::start(o.what.command, o.what.size,
                              {"TERM=xterm-256color", "COLORTERM=truecolor", "NINTH_HOLD=" + address}));
    auto holder = TRY(Holder::start(loop, std::move(pty), o.what, [&] { loop.stop(); }));
    server.attach = styx::attach_to(holder->root());
    ready(address);
    loop.run();
    return {};
}

int wrong(const Error& why)
{
    std::fprintf(stderr, "ninth hold: %s\n", why.text.c_str());
    return 1;
}

int print(const std::string& address)
{
    std::printf("%s\n", address.c_str());
    return std::fflush(stdout) == 0 ? 0 : 1;
}

int hold_here(const Options& o, const styx::Places& places)
{
    auto r = serve(o, places, [](auto& address) { print(address); });
    return r ? 0 : wrong(r.error());
}

// What a holder that was started has said in its log: its address, or why there is none.
Result<std::string> hear(const std::string& log, std::uintmax_t from)
{
    constexpr std::string_view prefix = "ninth hold: ";
    constexpr auto look_again = std::chrono::milliseconds(5), begin_time = std::chrono::milliseconds(10'000);
    for (auto end = std::chrono::steady_clock::now() + begin_time; std::chrono::steady_clock::now() < end; std::this_thread::sleep_for(look_again)) {
        std::ifstream in(styx::path_of(log), std::ios::binary);
        in.seekg(std::streamoff(from));
        for (std::string line; std::getline(in, line) && !in.eof();) {
            while (line.ends_with('\r')) line.pop_back();
            if (line.starts_with("unix!")) return line;
            if (line.starts_with(prefix)) return fail(line.substr(prefix.size()));
        }
    }
    return fail("it does not answer");
}

// In a process of its own, for which nobody waits.
Result<std::string> start_holder(const Options& o, const styx::Places& places, std::span<const std::string_view> words)
{
    auto program = TRY(styx::own_program());
    auto log = places.run + "/hold-" + o.id + ".log";
    std::error_code none;
    auto from = std::filesystem::file_size(styx::path_of(log), none);
    std::vector<std::string> arguments{"hold", "--stay", "--id", o.id};
    arguments.insert(arguments.end(), words.begin(), words.end());
    TRY(spawn_detached(program, arguments, log));
    return hear(log, none ? 0 : from);
}

int hold_detached(const Options& o, const styx::Places& places, std::span<const std::string_view> words)
{
    auto address = start_holder(o, places, words);
    return address ? print(*address) : wrong(address.error());
}

}  // namespace

int hold_main(std::span<const std::string_view> arguments)
{
    styx::ignore_broken_pipes();
    auto o = parse(arguments);
    if (!o) return std::fputs(usage, stderr), 2;
    auto places = styx::Places::find();
    if (!places) return wrong(places.error());
    if (o->id.empty()) o->id = made_id();
    if (o->what.command.empty()) o->what.command = {users_shell()};
    if (o->what.name.empty()) o->what.name = o->what.command[0];
    return o->stays ? hold_here(*o, *places) : hold_detached(*o, *places, arguments);
}

}  // namespace session
