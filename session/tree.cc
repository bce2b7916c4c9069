#include "session/tree.h"

#include "session/picture.h"
#include "styx/errors.h"

#include <algorithm>

namespace session {
namespace {

using styx::Names;

constexpr std::uint64_t picture_msec = 300;  // so long a close waits for the display

// The session's commands. Each answers its request, or keeps it until what it asks for has come about.
Result<> open_program(Tree& tree, const Names& words, Command& c)
{
    auto* life = TRY(tree.parts().lives.open(words[0], words[1], Names(words.begin() + 2, words.end())));
    c.answer().text = life->id + "\n";
    tree.parts().lives.wait(*life, Event::drawn, std::move(c.request));
    return {};
}

Result<> pull(Tree& tree, const Names& words, Command& c)
{
    tree.parts().pulls.pull(words[0], words[1], std::move(c.request));
    return {};
}

// An ended one, by its id; where it is in its history is asked of its own ctl then.
Result<> bring_back(Tree& tree, const Names& words, Command& c)
{
    (void)TRY(tree.parts().lives.bring_back(words[0]));
    c.request.done();
    return {};
}

Result<> stop(Tree& tree, const Names&, Command& c)
{
    tree.parts().stop(std::move(c.request));
    return {};
}

constexpr CommandRow<Tree> commands[] = {
    {"open", "directory program argument…", "starts a program; done when it has drawn; then its id can be read", open_program},
    {"pull", "address life", "moves a life here from the desktop whose session or gate is at the address", pull},
    {"unend", "id", "brings an ended life back, frozen", bring_back},
    {"stop", "", "freezes all and ends the desktop", stop},
};

struct Snapshot : styx::Open {
    std::string text;
    explicit Snapshot(std::string t) : text(std::move(t)) {}
};

void open_list(Tree& tree, styx::OpenRequest request)
{
    auto r = std::make_shared<styx::OpenRequest>(std::move(request));
    auto& p = tree.parts();
    list_lives(p.loop, p.lives, p.store, [r](auto lives) { r->reply(std::make_unique<Snapshot>(print(lives))); });
}

std::string programs(const Modules& modules)
{
    std::string text;
    for (auto& name : modules.names()) text += name + "\n";
    return text;
}

// THE TABLE of the session's files.
struct Row {
    const char* name;
    std::uint32_t mode;
    styx::NodePtr (*make)(Tree&, const char* name, std::uint32_t mode);
    const char* help;
};
using styx::file;
const Row rows[] = {
    {"ctl", 0660,
     [](Tree& t, const char* n, std::uint32_t m) {
         return file(n, m, usage_or_answer<Tree>(commands),
                     [&t](styx::WriteRequest w) { run_command<Tree>(commands, t, std::move(w)); },
                     [](styx::OpenRequest r) { r.reply(std::make_unique<Answer>()); });
     },
     "commands, and what the last one of the same fid answered"},
    {"list", 0440,
     [](Tree& t, const char* n, std::uint32_t m) {
         return file(n, m, [](styx::ReadRequest r) { r.slice(static_cast<Snapshot*>(r.open)->text); }, {},
                     [&t](styx::OpenRequest r) { open_list(t, std::move(r)); });
     },
     "a line for each life, as of the open: id name state memory age detail"},
    {"programs", 0440,
     [](Tree& t, const char* n, std::uint32_t m) { return file(n, m, styx::text([&t] { return programs(t.parts().modules); })); },
     "what is installed, a name a line"},
    {"desktop", 0440,
     [](Tree& t, const char* n, std::uint32_t m) { return file(n, m, styx::text([&t] { return t.parts().store.desktop() + "\n"; })); },
     "the id of this desktop"},
    {"events", 0440, [](Tree& t, const char* n, std::uint32_t) { return t.events().file(n); },
     "a line for each change from the open on: id state"},
    {"ready", 0440,
     [](Tree& t, const char* n, std::uint32_t m) {
         return file(n, m, [&t](styx::ReadRequest r) { t.wait_for_readiness(std::move(r)); });
     },
     "how many lives are open, once the display is up and all of them have drawn"},
};

}  // namespace

struct Broadcast::Ear : styx::Open {
    Broadcast& of;
    styx::Events events;
    explicit Ear(Broadcast& broadcast) : of(broadcast) { of.ears_.insert(this); }
    ~Ear() override { of.ears_.erase(this); }
};

styx::NodePtr Broadcast::file(std::string file_name)
{
    return styx::file(
        std::move(file_name), 0440, [](styx::ReadRequest r) { static_cast<Ear*>(r.open)->events.read(std::move(r)); }, {},
        [this](styx::OpenRequest r) { r.reply(std::make_unique<Ear>(*this)); });
}

void Broadcast::post(const std::string& line)
{
    for (auto* ear : std::set(ears_)) ear->events.post(line);
}

Tree::~Tree() { *here_ = nullptr; }

Tree::Tree(Parts parts)
    : parts_(std::move(parts)), here_(std::make_shared<Tree*>(this)), lives_(styx::dir("lives")), root_(styx::dir("/"))
{
    for (auto& row : rows) root_->add(row.make(*this, row.name, row.mode));
    root_->add(lives_);
    root_->root(1);
    parts_.lives.came = [this](const Life& l) { lives_->add(life_directory(*this, l.id)); };
    parts_.lives.went = [this](const Life& l) {
        lives_->remove_child(l.id);
        events_.post(l.id + " ended\n");
        look();
    };
    parts_.lives.changed = [this](const Life& l) {
        events_.post(l.id + " " + std::string(name(l.file.state)) + "\n");
        look();
    };
}

std::string Tree::picture_of(const std::string& life) const
{
    return parts_.store.directory(Store::Place::lives, life) + "/shot.png";
}

void Tree::take_picture(const std::string& life, std::function<void()> then)
{
    auto* l = parts_.lives.find(life);
    if (!l || !l->link.is_up()) return then();
    parts_.loop.work([display = parts_.places.display, life,
                      path = picture_of(life)] { (void)write_window(display, life, path, picture_msec); },
                     [here = here_, then = std::move(then)] {
                         if (*here) then();
                     });
}

void Tree::wait_for_readiness(styx::ReadRequest r)
{
    if (r.offset > 0) return r.reply("");
    waiting_.push_back(std::move(r));
    look();
}

void Tree::look()
{
    if (waiting_.empty() || !parts_.lives.is_settled() || !parts_.is_ready()) return;
    auto running = std::ranges::count(parts_.lives.all(), State::running, [](auto& l) { return l->file.state; });
    for (auto& r : std::exchange(waiting_, {})) r.reply(std::to_string(running) + "\n");
}

}  // namespace session
