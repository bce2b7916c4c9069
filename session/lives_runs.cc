// The actions of the table, and the runs of lives: how they are started, heard and missed.
#include "runtime/image/history.h"
#include "runtime/image/log.h"
#include "session/lives.h"
#include "session/processes.h"
#include "session/spawn.h"
#include "session/words.h"
#include "styx/handlers.h"

#include <algorithm>
#include <charconv>

namespace session {
namespace {

constexpr std::uint64_t look_again_msec = 5;
constexpr std::uint64_t most_log = std::uint64_t(1) << 20;  // bytes of a log in which its last line is looked for
constexpr std::uint64_t last_words_msec = 1'100;  // a run that could not start holds its post so long (runtime/run.cc: 1000)

std::vector<std::uint64_t> whole_images(const std::string& directory)
{
    std::vector<std::uint64_t> found;
    auto history = runtime::image::history(directory);
    if (!history) return found;
    for (auto& entry : history->records)
        if (entry.is_whole) found.push_back(entry.sequence);
    std::ranges::sort(found);
    return found;
}

// The last words of a run: what it says, what that is to its life, and how a record of it begins.
struct Word {
    std::string_view said;
    Event event;
    std::string (*reason)(const std::string& rest);
};
std::string nothing(const std::string&) { return ""; }
std::string trapped(const std::string& rest) { return "it trapped: " + rest; }
std::string failed(const std::string& rest) { return rest; }
std::string exited(const std::string& rest) { return rest.empty() || rest == "0" ? "" : "it ended with status " + rest; }
constexpr Word words[] = {
    {"frozen", Event::froze, nothing},
    {"exited", Event::exited, exited},
    {"trapped", Event::trap, trapped},
    {"failed", Event::fail, failed},
};

}  // namespace

void Lives::act(Life& l, Action action)
{
    struct Row {
        Action action;
        void (*run)(Lives&, Life&);
    };
    static constexpr Row rows[] = {
        {Action::none, [](Lives&, Life&) {}},
        {Action::start, [](Lives& me, Life& life) { me.start(life); }},
        {Action::run_again, [](Lives& me, Life& life) { me.later(life, &Lives::run_again); }},
        {Action::ask_freeze,
         [](Lives& me, Life& life) {
             if (!life.has_run) return me.later(life, &Lives::has_no_run);
             me.ask(life, "freeze");
             me.see_it_freeze(life);
         }},
        {Action::ask_checkpoint, [](Lives& me, Life& life) { me.ask(life, "checkpoint asked"); }},
        {Action::ask_view, [](Lives& me, Life& life) { me.ask(life, line_of({"view", life.view})); }},
        {Action::ask_end,
         [](Lives& me, Life& life) {
             if (!life.has_run) return me.later(life, &Lives::has_no_run);
             me.ask(life, "end");
             me.end_by_force(life, end_msec);
         }},
        {Action::let_copy, [](Lives& me, Life& life) { me.let_copy(life); }},
        {Action::come_back, [](Lives& me, Life& life) { me.later(life, &Lives::come_back); }},
        {Action::drop_copy, [](Lives& me, Life& life) { me.drop_copy(life); }},
        {Action::discard, [](Lives& me, Life& life) { me.discard(life); }},
    };
    rows[std::size_t(action)].run(*this, l);
}

void Lives::later(Life& l, void (Lives::*what)(Life&))
{
    loop_.later([here = here_, id = l.id, what] {
        if (!*here) return;
        if (auto* life = (*here)->find(id)) ((*here)->*what)(*life);
    });
}

void Lives::start(Life& l)
{
    l.link.hang_up();
    l.watch.reset();
    l.patience.reset();
    l.has_run = true;
    l.has_answered = l.has_drawn = false;
    l.last_word.reset();
    l.started = l.tries.thawed = loop_.now();
    std::vector<std::string> arguments{"run", directory(l)};
    auto upto = std::exchange(l.upto, newest_image);
    if (upto != newest_image) arguments.insert(arguments.end(), {"--upto", std::to_string(upto)});
    arguments.insert(arguments.end(), settings_.more.begin(), settings_.more.end());
    auto spawned = spawn_detached(settings_.program, arguments, log_of(l));
    if (spawned) {
        l.begun = std::move(*spawned);
        return l.link.look();
    }
    l.last_word = {Event::fail, spawned.error().text};
    later(l, &Lives::run_is_gone);
}

// The reason of its death stands in the record, with the first word of how it died.
void Lives::run_again(Life& l)
{
    if (l.file.state != State::thawing) return;
    auto death = l.last_word ? Death::trapped : l.has_drawn ? Death::killed : Death::never_up;
    auto next = next_try(l.tries, death, whole_images(directory(l)), loop_.now());
    if (!next) {
        auto why = "it died " + std::to_string(most_deaths) + " times in a row" +
                   (l.file.reason.empty() ? "" : ", the last time: " + l.file.reason);
        return void(tell(l, Event::give_up, why));
    }
    l.upto = *next;
    if (!l.last_word || l.last_word->event != Event::fail) return start(l);
    l.patience = loop_.after(last_words_msec, [this, &l] { later(l, &Lives::start_if_due); });
}

void Lives::start_if_due(Life& l)
{
    if (!l.has_run && l.file.state == State::thawing) start(l);
}

// Where no run answers yet the table asks again once it does.
void Lives::ask(Life& l, const std::string& verb)
{
    if (l.link.is_up()) l.link.write("ctl", verb + "\n");
}

// Between two tries to start it there is nobody to be asked.
void Lives::has_no_run(Life& l)
{
    if (l.has_run) return;
    l.patience.reset();
    (void)tell(l, Event::die, "it was not running");
}

// A large image takes its time, and while it is written the run still answers. One that does not is ended.
void Lives::see_it_freeze(Life& l)
{
    l.patience = loop_.after(freeze_msec, [this, &l] {
        end_by_force(l, end_msec);
        l.link.read("status", [here = here_, id = l.id](const Result<std::string>& status) {
            auto* life = *here ? (*here)->find(id) : nullptr;
            if (status && life && life->has_run) (*here)->see_it_freeze(*life);
        });
    });
}

void Lives::end_by_force(Life& l, std::uint64_t msec)
{
    l.patience = loop_.after(msec, [this, &l] {
        auto holder = runtime::image::Lock::holder(directory(l) + "/lock");
        std::uint64_t pid = 0;
        std::from_chars(holder.data(), holder.data() + holder.size(), pid);
        if (runtime::image::is_locked(directory(l))) (void)kill_process(pid);
    });
}

void Lives::let_copy(Life& l)
{
    l.may_be_copied = true;
    for (auto& w : l.waiters)
        if (w.asked == Event::leave && !w.request.flushed()) w.request.done();
    std::erase_if(l.waiters, [](auto& w) { return w.request.flushed(); });
}

// Its copier may have gone before it was frozen.
void Lives::come_back(Life& l)
{
    l.may_be_copied = false;
    l.copier = nullptr;
    if (!l.has_run) (void)tell(l, Event::froze);
}

void Lives::drop_copy(Life& l)
{
    (void)store_.remove(Store::Place::arriving, l.id);
    if (auto before = store_.load(Store::Place::lives, l.id)) l.file = std::move(*before);
    else forget(l);
}

void Lives::discard(Life& l)
{
    settle(l);
    (void)store_.remove(Store::Place::lives, l.id);
    forget(l);
}

Result<std::string> Lives::leaves_to(Life& l, const std::string& desktop, const std::string& address)
{
    if (!is_id(desktop)) return fail("not a desktop: " + desktop);
    if (l.file.state == State::leaving && !l.may_be_copied) return fail("cannot let go of " + l.id + ": it is not frozen yet");
    auto before = l.file.place;
    l.file.place = {desktop, address};
    if (auto told = tell(l, Event::gone); !told) {
        l.file.place = before;
        return fail(told.error());
    }
    l.may_be_copied = false;
    l.copier = nullptr;
    if (l.file.home != store_.desktop()) (void)store_.remove_log(l.id);
    return line_of(l.file.place);
}

// What a program wrote last, without its name, if it did so to explain why it goes.
std::string Lives::last_line(const Life& l) const
{
    auto text = read_file(log_of(l), most_log).value_or("");
    while (text.ends_with('\n')) text.pop_back();
    text = text.substr(text.rfind('\n') + 1);
    auto prefix = l.file.name + ": ";
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

void Lives::heard(Life& l, std::string_view line)
{
    auto said = line.substr(0, line.find(' '));
    auto rest = std::string(line.substr(std::min(line.size(), said.size() + 1)));
    if (said == "drawn") return l.has_drawn = true, void(tell(l, Event::drawn));
    if (said == "checkpoint") return checkpointed(l, rest);
    if (said == "problem") return hindered(l, {Event::checkpoint}, rest);
    if (said == "unfrozen") {
        l.patience.reset();
        hindered(l, {Event::checkpoint, Event::close, Event::restore, Event::leave}, rest);
        return void(tell(l, Event::unfrozen, rest));
    }
    auto word = std::ranges::find(words, said, &Word::said);
    if (word == std::end(words)) return;
    l.last_word = {word->event, word->reason(rest)};
    // A program that has never drawn and ends with an error is one that could not start.
    if (word->event == Event::exited && !l.last_word->text.empty() && l.file.state == State::fresh) {
        auto last = last_line(l);
        l.last_word = {Event::fail, last.empty() ? l.last_word->text : last};
    }
    watch_end(l);
}

// It could make no image: who waits for one hears why, and so does who looks.
void Lives::hindered(Life& l, std::initializer_list<Event> what, const std::string& why)
{
    l.file.reason = why;
    for (auto& w : l.waiters)
        if (std::ranges::find(what, w.asked) != what.end() && !w.request.flushed()) w.request.fail(why);
    std::erase_if(l.waiters, [](auto& w) { return w.request.flushed(); });
    if (changed) changed(l);
}

// A run is gone when its lock is. One that has not said its last word may only have hung up; one that was started just
// now may not have its lock yet.
void Lives::watch_end(Life& l)
{
    l.watch.reset();
    bool is_locked = runtime::image::is_locked(directory(l));
    bool begins = !l.last_word && !l.has_answered && loop_.now() - l.started < begin_msec && l.begun.is_alive();
    if (!is_locked && !begins) return later(l, &Lives::run_is_gone);
    if (!l.last_word) return l.link.look_after(look_again_msec);
    l.watch = loop_.after(look_again_msec, [this, &l] { watch_end(l); });
}

void Lives::run_is_gone(Life& l)
{
    if (!l.has_run) return;
    l.has_run = l.has_answered = false;
    l.link.hang_up();
    l.watch.reset();
    l.patience.reset();
    auto word = l.last_word.value_or(Life::LastWord{Event::die, "it was killed"});
    (void)tell(l, word.event, word.text);
    settle_all();
}

}  // namespace session
