#include "runtime/run.h"

#include "runtime/process.h"
#include "styx/errors.h"
#include "styx/installed.h"
#include "styx/handlers.h"
#include "styx/places.h"
#include "styx/trace.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace runtime {

namespace {

constexpr int cannot_start = 4;
constexpr std::uint64_t last_words_msec = 1000;  // how long a process that goes waits to be asked why
constexpr std::uint64_t predecessor_msec = 1500; // how long one that went before may still hold the post

// Lines that every reader gets from the first one on; of very many the latest.
class Chronicle {
  public:
    void add(const std::string& line)
    {
        text_ += line + "\n";
        if (text_.size() > most_bytes) {
            auto from = text_.find('\n', text_.size() / 2) + 1;
            bool has_drawn = text_.substr(0, from).find("drawn\n") != std::string::npos;
            text_.erase(0, from);
            dropped_ += from;
            if (has_drawn) text_ += "drawn\n";  // which the next session wants to know
        }
        auto waiting = std::exchange(waiting_, {});
        for (auto& r : waiting)
            if (!r.flushed()) read(std::move(r));  // who hung up has closed what it had open
    }
    void read(styx::ReadRequest r)
    {
        has_readers_ = true;
        auto& ear = *static_cast<Ear*>(r.open);
        auto from = std::size_t(std::max(ear.at, dropped_) - dropped_);
        if (from == text_.size()) return waiting_.push_back(std::move(r));
        auto piece = text_.substr(from, r.count);
        ear.at = dropped_ + from + piece.size();
        r.reply(piece);
    }
    void open(styx::OpenRequest r) { r.reply(std::make_unique<Ear>()); }
    bool has_readers() const { return has_readers_; }
    bool is_read() const { return !waiting_.empty(); }  // somebody knows all of it, and asks for more

  private:
    struct Ear : styx::Open {
        std::uint64_t at = 0;  // in all that was ever said
    };
    static constexpr std::size_t most_bytes = 256 * 1024;
    std::string text_;
    std::uint64_t dropped_ = 0;  // bytes before it
    bool has_readers_ = false;
    std::vector<styx::ReadRequest> waiting_;
};

struct Words {
    std::string directory;
    image::Upto upto;
    bool trace = false;
};

Result<Words> parse(std::span<const std::string_view> arguments)
{
    Words w;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        auto a = arguments[i];
        if (a == "-D") {
            w.trace = true;
        } else if (a == "--upto" && i + 1 < arguments.size()) {
            auto n = arguments[++i];
            auto [end, error] = std::from_chars(n.data(), n.data() + n.size(), w.upto.sequence);
            if (error != std::errc() || end != n.data() + n.size()) return fail("not a number: " + std::string(n));
        } else if (w.directory.empty() && !a.starts_with('-')) {
            w.directory = a;
        } else {
            return fail("usage: ninth run DIRECTORY [--upto SEQUENCE] [-D]");
        }
    }
    if (w.directory.empty()) return fail("usage: ninth run DIRECTORY [--upto SEQUENCE] [-D]");
    while (w.directory.size() > 1 && w.directory.ends_with('/')) w.directory.pop_back();
    return w;
}

styx::NodePtr control_tree(Process& p, Chronicle& chronicle)
{
    using namespace styx;
    std::vector<Verb> verbs = {
        {"freeze", "", [&p](auto&) -> Result<> { p.freeze(); return {}; }, "make an image, take the window away, and go"},
        {"end", "", [&p](auto&) -> Result<> { p.end(); return {}; }, "go, with no image made"},
        {"view", "address", [&p](auto& a) -> Result<> { p.mirror().show_on(a[0]); return {}; }, "show the window on another display too"},
        {"display", "address", [&p](auto& a) -> Result<> { p.mirror().show_on(a[0]); return {}; }, "the same"},
        {"unview", "address", [&p](auto& a) -> Result<> { return p.mirror().leave(a[0]); }, "no longer there"},
    };
    // A checkpoint is answered when it is durable; the other verbs at once.
    auto control = [&p, verbs](WriteRequest w) {
        auto words = tokens(w.data);
        if (words.empty() || words[0] != "checkpoint") {
            if (auto r = run_verb(verbs, w.data); !r) w.fail(r.error());
            else w.done();
            return;
        }
        auto request = std::make_shared<WriteRequest>(std::move(w));
        p.checkpoint(words.size() > 1 ? words[1] : "asked", [request](Result<std::uint64_t> r) {
            if (r) request->done();
            else request->fail(r.error());
        });
    };
    return dir("", {
        file("ctl", 0600, text([verbs] { return usage(verbs); }), control),
        file("status", 0400, text([&p] { return p.status(); })),
        file("displays", 0400, text([&p] { return p.mirror().displays(); })),
        file("ns", 0400, text([&p] { return p.calls().names.print(); })),
        file("events", 0400, [&chronicle](ReadRequest r) { chronicle.read(std::move(r)); }, {},
             [&chronicle](OpenRequest r) { chronicle.open(std::move(r)); }),
    });
}

