// The files of one life.
#include "session/tree.h"

#include "runtime/image/history.h"
#include "runtime/image/segment.h"
#include "session/words.h"
#include "styx/errors.h"

#include <algorithm>
#include <charconv>

namespace session {
namespace {

using styx::Names;

// One life of the tree's, found anew at each request: it may have ended.
struct Place {
    Tree& tree;
    std::string id;
    Life* life() const { return tree.parts().lives.find(id); }
    Lives& lives() const { return tree.parts().lives; }
};

// Commands that are one event of the table, answered when it has come about. What has ended is not in the list any more.
Result<> ask(Place& p, Event event, Command& c)
{
    DO(p.lives().tell(*p.life(), event));
    if (auto* life = p.life()) p.lives().wait(*life, event, std::move(c.request));
    else c.request.done();
    return {};
}

// How it looked is kept with it.
Result<> close(Place& p, const Names&, Command& c)
{
    auto& life = *p.life();
    if (!judge(life.file.state, Event::close)) return p.lives().tell(life, Event::close);
    auto kept = std::make_shared<Command>(std::move(c));
    p.tree.take_picture(p.id, [place = p, kept]() mutable {
        auto closed = place.life() ? ask(place, Event::close, *kept) : fail(styx::err::nonexist);
        if (!closed) kept->request.fail(closed.error());
    });
    return {};
}
Result<> thaw(Place& p, const Names&, Command& c) { return ask(p, Event::thaw, c); }
Result<> checkpoint(Place& p, const Names&, Command& c) { return ask(p, Event::checkpoint, c); }
Result<> end(Place& p, const Names&, Command& c) { return ask(p, Event::end, c); }

// Without a sequence: the image before the newest.
Result<std::uint64_t> image_to_restore(const std::string& directory, const Names& words)
{
    std::vector<std::uint64_t> whole;
    for (auto& r : TRY(runtime::image::history(directory)).records)
        if (r.is_whole) whole.push_back(r.sequence);
    if (whole.empty()) return fail("it has no image");
    if (words.empty()) return whole.size() < 2 ? whole[0] : whole[whole.size() - 2];
    std::uint64_t wanted = 0;
    auto [last, error] = std::from_chars(words[0].data(), words[0].data() + words[0].size(), wanted);
    if (error != std::errc() || last != words[0].data() + words[0].size()) return fail("not a sequence: " + words[0]);
    if (wanted < whole.front()) return fail("its oldest image is " + std::to_string(whole.front()));
    return wanted;
}

Result<> restore(Place& p, const Names& words, Command& c)
{
    auto& life = *p.life();
    if (!judge(life.file.state, Event::restore)) return p.lives().tell(life, Event::restore);
    auto upto = image_to_restore(p.lives().directory(life), words);
    if (!upto) return fail("cannot restore " + life.id + ": " + upto.error().text);
    life.upto = *upto;
    return ask(p, Event::restore, c);
}

// The run's own answer is the answer.
Result<> view(Place& p, const Names& words, Command& c)
{
    auto& life = *p.life();
    life.view = words[0];
    if (!judge(life.file.state, Event::view)) return p.lives().tell(life, Event::view);
    auto r = std::make_shared<styx::WriteRequest>(std::move(c.request));
    life.link.write("ctl", line_of({"view", words[0]}) + "\n", [r](Result<> done) {
        if (done) r->done();
        else r->fail(done.error());
    });
    return {};
}

// Whoever asked may copy it until this fid is let go.
Result<> leave(Place& p, const Names&, Command& c)
{
    auto& life = *p.life();
    auto* copier = &c.answer();
    DO(p.lives().tell(life, Event::leave));
    life.copier = copier;
    copier->let_go = [&lives = p.lives(), id = p.id, copier] {
        auto* l = lives.find(id);
        if (l && l->copier == copier) (void)lives.tell(*l, Event::back);
    };
    if (life.may_be_copied) c.request.done();
    else p.lives().wait(life, Event::leave, std::move(c.request));
    return {};
}

Result<> gone(Place& p, const Names& words, Command& c)
{
    auto& life = *p.life();
    if (life.file.state == State::leaving && life.copier != &c.answer()) return fail("someone else is copying " + life.id);
    c.answer().text = TRY(p.lives().leaves_to(life, words[0], words[1])) + "\n";
    c.request.done();
    return {};
}

constexpr CommandRow<Place> commands[] = {
    {"close", "", "freezes it", close},
    {"thaw", "", "runs it from its newest image", thaw},
    {"checkpoint", "", "makes an image now; then its sequence can be read", checkpoint},
    {"restore", "sequence?", "runs it from an older image: of this sequence, or the one before the newest", restore},
    {"end", "", "ends it; what it was is kept aside", end},
    {"view", "address", "shows it on the display at the address too", view},
    {"leave", "", "freezes it so that another desktop can copy it, until this fid is let go", leave},
    {"gone", "desktop address", "the other desktop has it: from now on it is away there", gone},
};

std::string state_line(const Life& l)
{
    Names words{std::string(name(l.file.state))};
    if (l.file.state == State::away) words.insert(words.end(), l.file.place.begin(), l.file.place.end());
    else if (!l.file.reason.empty()) words.push_back(l.file.reason);
    return line_of(words) + "\n";
}

// A read of what is on the disk, wherever it is then.
styx::Read from_disk(std::function<std::string()> path)
{
    return [path = std::move(path)](styx::ReadRequest r) {
        auto file = runtime::image::File::open_if_there(path());
        if (!file || !*file) return r.fail(file ? styx::err::nonexist : file.error().text);
        std::string bytes(r.count, '\0');
        auto n = (**file).read(r.offset, bytes);
        if (!n) return r.fail(n.error());
        r.reply(std::string_view(bytes).substr(0, *n));
    };
}

// The segments of the log, as they are at each look.
class LogDirectory : public styx::Node {
  public:
    explicit LogDirectory(Place place) : Node("log", styx::DMDIR | 0555), place_(std::move(place)) {}

