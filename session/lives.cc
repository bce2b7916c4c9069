#include "session/lives.h"

#include "runtime/image/known_fonts.h"
#include "runtime/image/log.h"
#include "session/host/names.h"
#include "session/words.h"
#include "styx/path.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace session {
namespace {

std::uint64_t wall_clock()  // ms since 1970, UTC
{
    using namespace std::chrono;
    return std::uint64_t(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

// What an event leaves behind in the record, besides the state.
struct Trace {
    Event event;
    void (*leave)(Life&, const std::string& detail);
};
void note_open(Life& l, const std::string&) { l.file.is_open = true, l.file.reason.clear(); }
void note_closed(Life& l, const std::string&) { l.file.is_open = false; }
void note_reason(Life& l, const std::string& why) { l.file.reason = why; }
void note_still_open(Life& l, const std::string& why) { l.file.is_open = true, l.file.reason = why; }
void note_back(Life& l, const std::string&) { l.file.place.clear(); }
constexpr Trace traces[] = {
    {Event::close, note_closed},  {Event::end, note_closed},   {Event::thaw, note_open},    {Event::restore, note_open},
    {Event::trap, note_reason},   {Event::fail, note_reason},  {Event::die, note_reason},   {Event::exited, note_reason},
    {Event::give_up, note_reason}, {Event::arrived, note_back}, {Event::unfrozen, note_still_open},
};

// When a command has been answered, and when it cannot be any more.
struct Wait {
    Event asked;
    std::vector<State> done, failed;
};
const Wait waits[] = {
    {Event::drawn, {State::running}, {State::frozen, State::dead, State::ended, State::away}},
    {Event::thaw, {State::running}, {State::frozen, State::dead, State::ended, State::away}},
    {Event::restore, {State::running}, {State::frozen, State::dead, State::ended, State::away}},
    {Event::pull, {State::running}, {State::frozen, State::dead, State::ended, State::away}},
    {Event::close, {State::frozen, State::ended}, {State::fresh, State::running, State::thawing, State::dead, State::away}},
    {Event::end, {State::ended}, {State::running, State::frozen, State::dead, State::away}},
    {Event::checkpoint, {}, {State::frozen, State::thawing, State::dead, State::ended, State::away}},
    {Event::leave, {}, {State::running, State::freezing, State::frozen, State::thawing, State::dead, State::ended}},
};

bool has(const std::vector<State>& states, State s) { return std::ranges::find(states, s) != states.end(); }

std::string why_not(const Life& l)
{
    if (!l.file.reason.empty()) return l.file.reason;
    return l.id + " is " + std::string(name(l.file.state));
}

}  // namespace

Lives::Lives(styx::Loop& loop, Store& store, const styx::Places& places, const Modules& modules, RunSettings settings)
    : loop_(loop), store_(store), places_(places), modules_(modules), settings_(std::move(settings)),
      here_(std::make_shared<Lives*>(this))
{}
Lives::~Lives() { *here_ = nullptr; }

Life* Lives::find(std::string_view id) const
{
    auto i = std::ranges::find(lives_, id, [](auto& l) { return std::string_view(l->id); });
    return i == lives_.end() ? nullptr : i->get();
}

std::string Lives::directory(const Life& l) const { return store_.directory(Store::Place::lives, l.id); }

Life& Lives::add(std::string id, LifeFile file)
{
    auto life = std::make_unique<Life>(loop_, id, places_.post("life-" + id));
    life->file = std::move(file);
    auto order = [](auto& l) { return std::pair(l->file.created, l->id); };
    auto at = std::ranges::upper_bound(lives_, order(life), {}, order);
    auto& l = **lives_.insert(at, std::move(life));
    l.link.up = [this, &l] {
        l.has_run = l.has_answered = true;
        (void)tell(l, Event::launched);
    };
    l.link.event = [this, &l](std::string_view line) { heard(l, line); };
    l.link.missing = l.link.lost = [this, &l] { watch_end(l); };
    if (came) came(l);
    return l;
}

Result<> Lives::begin()
{
    for (auto& id : TRY(store_.ids(Store::Place::arriving))) take_up_arriving(id);
    auto ids = TRY(store_.ids(Store::Place::lives));
    std::ranges::sort(ids);
    for (auto& id : ids) take_up(id);
    // A life that cannot be read may name one, too.
    if (auto used = store_.modules_in_use()) modules_.forget_all_but(*used);
    if (auto known = store_.fonts_in_use()) runtime::image::forget_fonts_but(store_.fonts(), *known);
    auto all = std::vector<Life*>();
    for (auto& l : lives_) all.push_back(l.get());
    for (auto* l : all) look_for_run(*l);
    return {};
}

void Lives::take_up(const std::string& id)
{
    if (find(id)) return;  // it is arriving
    auto file = store_.load(Store::Place::lives, id);
    // Here it has passed the commit point; who moved it was killed before it had said so.
    if (file && file->state == State::arriving) file->state = State::thawing, file->is_open = true;
    if (file) return void(add(id, std::move(*file)));
    LifeFile damaged;
    damaged.name = "?";
    damaged.state = State::dead;
    damaged.reason = file.error().text;
    add(id, damaged).is_damaged = true;
}

// One that was taken in already, or was not yet promised, is not on its way any more.
void Lives::take_up_arriving(const std::string& id)
{
    using enum Store::Place;
    auto file = store_.load(arriving, id);
    if (!file || file->place.empty()) return void(store_.remove(arriving, id));
    if (file->state != State::arriving) return void(store_.move(id, arriving, lives));
    auto& l = add(id, std::move(*file));
    if (moved_half) moved_half(l);
}

// Whatever the record says, what runs is found. What should run and does not is as good as dead.
void Lives::look_for_run(Life& l)
{
    bool is_locked = runtime::image::is_locked(directory(l));
    auto state = l.file.state;
    bool is_at_rest = state == State::frozen || state == State::dead || state == State::away || state == State::arriving;
    l.has_run = is_locked || !is_at_rest;
    l.has_answered = l.has_run;
    if (l.has_run) l.link.look();
    if (state == State::leaving) (void)tell(l, Event::back);
    if (state == State::frozen && !l.has_run && l.file.is_open) (void)tell(l, Event::thaw);
}

Result<Life*> Lives::open(const std::string& cwd, const std::string& name, const styx::Names& arguments)
{
    if (is_shutting_down_) return fail("the desktop is being stopped");
    DO(modules_.check(name));
    std::error_code bad;
    auto directory = system_path(cwd);
    if (!cwd.starts_with('/') || !directory || !std::filesystem::is_directory(styx::path_of(*directory), bad)) return fail("not a directory: " + cwd);
    LifeFile file;
    file.name = name;
    file.module = TRY(modules_.keep(name));
    file.arguments = arguments;
    file.directory = cwd;
    file.home = store_.desktop();
    file.created = wall_clock();
    auto id = TRY(store_.make());
    if (auto saved = store_.save(Store::Place::lives, id, file); !saved) {
        (void)store_.remove(Store::Place::lives, id);
        return fail(saved.error());
    }
    auto& l = add(id, std::move(file));
    start(l);
    if (changed) changed(l);
    return &l;
}

Result<Life*> Lives::bring_back(std::string_view id)
{
    auto file = store_.load(Store::Place::ended, id);
    if (!is_id(id) || !file) return fail("no life is called " + std::string(id));
    file->state = State::frozen;
    file->is_open = false;
    file->reason.clear();
    DO(store_.move(id, Store::Place::ended, Store::Place::lives));
    auto& l = add(std::string(id), std::move(*file));
    (void)record(l);
    if (changed) changed(l);
    return &l;
}

Result<Life*> Lives::expect(const std::string& id, const std::string& name)
{
    if (auto* l = find(id)) {
        DO(tell(*l, Event::pull));
        return l;
    }
    LifeFile file;
    file.name = file.module = name;
    file.created = wall_clock();
    file.state = State::arriving;
    auto& l = add(id, std::move(file));
    if (changed) changed(l);
    return &l;
}

Result<> Lives::take_in(Life& l, LifeFile file)
{
    DO(store_.move(l.id, Store::Place::arriving, Store::Place::lives));
    l.file = std::move(file);
    l.file.state = State::arriving;
    l.file.is_open = true;
    return tell(l, Event::arrived);
}

Result<> Lives::tell(Life& l, Event event, const std::string& detail)
{
    auto before = l.file;
    auto step = judge(before.state, event);
    if (!step) return fail(refusal(event, before.state, l.id, before.state == State::away ? line_of(before.place) : before.reason));
    remember(l, event, detail);
    l.file.state = step->to;
    auto recorded = l.file == before ? Result<>() : record(l);
    if (!recorded && event == Event::gone) {
        l.file = before;
        return recorded;
    }
    if (!recorded) std::fprintf(stderr, "ninth session: life %s: %s\n", l.id.c_str(), recorded.error().text.c_str());
    act(l, step->action);
    settle(l);
    if (changed && l.file.state != before.state) changed(l);
    if (came_to_rest && is_at_rest(l.file.state) && !is_at_rest(before.state)) came_to_rest(l);
    if (step->to == State::ended && step->action != Action::discard) leave_the_list(l);
    if (l.file.state == State::frozen && l.file.is_open && !is_shutting_down_) return tell(l, Event::thaw);
    return {};
}

void Lives::remember(Life& l, Event event, const std::string& detail)
{
    auto trace = std::ranges::find(traces, event, &Trace::event);
    if (trace != std::end(traces)) trace->leave(l, detail);
    // Frozen though this session did not ask for it: by its user, some other way.
    if (event == Event::froze && is_alive(l.file.state)) l.file.is_open = false;
    if (event == Event::thaw || event == Event::restore) l.tries = {};
    if (event == Event::drawn) l.file.reason.clear();
}

// What is arriving is recorded where it is copied to, by who copies it.
Result<> Lives::record(Life& l)
{
    if (l.is_damaged || l.file.state == State::arriving || l.file.state == State::ended) return {};
    return store_.save(Store::Place::lives, l.id, l.file);
}

void Lives::wait(Life& l, Event asked, styx::WriteRequest r)
{
    l.waiters.push_back({asked, std::move(r)});
    settle(l);
}

void Lives::settle(Life& l)
{
    auto waiting = std::exchange(l.waiters, {});
    for (auto& w : waiting) {
        auto wait = std::ranges::find(waits, w.asked, &Wait::asked);
        if (w.request.flushed()) continue;
        bool is_over = w.asked == Event::drawn && l.file.state == State::ended && l.file.reason.empty();
        if (is_over || has(wait->done, l.file.state)) w.request.done();
        else if (has(wait->failed, l.file.state)) w.request.fail(why_not(l));
        else l.waiters.push_back(std::move(w));
    }
    settle_all();
}

void Lives::checkpointed(Life& l, const std::string& sequence)
{
    if (l.file.state == State::running) l.file.reason.clear();  // why the one before it could not be made
    if (!std::exchange(l.file.has_images, true)) (void)record(l);
    for (auto& w : l.waiters) {
        if (w.asked != Event::checkpoint || w.request.flushed()) continue;
        static_cast<Answer*>(w.request.open)->text = sequence + "\n";
        w.request.done();
    }
    std::erase_if(l.waiters, [](auto& w) { return w.request.flushed(); });
}

bool Lives::is_settled() const
{
    constexpr State unsettled[] = {State::fresh, State::thawing, State::restoring, State::freezing, State::ending};
    return std::ranges::none_of(lives_, [&](auto& l) { return std::ranges::find(unsettled, l->file.state) != std::end(unsettled); });
}

void Lives::settle_all()
{
    if (!shut_down_ || !is_settled()) return;
    loop_.later([here = here_] {
        if (*here && (*here)->shut_down_ && (*here)->is_settled()) std::exchange((*here)->shut_down_, {})();
    });
}

void Lives::shut_down(std::function<void()> then)
{
    is_shutting_down_ = true;
    if (shut_down_) then = [first = std::move(shut_down_), then] { first(), then(); };
    shut_down_ = std::move(then);
    auto all = std::vector<Life*>();
    for (auto& l : lives_) all.push_back(l.get());
    for (auto* l : all) {
        (void)tell(*l, Event::shutdown);
        if (l->has_run && l->file.state == State::freezing) end_by_force(*l, shutdown_msec);
    }
    settle_all();
}

std::string Lives::not_frozen() const
{
    std::string all;
    for (auto& l : lives_)
        if (is_alive(l->file.state)) all += (all.empty() ? "" : "; ") + l->file.name + " " + l->id + ": " + l->file.reason;
    return all;
}

void Lives::go_on()
{
    is_shutting_down_ = false;
    auto all = std::vector<Life*>();
    for (auto& l : lives_) all.push_back(l.get());
    for (auto* l : all) {
        if (l->file.state == State::running) l->patience.reset();
        if (l->file.state == State::frozen && l->file.is_open) (void)tell(*l, Event::thaw);
    }
}

// Kept aside as what it will be if it is brought back.
void Lives::leave_the_list(Life& l)
{
    auto file = l.file;
    file.state = State::frozen;
    if (!l.is_damaged) (void)store_.save(Store::Place::lives, l.id, file);
    if (auto moved = store_.move(l.id, Store::Place::lives, Store::Place::ended); !moved)
        std::fprintf(stderr, "ninth session: %s\n", moved.error().text.c_str());
    store_.forget_oldest_ended();
    forget(l);
}

// It may be in the midst of a call of its own link: it goes afterwards.
void Lives::forget(Life& l)
{
    auto i = std::ranges::find(lives_, &l, [](auto& p) { return p.get(); });
    if (i == lives_.end()) return;
    if (went) went(l);
    std::error_code ignored;
    std::filesystem::remove(styx::path_of(log_of(l)), ignored);
    std::shared_ptr<Life> gone = std::move(*i);
    lives_.erase(i);
    loop_.later([gone] {});
}

}  // namespace session
