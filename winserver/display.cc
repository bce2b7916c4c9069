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

#include <fstream>
#include <future>
#include <thread>

namespace winserver {
namespace {

constexpr draw::Point usual_size{1280, 800};
constexpr int smallest = 100;

struct Options {
    std::optional<draw::Point> headless;
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

Result<Options> parse(std::span<const std::string_view> arguments)
{
    Options o;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto word = arguments[i];
        bool has_value = word == "--headless" || word == "--state";
        if (has_value && i + 1 == arguments.size()) return fail(std::string(word) + " wants a value");
        if (word == "--headless")
            o.headless = TRY(parse_size(arguments[++i]));
        else if (word == "--state")
            o.state = arguments[++i];
        else if (word == "-D")
            o.shows_trace = true;
        else if (word == "-h" || word == "--help")
            o.wants_help = true;
        else if (word != "--desktop")
            return fail("no option " + std::string(word));
    }
    return o;
}

constexpr char usage[] = "usage: ninth display [--desktop | --headless DXxDY] [-D] [--state DIR]\n\n"
                         "  --desktop          one window on this desktop, which holds all (the default)\n"
                         "  --headless DXxDY   no window: seen through the `screen` file\n"
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

// The desktop and its posts, on the thread that made them.
class Service {
  public:
    static Result<std::unique_ptr<Service>> start(styx::Loop& loop, Host& host, DesktopSettings settings,
                                                  const styx::Places& places)
    {
        auto s = std::make_unique<Service>();
        s->desktop = TRY(Desktop::make(loop, host, std::move(settings)));
        auto listen = [&](const std::string& address, Capability capability) {
            return loop.listen(address, [desktop = s->desktop.get(), capability](auto channel) {
                desktop->serve(std::move(channel), capability);
            });
        };
        // The app post first: who finds the other one finds both.
        s->listeners_.push_back(TRY(listen(places.post("display-app"), Capability::app)));
        s->listeners_.push_back(TRY(listen(places.display, Capability::desk)));
        s->desktop->exit_asked = [&loop] { loop.stop(); };
        return s;
    }
    std::unique_ptr<Desktop> desktop;

  private:
    std::vector<std::unique_ptr<styx::Listener>> listeners_;
};

Result<> run_headless(const DesktopSettings& settings, const styx::Places& places)
{
    styx::Loop loop;
    HeadlessHost host;
    auto service = TRY(Service::start(loop, host, settings, places));
    loop.run();
    return {};
}

// The desktop's thread. `started` is told how it went.
void serve(styx::Loop& loop, SdlHost& host, const DesktopSettings& settings, const styx::Places& places,
           const std::string& state, std::promise<Result<>>& started)
{
    auto service = Service::start(loop, host, settings, places);
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

Result<> run_desktop(DesktopSettings settings, const styx::Places& places, const std::string& state)
{
    auto host = TRY(SdlHost::open(Remembered(state).size(), "Ninth"));
    styx::Loop loop;
    host->connect(loop);
    settings.size = host->surface().size;
    settings.scale = host->surface().scale;
    std::promise<Result<>> started;
    std::thread thread([&] { serve(loop, *host, settings, places, state, started); });
    auto result = started.get_future().get();
    if (result) host->run();
    loop.stop();
    thread.join();
    return result;
}

Result<> run(const Options& options)
{
    auto places = TRY(styx::Places::find());
    auto state = options.state.empty() ? places.state : options.state;
    DesktopSettings settings;
    settings.assets = styx::installed("NINTH_ASSETS", "assets", NINTH_ASSETS);
    if (options.shows_trace) settings.trace = styx::trace_to(stderr);
    if (options.headless) {
        settings.size = *options.headless;
        return run_headless(settings, places);
    }
    DO(styx::own_directory(state));
    return run_desktop(std::move(settings), places, state);
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