    void walk(styx::WalkRequest r) override
    {
        auto where = path_of(r.name);
        if (!runtime::image::SegmentName::parse(r.name) || where.empty()) return r.fail(styx::err::nonexist);
        auto there = runtime::image::File::open_if_there(where);
        if (!there || !*there) return r.fail(styx::err::nonexist);
        auto segment = styx::file(r.name, 0440, from_disk([where] { return where; }));
        segment->root(styx::child_path(path, r.name));
        r.reply(std::move(segment));
    }

    void list(styx::ListRequest r) override
    {
        std::vector<styx::Stat> entries;
        auto names = runtime::image::segment_names(path_of(""));
        if (!names) return r.fail(names.error());
        for (auto& segment : *names) {
            styx::Node node(segment.file(), 0440);
            node.path = styx::child_path(path, segment.file());
            entries.push_back(node.describe());
        }
        r.reply(entries);
    }

  private:
    std::string path_of(const std::string& segment) const
    {
        auto* l = place_.life();
        return l ? place_.lives().directory(*l) + "/" + segment : "";
    }
    Place place_;
};

styx::Read text_of(const Place& p, std::function<Result<std::string>(const Life&)> get)
{
    return [p, get = std::move(get)](styx::ReadRequest r) {
        auto* life = p.life();
        auto text = life ? get(*life) : fail(styx::err::nonexist);
        if (text) r.slice(*text);
        else r.fail(text.error());
    };
}

std::string module_file(const Place& p, std::string (Modules::*which)(const std::string&) const)
{
    auto* life = p.life();
    return life ? (p.tree.parts().modules.*which)(life->file.module) : "";
}

// Its prepared wasm, what it was compiled to for this system, and its identity.
styx::NodePtr module_directory(const Place& p)
{
    return styx::dir("module", {
        styx::file("id", 0440, text_of(p, [p](const Life& l) -> Result<std::string> {
                       return TRY(p.tree.parts().modules.identity(l.file.module)) + "\n";
                   })),
        styx::file("wasm", 0440, from_disk([p] { return module_file(p, &Modules::wasm); })),
        styx::file(NINTH_SYSTEM, 0440, from_disk([p] { return module_file(p, &Modules::native); })),
    });
}

void run(const Place& p, styx::WriteRequest w)
{
    auto place = p;
    if (!place.life()) return w.fail(styx::err::nonexist);
    run_command<Place>(commands, place, std::move(w));
}

// THE TABLE of a life's files.
struct Row {
    styx::NodePtr (*make)(const Place&);
    const char* help;
};
const Row rows[] = {
    {[](const Place& p) { return styx::file("life", 0440, text_of(p, [](const Life& l) { return print(l.file); })); },
     "what is recorded of it: life_file.h"},
    {[](const Place& p) { return styx::file("state", 0440, text_of(p, state_line)); },
     "its state, and where it is away or what it died of"},
    {[](const Place& p) {
         return styx::file("history", 0440, text_of(p, [p](const Life& l) { return history_of(p.lives().directory(l)); }));
     },
     "a line for each image: sequence generation time cause bytes kind wholeness"},
    {[](const Place& p) {
         return styx::file("ctl", 0660, usage_or_answer<Place>(commands), [p](styx::WriteRequest w) { run(p, std::move(w)); },
                           [](styx::OpenRequest r) { r.reply(std::make_unique<Answer>()); });
     },
     "commands, and what the last one of the same fid answered"},
    {[](const Place& p) -> styx::NodePtr { return std::make_shared<LogDirectory>(p); }, "the segments of its log"},
    {[](const Place& p) {
         return styx::file("shot", 0440, from_disk([p] { return p.tree.picture_of(p.id); }), {}, [p](styx::OpenRequest request) {
             auto r = std::make_shared<styx::OpenRequest>(std::move(request));
             p.tree.take_picture(p.id, [r] { r->reply(); });
         });
     },
     "its window as a PNG: as of the open, or of when it was last seen"},
    {module_directory, "what it runs: id, wasm, and native code by its system's name"},
};

}  // namespace

std::shared_ptr<styx::Directory> life_directory(Tree& tree, const std::string& id)
{
    auto directory = styx::dir(id);
    for (auto& row : rows) directory->add(row.make({tree, id}));
    return directory;
}

}  // namespace session
