#include "winserver/desktop.h"

#include "winserver/fields.h"

#include "styx/errors.h"

#include <algorithm>
#include <chrono>

namespace winserver {
namespace {

// Greater than any number an earlier display has given, as long as it gave less than a million events a millisecond.
std::uint64_t first_seq()
{
    auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    return std::uint64_t(std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count()) << 20;
}

constexpr draw::Point usual_size{680, 480};
constexpr char usual_hint[] = "Nothing is open. In a terminal: ninth open note FILE";

}  // namespace

Desktop::Desktop(styx::Loop& loop, Host& host, DesktopSettings settings)
    : loop_(loop), host_(host), settings_(std::move(settings))
{
    arena_.set_work(&turns_);
    for (auto capability : {Capability::app, Capability::desk, Capability::foreign, Capability::screen}) {
        auto& server = servers_[capability];
        server.attach = [this, capability](styx::AttachRequest r) {
            // Making a window takes as long as drawing on all of it.
            auto answer = [this, capability, hello = *r.hello](styx::AttachRequest asked) {
                asked.hello = &hello;
                answer_attach(*this, capability, std::move(asked));
            };
            auto client = turns_.client(r.conversation, Turns::Kind::windows);
            turns_.ask(client, std::move(r), std::move(answer));
        };
        server.trace = settings_.trace;
    }
}

Desktop::~Desktop()
{
    host_.event = {};
    *here_ = nullptr;
    servers_.clear();
    turns_.end();
}

Result<std::unique_ptr<Desktop>> Desktop::make(styx::Loop& loop, Host& host, DesktopSettings settings)
{
    std::unique_ptr<Desktop> d(new Desktop(loop, host, std::move(settings)));
    d->compositor_ = TRY(Compositor::make(loop, d->arena_, host, d->stack_, d->settings_.size));
    if (auto lettering = Lettering::open(d->arena_, d->settings_.assets)) d->lettering_.emplace(std::move(*lettering));
    auto& c = *d->compositor_;
    if (d->lettering_) d->lettering_->set_scale(d->settings_.scale);
    c.lettering = d->lettering_ ? &*d->lettering_ : nullptr;
    c.metrics = Metrics(c.theme, d->settings_.scale);
    c.hint = usual_hint;
    c.framed = [desk = d.get()] { desk->framed(); };
    host.event = [desk = d.get()](const HostEvent& e) { desk->happened(e); };
    host.set(SurfaceId::desktop, {d->settings_.size, d->settings_.scale, "Ninth", SurfaceKind::desktop, true});
    return d;
}

void Desktop::serve(std::unique_ptr<styx::Channel> channel, Capability capability)
{
    servers_[capability].serve(std::move(channel));
}

Result<> Desktop::check(const draw::Rect& r) const
{
    if (r.min.x >= r.max.x || r.min.y >= r.max.y) return fail("bad rectangle");
    if (r.dx() < least_side || r.dy() < least_side) return fail("window too small");
    if (r.dx() > most_side || r.dy() > most_side || std::int64_t(r.dx()) * r.dy() > most_area) return fail("bad rectangle");
    return {};
}

draw::Rect Desktop::cascade(draw::Point size)
{
    auto& m = metrics();
    draw::Point step{m.title, m.title}, start{2 * m.title, 2 * m.title};
    auto room = compositor_->size() - size - start;
    int steps = std::max(1, std::min(room.x, room.y) / m.title + 1), n = cascaded_++ % steps;
    draw::Point min{start.x + n * step.x, start.y + n * step.y};
    return {min, min + size};
}

// The title bar stays below the top edge, and two grips of it beside the others.
draw::Rect Desktop::within_reach(draw::Rect r) const
{
    auto& m = metrics();
    auto screen = compositor_->size();
    int least = std::min(2 * m.title, r.dx());
    draw::Point min{std::clamp(r.min.x, least - r.dx(), std::max(screen.x - least, least - r.dx())),
                    std::clamp(r.min.y, m.title, std::max(screen.y, m.title))};
    return r + (min - r.min);
}

Result<WindowPtr> Desktop::open(const NewWindow& wanted, const std::string& life, std::uint64_t generation)
{
    if (wanted.size) DO(check({{0, 0}, *wanted.size}));
    auto r = wanted.place ? *wanted.place : cascade(wanted.size.value_or(usual_size));
    DO(check(r));
    if (!wanted.is_screen) r = within_reach(r);
    int id = ++last_id_;  // others may open windows meanwhile
    auto picture = TRY(Picture::make(loop_, arena_, id, r.max - r.min, compositor_->theme.paper));
    auto w = std::make_shared<Window>(id, std::move(picture), first_seq());
    w->life = life;
    w->generation = generation;
    w->place = r;
    w->is_visible = !wanted.is_hidden;
    w->order = wanted.order.value_or(stack_.top_order());
    auto size = w->picture->size();
    w->tail.set_size(std::to_string(size.x) + ' ' + std::to_string(size.y) + ' ' + scale_text(scale()));
    w->picture->renewed = [this, window = w.get()] { window->resized(scale()); };
    w->picture->shown = [this, window = w.get()](draw::Rect part) {
        if (window->is_visible) compositor_->damage(draw::intersection(part + window->place.min, window->place));
    };
    w->picture->due = [this, window = std::weak_ptr(w)] { show_in_turn(window); };
    stack_.add(w);
    damage(*w);
    if (w->is_visible && (wanted.is_current || !wanted.order)) focus(w.get());
    w->announce();
    return w;
}

Result<WindowPtr> Desktop::whole_screen()
{
    if (whole_screen_) return whole_screen_;
    NewWindow wanted;
    wanted.place = draw::Rect{{0, 0}, compositor_->size()};
    wanted.is_screen = true;
    whole_screen_ = TRY(open(wanted, "-", 0));
    return whole_screen_;
}

WindowPtr Desktop::left_behind(const std::string& life, std::uint64_t generation) const
{
    if (life == "-") return nullptr;
    auto is_it = [&](auto& w) { return w->life == life && (!w->owner || w->generation < generation); };
    auto all = stack_.windows();
    WindowPtr oldest;
    for (auto& w : all)
        if (is_it(w) && (!oldest || w->id < oldest->id)) oldest = w;
    return oldest;
}

void Desktop::adopt(Window& w, std::uint64_t generation)
{
    w.fail_readers({styx::err::moved});
    w.tail.adopt(generation == w.generation ? Tail::Generation::same : Tail::Generation::newer);
    w.picture->adopt();
    w.generation = generation;
}

void Desktop::damage(const Window& w)
{
    // With no window left, or the first one there, the hint comes or goes.
    if (!stack_.top_visible() || stack_.windows().size() == 1) return compositor_->damage_all();
    compositor_->damage(painted(w.place, metrics()));
}

namespace {

// Shows what a program drew without saying when it is to be seen.
class Show final : public Turns::Job {
  public:
    Show(Turns& turns, std::weak_ptr<Window> window) : turns_(turns), window_(std::move(window)) {}
    void run() override
    {
        Turns::Whole whole(turns_);
        if (auto w = window_.lock()) w->picture->show();
    }
    bool is_cut_off() const override { return false; }

