#include "winserver/display.h"

#include "winserver/desktop.h"
#include "winserver/fields.h"
#include "winserver/host_headless.h"
#include "winserver/host_sdl.h"

#include "styx/installed.h"
#include "styx/loop.h"
#include "styx/path.h"
#include "styx/places.h"
#include "styx/trace.h"

#include <cstdlib>
#include <fstream>
#include <future>
#include <thread>

namespace winserver {
namespace {

constexpr draw::Point usual_size{1280, 800};
constexpr int smallest = 100;
constexpr double least_scale = 0.5, most_scale = 4;

struct HeadlessScreen {
    draw::Point size;  // pixels
    double scale = 1;
};

struct Options {
    std::optional<HeadlessScreen> headless, bare;
    std::string listen;  // address; empty: only the posts
    bool shows_trace = false, wants_help = false;
    std::string state;  // directory; empty: the one of styx::Places
};

Result<draw::Point> parse_size(std::string_view word)
{
    auto x = std::min(word.find('x'), word.size());
    auto dx = number(word.substr(0, x)), dy = number(word.substr(std::min(x + 1, word.size())));
    if (!dx || !dy || *dx < smallest || *dy < smallest || *dx > Desktop::most_side || *dy > Desktop::most_side)
        return fail("not a size: " + std::string(word) + " (want 1280x800)");
    return draw::Point{*dx, *dy};
}

// DXxDY, or DXxDY@SCALE.
Result<HeadlessScreen> parse_screen(std::string_view word)
{
    auto at = word.find('@');
    HeadlessScreen s{TRY(parse_size(word.substr(0, at)))};
    if (at == word.npos) return s;
    std::string text(word.substr(at + 1));
    char* end = nullptr;
    s.scale = std::strtod(text.c_str(), &end);
    bool is_scale = !text.empty() && *end == '\0' && s.scale >= least_scale && s.scale <= most_scale;
    if (!is_scale) return fail("not a scale: " + text + " (want 0.5 to 4, as in 1920x1200@1.5)");
    return s;
}

// Whoever can connect may draw and read keys.
Result<std::string> loopback(std::string_view address)
{
    for (std::string_view prefix : {"tcp!127.0.0.1!", "tcp!localhost!", "tcp!::1!"})
        if (address.starts_with(prefix)) return std::string(address);
    return fail("--listen is for this machine only: " + std::string(address) + " (want tcp!127.0.0.1!PORT)");
}

Result<Options> parse(std::span<const std::string_view> arguments)
{
    Options o;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto word = arguments[i];
        bool has_value = word == "--headless" || word == "--bare" || word == "--listen" || word == "--state";
        if (has_value && i + 1 == arguments.size()) return fail(std::string(word) + " wants a value");
        if (word == "--headless")
            o.headless = TRY(parse_screen(arguments[++i]));
        else if (word == "--bare")
            o.bare = TRY(parse_screen(arguments[++i]));
        else if (word == "--listen")
            o.listen = TRY(loopback(arguments[++i]));
        else if (word == "--state")
            o.state = arguments[++i];
        else if (word == "-D")
            o.shows_trace = true;
        else if (word == "-h" || word == "--help")
            o.wants_help = true;
        else if (word != "--desktop")
            return fail("no option " + std::string(word));
    }
    if (o.bare && (o.headless || !o.state.empty())) return fail("--bare has no desktop: no --headless, no --state");
    if (o.bare && o.listen.empty()) return fail("--bare wants --listen ADDRESS: there is nobody else to show anything");
    return o;
}

constexpr char usage[] = "usage: ninth display [--desktop | --headless DXxDY[@SCALE]] [--listen ADDRESS] [-D] [--state DIR]\n"
                         "       ninth display --bare DXxDY[@SCALE] --listen ADDRESS [-D]\n\n"
                         "  --desktop          one window on this desktop, which holds all (the default)\n"
                         "  --headless DXxDY   no window: seen through the `screen` file; with @1.5 behind it, of 1.5 pixels a point\n"
                         "  --bare DXxDY       no window and no desktop: who attaches has the screen itself, as in Plan 9's /dev\n"
                         "  --listen ADDRESS   answers plain 9P2000 there, too: tcp!127.0.0.1!PORT; prints the address\n"
                         "  -D                 prints every conversation on standard error\n"
                         "  --state DIR        where the size of the window is remembered\n";

// The size the window had last, in points: `DXxDY` in a file.
class Remembered {
  public:
    explicit Remembered(const std::string& directory) : path_(directory + "/display-size") {}
    draw::Point size() const
    {
        std::ifstream in(styx::path_of(path_));
        std::string word;
        in >> word;
        return parse_size(word).value_or(usual_size);
    }
    void keep(draw::Point size) const { std::ofstream(styx::path_of(path_)) << size.x << 'x' << size.y << '\n'; }

