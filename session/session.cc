#include "session/session.h"

#include "session/display_watch.h"
#include "session/host/session_watch.h"
#include "session/processes.h"
#include "session/relay.h"
#include "session/spawn.h"
#include "session/tree.h"
#include "styx/environment.h"
#include "styx/installed.h"
#include "styx/path.h"
#include "styx/serve.h"
#include "styx/trace.h"

#include <cstdio>
#include <filesystem>
#include <optional>

namespace session {
namespace {

constexpr char usage[] = "usage: ninth session [-D]\n"
                         "  -D  prints the conversations on standard error\n";
constexpr std::uint64_t last_answers_msec = 100;  // so that who asked for the end hears of it

// The parts, in the order in which they need one another.
class Session {
  public:
    static Result<> run(const styx::Places&, styx::Trace);

  private:
    Session(const styx::Places&, Store, const Modules&, const std::string& program, std::vector<std::string> more);
    void stop(styx::WriteRequest);
    void end_desktop();
    void start_host();
    void ensure_host();
    void sweep(const Life&);
    void close_clicked(const std::string& id);

    const styx::Places& places_;
    std::string program_;
    Store store_;
    const Modules& modules_;
    styx::Loop loop_;
    Lives lives_;
    Pulls pulls_;
    Tree tree_;
    styx::Server server_;
    Relay relay_;
    std::unique_ptr<DisplayWatch> display_;
    std::unique_ptr<SessionWatch> host_;  // it watches any post
    std::unique_ptr<styx::Timer> last_answers_;
};

Session::Session(const styx::Places& places, Store store, const Modules& modules, const std::string& program,
                 std::vector<std::string> more)
    : places_(places), program_(program), store_(std::move(store)), modules_(modules),
      lives_(loop_, store_, places_, modules_, {program, std::move(more)}), pulls_(loop_, lives_, store_, modules_, places_),
      tree_({loop_, lives_, store_, modules_, pulls_, places_,
             [this] { return display_ && (display_->is_up() || !display_->is_expected()); },
             [this](styx::WriteRequest r) { stop(std::move(r)); }}),
      relay_(loop_, places_, [this](auto channel) { server_.serve(std::move(channel)); })
{
    server_.attach = styx::attach_to(tree_.root());
    relay_.own_service = "session";
    lives_.moved_half = [this](const Life& l) { pulls_.resolve(l.id); };
}

Result<> Session::run(const styx::Places& places, styx::Trace trace)
{
    auto store = TRY(Store::open(places.state));
    auto program = TRY(styx::own_program());
    auto modules = TRY(Modules::find(store.modules()));
    std::vector<std::string> more;
    if (trace) more.push_back("-D");
    Session s(places, std::move(store), modules, program, std::move(more));
    s.server_.trace = s.relay_.trace = trace;
    auto post = TRY(s.loop_.listen(places.session, [&](auto channel) { s.relay_.serve(std::move(channel)); }));
    s.display_ = std::make_unique<DisplayWatch>(s.loop_, s.places_, program);
    s.display_->came = [&] {
        for (auto& life : s.lives_.all()) s.sweep(*life);
        s.tree_.look();
    };
    s.display_->close_clicked = [&](const std::string& id) { s.close_clicked(id); };
    s.lives_.came_to_rest = [&](const Life& life) { s.sweep(life); };
    s.ensure_host();
    DO(s.lives_.begin());
    s.loop_.run();
    return {};
}

// A program that was killed while it ended, or trapped too often, has left its window behind.
void Session::sweep(const Life& life)
{
    if (is_at_rest(life.file.state)) display_->forget(life.id);
}

void Session::close_clicked(const std::string& id)
{
    auto* life = lives_.find(id);
    if (!life || is_at_rest(life->file.state)) return display_->forget(id);
    tree_.take_picture(id, [this, id] {
        if (auto* still = lives_.find(id)) (void)lives_.tell(*still, Event::close);
    });
}

void Session::start_host()
{
    auto started = spawn_detached(program_, {"host"}, places_.run + "/host.log");
    if (!started) std::fprintf(stderr, "ninth session: %s\n", started.error().text.c_str());
}

// The watch by itself starts one only in the place of one that was there.
void Session::ensure_host()
{
    if (!process_at(places_.post("host"))) start_host();
    host_ = std::make_unique<SessionWatch>(loop_, places_.post("host"), [this] { start_host(); });
}

void Session::stop(styx::WriteRequest request)
{
    auto asked = std::make_shared<styx::WriteRequest>(std::move(request));
    lives_.shut_down([this, asked] {
        if (auto left = lives_.not_frozen(); !left.empty()) {
            lives_.go_on();
            return asked->fail(left + ": the desktop goes on");
        }
        end_desktop();
        asked->done();
        last_answers_ = loop_.after(last_answers_msec, [this] { loop_.stop(); });
    });
}

// The host would start this session again if it saw it go.
void Session::end_desktop()
{
    display_->end();
    host_.reset();
    if (auto pid = process_at(places_.post("host"))) (void)kill_process(*pid);
    std::error_code ignored;
    for (auto service : {"display", "display-app", "host"}) std::filesystem::remove(styx::path_of(places_.run + "/" + service), ignored);
}

void pass_on(const styx::Places& places)
{
    styx::set_environment("NINTH_STATE", places.state);
    styx::set_environment("NINTH_RUN", places.run);
    styx::set_environment("NINTH_DISPLAY", places.display);
    styx::set_environment("NINTH_SESSION", places.session);
}

Result<> serve(styx::Trace trace)
{
    auto places = TRY(styx::Places::find());
    pass_on(places);
    std::error_code ignored;
    std::filesystem::current_path("/", ignored);  // so that no disk is kept from being unmounted
    return Session::run(places, std::move(trace));
}

}  // namespace

int session_main(std::span<const std::string_view> arguments)
{
    styx::ignore_broken_pipes();
    bool shows_trace = arguments.size() == 1 && arguments[0] == "-D";
    if (!arguments.empty() && !shows_trace) return std::fputs(usage, stderr), 2;
    auto served = serve(shows_trace ? styx::trace_to(stderr) : styx::Trace());
    if (served) return 0;
    std::fprintf(stderr, "ninth session: %s\n", served.error().text.c_str());
    return 1;
}

}  // namespace session
