#include "session/listing.h"

#include "runtime/image/history.h"
#include "session/words.h"
#include "styx/handlers.h"

#include <algorithm>
#include <chrono>

namespace session {
namespace {

namespace image = runtime::image;

std::uint64_t wall_clock()  // ms since 1970, UTC
{
    using namespace std::chrono;
    return std::uint64_t(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

// What is asked for and has not been answered.
struct Gathering {
    std::vector<Listed> lives;
    std::size_t missing = 0;
    std::function<void(std::vector<Listed>)> then;
    std::unique_ptr<styx::Timer> patience;

    void finish()
    {
        patience.reset();
        if (then) std::exchange(then, {})(std::move(lives));
    }
};

std::string age_on_disk(const std::string& directory)
{
    auto history = image::history(directory);
    if (!history || history->records.empty()) return "-";
    auto now = wall_clock(), then = history->records.back().time;
    return std::to_string(now > then ? now - then : 0);
}

Listed listed(const Life& l, const std::string& directory)
{
    auto detail = l.file.state == State::away ? line_of(l.file.place) : l.file.reason;
    return {l.id, l.file.name, std::string(name(l.file.state)), "-", l.link.is_up() ? "-" : age_on_disk(directory), detail};
}

// state generation sequence pid memory_bytes checkpoint_age_ms window pause_us
void take_status(Listed& l, const std::string& line)
{
    auto words = styx::tokens(line);
    if (words.size() < 6) return;
    l.memory = words[4];
    l.age = words[5];
}

void ask(Link& link, const std::shared_ptr<Gathering>& all, std::size_t place)
{
    ++all->missing;
    link.read("status", [all, place](Result<std::string> status) {
        if (!all->then) return;
        if (status) take_status(all->lives[place], *status);
        if (--all->missing == 0) all->finish();
    });
}

}  // namespace

void list_lives(styx::Loop& loop, const Lives& lives, const Store& store, std::function<void(std::vector<Listed>)> then)
{
    auto all = std::make_shared<Gathering>();
    all->then = std::move(then);
    auto is_shown = [&](const Life& l) { return l.file.state != State::away || l.file.home == store.desktop(); };
    std::vector<Life*> shown;
    for (auto& l : lives.all())
        if (is_shown(*l)) shown.push_back(l.get());
    for (auto* l : shown) all->lives.push_back(listed(*l, lives.directory(*l)));
    ++all->missing;  // so that answers from within a call do not end it
    for (std::size_t i = 0; i < shown.size(); ++i)
        if (shown[i]->link.is_up()) ask(shown[i]->link, all, i);
    if (--all->missing == 0) return all->finish();
    all->patience = loop.after(status_msec, [all] {
        auto kept = all;  // the timer, which holds this closure, goes in finish
        kept->finish();
    });
}

Result<std::string> history_of(const std::string& directory)
{
    auto history = TRY(image::history(directory));
    std::string text;
    for (auto& r : history.records)
        text += line_of({std::to_string(r.sequence), std::to_string(r.generation), std::to_string(r.time), r.cause,
                         std::to_string(r.bytes), r.kind == image::Kind::base ? "base" : "delta",
                         r.is_whole ? "whole" : "damaged"}) + "\n";
    return text;
}

}  // namespace session
