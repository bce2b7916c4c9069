// `ninth`: the desktop comes up; `ninth stop`: it goes.
#include "session/spawn.h"
#include "session/store.h"
#include "session/verbs/desk.h"
#include "styx/environment.h"
#include "styx/installed.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace session::verbs {
namespace {

constexpr char start_usage[] = "[--headless WxH[@SCALE] | --desktop]";
constexpr auto begin_time = std::chrono::seconds(15);   // for the session and the host to answer
constexpr std::uint64_t ready_msec = 60'000;            // for the display and all programs
constexpr auto look_again = std::chrono::milliseconds(10);

// As the display takes it.
bool is_screen_scale(const std::string& text)
{
    char* end = nullptr;
    double scale = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0' && scale >= 0.5 && scale <= 4;
}

bool is_size(std::string_view word)
{
    auto x = word.find('x'), at = word.find('@');
    auto digits = [](std::string_view part) {
        return !part.empty() && part.size() <= 5 && part.find_first_not_of("0123456789") == std::string_view::npos;
    };
    bool is_scale = at == word.npos || is_screen_scale(std::string(word.substr(at + 1)));
    word = word.substr(0, at);
    return is_scale && x < word.size() && digits(word.substr(0, x)) && digits(word.substr(x + 1));
}

bool is_right(Arguments a)
{
    return a.empty() || (a.size() == 1 && a[0] == "--desktop") || (a.size() == 2 && a[0] == "--headless" && is_size(a[1]));
}

// What a service wrote last, which is why it ended.
std::string last_line(const std::string& log)
{
    auto text = read_file(log, std::uint64_t(64) << 20).value_or("");
    while (text.ends_with('\n')) text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

Result<> spawn(const styx::Places& places, const std::string& service, std::vector<std::string> arguments)
{
    auto program = TRY(styx::own_program());
    arguments.insert(arguments.begin(), service);
    TRY(spawn_detached(program, arguments, places.run + "/" + service + ".log"));
    return {};
}

bool answers(const std::string& address) { return styx::Remote::dial(address, "", 2'000).has_value(); }

Result<> wait_for(const styx::Places& places, const std::string& service, const std::string& address)
{
    auto end = std::chrono::steady_clock::now() + begin_time;
    while (std::chrono::steady_clock::now() < end) {
        if (answers(address)) return {};
        std::this_thread::sleep_for(look_again);
    }
    return fail("the " + service + " does not answer: " + last_line(places.run + "/" + service + ".log"));
}

// The arguments are kept for the next one, should this display die.
Result<> start_display(const styx::Places& places, Arguments arguments)
{
    std::vector<std::string> words(arguments.begin(), arguments.end());
    std::string lines;
    for (auto& w : words) lines += w + "\n";
    DO(write_durably(places.run + "/display.args", lines));
    return spawn(places, "display", words);
}

std::string greeting(const std::string& count, const styx::Places& places)
{
    if (count == "0") return "the desktop is up; nothing is open. Try: ninth open note FILE\n";
    return "the desktop is up; " + count + (count == "1" ? " program is" : " programs are") + " open on " + places.state + "\n";
}

Result<> wait_until_ready(const styx::Places& places)
{
    auto session = TRY(styx::Remote::dial(places.session, "", ready_msec));
    auto count = session->read("ready");
    if (count) return put(greeting(count->substr(0, count->find('\n')), places));
    if (answers(places.display)) return fail("not everything that was open has drawn yet: see ninth ls");
    return fail("the display does not answer: " + last_line(places.run + "/display.log"));
}

// A display whose window was closed leaves its session; it gets another one.
Result<> start_desktop(Arguments arguments)
{
    styx::ignore_broken_pipes();
    auto places = TRY(styx::Places::find());
    bool has_session = answers(places.session);
    if (!has_session) DO(Store::check(places.state));
    if (has_session && answers(places.display)) {
        auto lock = Store::check(places.state);
        return lock ? fail("a desktop is already running at " + places.session) : lock;
    }
    if (arguments.empty() && !styx::has_screen())
        return fail("no screen found: use ninth --headless 1280x800");
    DO(start_display(places, arguments));
    if (!has_session) DO(spawn(places, "session", {}));
    DO(wait_for(places, "session", places.session));
    DO(wait_for(places, "host", places.post("host")));
    return wait_until_ready(places);
}

// When it returns another desktop can be started in its place.
Result<> stop_desktop()
{
    auto desk = TRY(Desk::find());
    auto stopped = desk.command("ctl", {"stop"});
    if (!stopped && desk.session->alive()) return fail(stopped.error());
    auto end = std::chrono::steady_clock::now() + begin_time;
    while (std::chrono::steady_clock::now() < end) {
        auto is_free = Store::check(desk.places.state);
        if (is_free && !answers(desk.places.session)) return {};
        std::this_thread::sleep_for(look_again);
    }
    return fail("the session does not end");
}

}  // namespace

int start(Arguments arguments)
{
    if (!is_right(arguments)) return usage(start_usage);
    return answer("", start_desktop(arguments));
}

int stop(Arguments arguments)
{
    if (!arguments.empty()) return usage("stop");
    return answer("stop", stop_desktop());
}

}  // namespace session::verbs