using Post = Result<std::unique_ptr<styx::Listener>>;

// The process before it may be saying its last words there.
Post post(styx::Loop& loop, styx::Server& server, const std::string& address)
{
    auto end = loop.now() + predecessor_msec;
    for (;;) {
        auto posted = loop.listen(address, [&server](std::unique_ptr<styx::Channel> c) { server.serve(std::move(c)); });
        if (posted || loop.now() >= end) return posted;
        loop.run_until([] { return false; }, 10);
    }
}

// Says why it cannot start: to its log, and for a while to whoever asks.
int give_up(styx::Loop& loop, const styx::Places& places, const std::string& directory, const Error& why)
{
    std::fprintf(stderr, "ninth run: %s\n", why.text.c_str());
    Chronicle chronicle;
    chronicle.add("failed " + why.text);
    styx::Server server;
    server.attach = styx::attach_to(styx::dir("", {
        styx::file("ctl", 0200, {}, [](styx::WriteRequest w) { w.done(); }),
        styx::file("status", 0400, styx::text([] { return std::string("failed 0 0 0 0 - hidden -\n"); })),
        styx::file("events", 0400, [&](styx::ReadRequest r) { chronicle.read(std::move(r)); }, {},
                   [&](styx::OpenRequest r) { chronicle.open(std::move(r)); }),
    }));
    auto id = directory.substr(directory.rfind('/') + 1);
    auto listener = post(loop, server, places.post("life-" + id));
    if (listener) loop.run_until([&] { return chronicle.is_read(); }, last_words_msec);
    return cannot_start;
}

int run(styx::Loop& loop, const styx::Places& places, const Words& words)
{
    Process::Options options{words.directory, words.upto, places.display, places.run,
                             {styx::installed("NINTH_GUESTS", "guest", "guest"), places.state + "/modules"}, places.state + "/fonts", styx::installed("NINTH_ASSETS", "assets", NINTH_ASSETS)};
    auto process = Process::start(loop, options);
    if (!process) return give_up(loop, places, words.directory, process.error());
    Chronicle chronicle;
    (*process)->happened = [&](std::string line) { chronicle.add(std::move(line)); };
    styx::Server server;
    if (words.trace) server.trace = styx::trace_to(stderr);
    server.attach = styx::attach_to(control_tree(**process, chronicle));
    auto listener = post(loop, server, places.post("life-" + (*process)->life().id));
    if (!listener) return give_up(loop, places, words.directory, listener.error());
    loop.run();
    // Who started it may not have dialled yet. That it is frozen its log says too.
    bool waits = chronicle.has_readers() || (*process)->has_ended_of_itself();
    if (waits) loop.run_until([&] { return chronicle.is_read(); }, last_words_msec);
    auto status = (*process)->exit_status();
    listener->reset();
    std::fflush(nullptr);
    std::_Exit(status);  // the guest's thread may be anywhere: nothing of it is taken down
}

}  // namespace

int run_main(std::span<const std::string_view> arguments)
{
    styx::ignore_broken_pipes();
    auto words = parse(arguments);
    auto places = styx::Places::find();
    if (!words || !places) {
        std::fprintf(stderr, "ninth run: %s\n", (!words ? words.error() : places.error()).text.c_str());
        return words ? cannot_start : 2;
    }
    styx::Loop loop;
    return run(loop, *places, *words);
}

}  // namespace runtime
