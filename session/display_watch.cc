#include "session/display_watch.h"

#include "session/processes.h"
#include "session/store.h"
#include "styx/handlers.h"

#include <algorithm>
#include <cstdio>

namespace session {
namespace {

constexpr std::uint64_t first_pause = 20, longest_pause = 1'000;  // msec between looks
constexpr std::uint64_t most_arguments = 64 * 1024;               // bytes
constexpr std::string_view life_prefix = "life-";

std::vector<std::string> lines(const std::string& text)
{
    std::vector<std::string> all;
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find('\n', at), text.size());
        if (end > at) all.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return all;
}

}  // namespace

DisplayWatch::DisplayWatch(styx::Loop& loop, const styx::Places& places, std::string program)
    : loop_(loop), places_(places), program_(std::move(program)), link_(loop, places.display), since_(loop.now()),
      pause_(first_pause)
{
    link_.up = [this] {
        pause_ = first_pause;
        is_dismissed_ = false;
        if (came) came();
    };
    link_.lost = [this] {
        since_ = loop_.now();
        patience_ = restart_msec;
        pause_ = first_pause;
        link_.look();
    };
    link_.missing = [this] { missing(); };
    link_.event = [this](std::string_view line) {
        auto words = styx::tokens(line);  // close <window> <life>
        if (!words.empty() && words[0] == "exit") is_dismissed_ = true;
        if (words.size() != 3 || words[0] != "close" || !close_clicked) return;
        close_clicked(words[2].starts_with(life_prefix) ? words[2].substr(life_prefix.size()) : words[2]);
    };
    link_.look();
}

bool DisplayWatch::is_expected() const
{
    return places_.display == places_.post("display") && read_file(arguments_file(), most_arguments).has_value();
}

// One that is still beginning, on a machine that has much to do, is waited for.
bool DisplayWatch::is_due() const
{
    auto waited = loop_.now() - since_;
    return waited >= patience_ && (waited >= stuck_msec || !begun_.is_alive());
}

void DisplayWatch::missing()
{
    if (is_over_) return;
    if (is_due()) start();
    link_.look_after(pause_);
    pause_ = std::min(pause_ * 5 / 4, patience_ == restart_msec ? first_pause : longest_pause);
}

void DisplayWatch::start()
{
    since_ = loop_.now();
    patience_ = restart_msec;
    if (!is_expected() || is_dismissed_) return;
    auto arguments = lines(read_file(arguments_file(), most_arguments).value_or(""));
    arguments.insert(arguments.begin(), "display");
    auto started = spawn_detached(program_, arguments, places_.run + "/display.log");
    pause_ = first_pause;
    if (started) begun_ = std::move(*started);
    else std::fprintf(stderr, "ninth session: %s\n", started.error().text.c_str());
}

void DisplayWatch::end()
{
    is_over_ = true;
    link_.hang_up();
    if (auto pid = process_at(places_.display)) (void)kill_process(*pid);
}

}  // namespace session