  private:
    std::string path_;
};

// Who asked for port 0 learns which it is.
void say(const std::string& address)
{
    std::printf("%s\n", address.c_str());
    std::fflush(stdout);
}

// The desktop and its posts, on the thread that made them.
class Service {
  public:
    struct Answers {
        std::string address;
        Capability capability;
    };
    // The app post first: who finds the other one finds both.
    static std::vector<Answers> addresses(const styx::Places& places, const std::string& listen)
    {
        std::vector<Answers> all{{places.post("display-app"), Capability::app}, {places.display, Capability::desk}};
        if (!listen.empty()) all.push_back({listen, Capability::foreign});
        return all;
    }
    static Result<std::unique_ptr<Service>> start(styx::Loop& loop, Host& host, DesktopSettings settings,
                                                  const std::vector<Answers>& all)
    {
        auto s = std::make_unique<Service>();
        s->desktop = TRY(Desktop::make(loop, host, std::move(settings)));
        for (auto& [address, capability] : all) {
            s->listeners_.push_back(TRY(loop.listen(address, [desktop = s->desktop.get(), capability](auto channel) {
                desktop->serve(std::move(channel), capability);
            })));
            bool is_post = capability == Capability::app || capability == Capability::desk;
            if (!is_post) say(s->listeners_.back()->address());
        }
        s->desktop->exit_asked = [&loop] { loop.stop(); };
        return s;
    }
    std::unique_ptr<Desktop> desktop;

  private:
    std::vector<std::unique_ptr<styx::Listener>> listeners_;
};

Result<> run_headless(const DesktopSettings& settings, const std::vector<Service::Answers>& addresses)
{
    styx::Loop loop;
    HeadlessHost host;
    auto service = TRY(Service::start(loop, host, settings, addresses));
    loop.run();
    return {};
}

// The desktop's thread. `started` is told how it went.
void serve(styx::Loop& loop, SdlHost& host, const DesktopSettings& settings,
           const std::vector<Service::Answers>& addresses, const std::string& state, std::promise<Result<>>& started)
{
    auto service = Service::start(loop, host, settings, addresses);
    if (!service) return started.set_value(fail(service.error()));
    Remembered remembered(state);
    auto& desktop = *(*service)->desktop;
    desktop.was_resized = [&](draw::Point size) {
        remembered.keep({int(size.x / desktop.scale()), int(size.y / desktop.scale())});
    };
    started.set_value({});
    loop.run();
    host.quit();
}

Result<> run_desktop(DesktopSettings settings, const std::vector<Service::Answers>& addresses, const std::string& state)
{
    auto host = TRY(SdlHost::open(Remembered(state).size(), "Ninth"));
    styx::Loop loop;
    host->connect(loop);
    settings.size = host->surface().size;
    settings.scale = host->surface().scale;
    std::promise<Result<>> started;
    std::thread thread([&] { serve(loop, *host, settings, addresses, state, started); });
    auto result = started.get_future().get();
    if (result) host->run();
    loop.stop();
    thread.join();
    return result;
}

Result<> run(const Options& options)
{
    DesktopSettings settings;
    settings.assets = styx::installed("NINTH_ASSETS", "assets", NINTH_ASSETS);
    if (options.shows_trace) settings.trace = styx::trace_to(stderr);
    if (options.bare) {
        settings.size = options.bare->size;
        settings.scale = options.bare->scale;
        return run_headless(settings, {{options.listen, Capability::screen}});
    }
    auto places = TRY(styx::Places::find());
    auto addresses = Service::addresses(places, options.listen);
    auto state = options.state.empty() ? places.state : options.state;
    if (options.headless) {
        settings.size = options.headless->size;
        settings.scale = options.headless->scale;
        return run_headless(settings, addresses);
    }
    DO(styx::own_directory(state));
    return run_desktop(std::move(settings), addresses, state);
}

}  // namespace

int display_main(std::span<const std::string_view> arguments)
{
    styx::ignore_broken_pipes();
    auto options = parse(arguments);
    if (options && options->wants_help) return std::fputs(usage, stdout), 0;
    if (!options) {
        std::fprintf(stderr, "ninth display: %s\n%s", options.error().text.c_str(), usage);
        return 2;
    }
    if (auto result = run(*options); !result) {
        std::fprintf(stderr, "ninth display: %s\n", result.error().text.c_str());
        return 1;
    }
    return 0;
}

}  // namespace winserver