  private:
    Turns& turns_;
    std::weak_ptr<Window> window_;
};

}  // namespace

void Desktop::show_in_turn(const std::weak_ptr<Window>& window)
{
    auto w = window.lock();
    if (!w) return;
    auto* conversation = w->owner ? w->owner->conversation : nullptr;
    turns_.add(turns_.client(conversation, Turns::Kind::windows), std::make_unique<Show>(turns_, window));
}

Result<> Desktop::place(Window& w, draw::Rect client)
{
    DO(check(client));
    client = within_reach(client);
    if (client == w.place) return {};
    DO(w.picture->resize(client.max - client.min));
    if (w.is_visible) compositor_->damage(painted(w.place, metrics()));
    w.place = client;
    if (w.is_visible) compositor_->damage(painted(w.place, metrics()));
    w.announce();
    return {};
}

void Desktop::raise(Window& w)
{
    stack_.raise(w);
    damage(w);
    w.announce();
}

void Desktop::lower(Window& w)
{
    stack_.lower(w);
    damage(w);
    w.announce();
    if (w.is_current) focus_top();
}

void Desktop::focus(Window* w)
{
    auto before = current_.lock();
    if (before.get() == w) return;
    current_ = w ? stack_.find(w->id) : nullptr;
    if (before) {
        before->is_current = false;
        if (std::exchange(keys_are_down_, false)) before->key("K");
        damage(*before);
        before->announce();
    }
    if (!w) return;
    w->is_current = true;
    damage(*w);
    w->announce();
    events.post("current " + std::to_string(w->id) + " " + w->life + "\n");
}

void Desktop::focus_top() { focus(stack_.top_visible()); }

void Desktop::hide(Window& w)
{
    if (!w.is_visible) return;
    damage(w);
    w.is_visible = false;
    if (w.is_current) focus_top();
    if (!stack_.top_visible()) compositor_->damage_all();
    pointer_.refresh();
    w.announce();
}

void Desktop::unhide(Window& w)
{
    if (w.is_visible) return;
    w.is_visible = true;
    if (w.tail.wants_frame()) compositor_->tick();
    damage(w);
    w.announce();
}

void Desktop::remove(Window& w)
{
    auto kept = stack_.find(w.id);
    if (!kept) return;
    damage(w);
    pointer_.forget(w);
    stack_.remove(w);
    if (w.is_current) {
        keys_are_down_ = false;
        current_.reset();
        w.is_current = false;
        focus_top();
    }
    if (!stack_.top_visible()) compositor_->damage_all();
    pointer_.refresh();
    w.fail_readers({"window deleted"});
}

void Desktop::remove_later(const WindowPtr& w)
{
    loop_.later([here = here_, gone = std::weak_ptr(w)] {
        auto still = gone.lock();
        if (*here && still) (*here)->remove(*still);
    });
}

void Desktop::close(Window& w)
{
    events.post("close " + std::to_string(w.id) + " " + w.life + "\n");
    if (w.life == "-") remove(w);
}

void Desktop::forget(const std::string& life)
{
    auto all = stack_.windows();
    for (auto& w : std::vector<WindowPtr>(all.begin(), all.end()))
        if (w->life == life && life != "-" && !(w->owner && w->owner->is_linked())) remove(*w);
}

void Desktop::label(Window& w, std::string text)
{
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
    w.label = std::move(text);
    if (w.is_visible) compositor_->damage(title_bar(w.place, metrics()));
}

void Desktop::set_close_box(Window& w, CloseBox look)
{
    if (w.close_box == look) return;
    w.close_box = look;
    compositor_->damage(close_box(w.place, metrics()));
}

void Desktop::warp(draw::Point p)
{
    host_.warp(SurfaceId::desktop, p);
    pointer_.event(p, pointer_.buttons(), std::uint32_t(now()));
}

void Desktop::key(const std::string& message, const ReceiptPtr& receipt)
{
    auto w = current_.lock();
    if (!w) return;
    if (message.starts_with('k') || message.starts_with('K')) keys_are_down_ = message.size() > 1;
    w->last_input = now();
    w->key(message, receipt);
}

int Desktop::windows_of(const styx::Conversation* conversation) const
{
    return int(
        std::ranges::count_if(attaches_, [&](auto* a) { return a->conversation == conversation && a->is_owner; }));
}

void Desktop::set_snarf(std::string text)
{
    snarf = std::move(text);
    host_.set_snarf(snarf);
}

void Desktop::set_theme(const Theme& theme)
{
    compositor_->theme = theme;
    compositor_->metrics = Metrics(theme, scale());
    compositor_->damage_all();
}

std::string Desktop::status() const
{
    auto size = compositor_->size();
    std::string out =
        "size " + std::to_string(size.x) + " " + std::to_string(size.y) + "\nscale " + scale_text(scale()) + "\n";
    std::size_t links = 0;
    for (auto& [capability, server] : servers_) links += server.links();
    out += "connections " + std::to_string(links) + "\n";
    for (auto& w : stack_.windows())
        out += "window " + std::to_string(w->id) + " " + w->life + " " +
               (w->owner && w->owner->is_linked() ? "attached" : "orphan") + " " +
               (w->is_current ? "current" : "notcurrent") + " " + (w->is_visible ? "visible" : "hidden") + " " +
               std::to_string(w->tail.kept()) + " " + rc_quote(w->label) + "\n";
    return out;
}

void Desktop::happened(const HostEvent& event)
{
    std::visit([this](auto& e) { take(e); }, event);
}

void Desktop::take(const PointerEvent& e) { pointer(e.xy, e.buttons, e.msec); }

// A held key must not run on after it is let go, however slow the link to its program is.
void Desktop::take(const KeyEvent& e)
{
    auto w = current_.lock();
    if (e.is_repeat && w && w->has_unread_keys()) return;
    key(e.message);
}

void Desktop::take(const ResizeEvent& e)
{
    bool is_rescaled = e.scale != scale();
    if (e.size == compositor_->size() && !is_rescaled) return;
    if (!compositor_->resize(e.size)) return;
    settings_.scale = e.scale;
    compositor_->metrics = Metrics(compositor_->theme, e.scale);
    if (lettering_) lettering_->set_scale(e.scale);
    for (auto& w : stack_.windows()) {
        (void)place(*w, w->place);
        if (is_rescaled) w->resized(e.scale);
    }
    if (was_resized) was_resized(e.size);
}

void Desktop::framed()
{
    for (auto& w : stack_.windows())
        if (w->is_visible) w->tail.shown();
}

}  // namespace winserver
