#include "runtime/process.h"

#include "runtime/dev/misc.h"
#include "runtime/installed_module.h"
#include "runtime/snapshot.h"
#include "styx/errors.h"

#include <chrono>

namespace runtime {

namespace {

constexpr std::uint32_t state_format = 1;

std::int64_t steady_ns()
{
    using namespace std::chrono;
    return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace

Process::Process(styx::Loop& loop, Options options)
    : loop_(loop), options_(std::move(options)), calls_(loop, identity_), env_(std::make_shared<MemoryDirectory>("env")),
      tmp_(std::make_shared<MemoryDirectory>("tmp")), services_(loop), system_calls_(*this, guest_)
{
    calls_.clock = [this] { return now_ms(); };
    calls_.has_image = [this] { return keeper_->sequence() > 0; };
    calls_.ended = [this](OpId id) { answered(id); };
    calls_.commit = [this](std::function<void(Result<>)> then) {
        checkpoint("output", [then = std::move(then)](Result<std::uint64_t> r) {
            then(r ? Result<>() : fail(r.error()));
        });
    };
    guest_.stopped = [this] { loop_.post([this] { take_picture(); }); };
    guest_.ended = [this](Stop why) { loop_.post([this, why] { program_ended(why); }); };
}

Process::~Process() = default;

Result<std::unique_ptr<Process>> Process::start(styx::Loop& loop, Options options)
{
    auto p = std::unique_ptr<Process>(new Process(loop, std::move(options)));
    DO(p->open());
    return p;
}

Result<> Process::open()
{
    life_ = TRY(read_life(options_.directory));
    identity_.life = life_.id;
    bool is_away = life_.home_address != "-";
    calls_.home = is_away ? life_.home_address : "unix!" + options_.run_directory + "/host";
    services_.place = options_.run_directory;
    services_.life = life_.id;
    keeper_ = TRY(Keeper::open(loop_, options_.directory));
    keeper_->idle = [this] { stop_if_wanted(); };
    mirror_ = TRY(Mirror::make(loop_, identity_));
    mirror_->got_input = [this] { touched(); };
    mirror_->display_lost = [this] { display_lost(); };
    mirror_->first_frame = [this] {
        say("drawn");
        if (keeper_->sequence() == 0) touched();  // killed from now on, it need not begin anew
    };
    mirror_->refused = [this](const Error& e) {
        say("refused " + e.text);
        leave(0);
    };
    auto image = TRY(keeper_->read(options_.upto));
    if (!image && life_.has_images) return fail("cannot thaw " + life_.id + ": its log is missing in " + options_.directory);
    if (options_.upto.is_bound()) mirror_->drop_later_input();
    if (image) DO(restore(*image));
    else DO(begin_fresh());
    return go();
}

Result<> Process::load_module(const std::string& name)
{
    module_ = TRY(installed_module(options_.modules, name));
    return guest_.load(*module_, system_calls_);
}

Result<> Process::begin_fresh()
{
    identity_.generation = 1;
    DO(load_module(life_.module));
    calls_.names = TRY(NameSpace::read(options_.assets + "/namespace"));
    env_->put("home", "/");
    env_->put("user", "ninth");
    Fd cons;
    cons.path = "/dev/cons", cons.at.names = {"dev", "cons"}, cons.mode = styx::ORDWR;
    for (std::int32_t fd : {0, 1, 2}) calls_.fds[fd] = cons;
    clock_offset_ = -steady_ns();
    return mirror_->begin();
}

// state: format[4] module[s] generation[8] clock[8] blocked[4] awaits[1] await_due[8] names, ops, files, instance,
// arguments, env, tmp, mirror, services; s is n[4] bytes
std::string Process::save() const
{
    styx::Writer w;
    w.u32(state_format), w.text32(module_->identity()), w.u64(identity_.generation), w.u64(clock_ns());
    w.u32(std::uint32_t(blocked_)), w.u8(awaits_), w.u64(await_due_);
    calls_.save(w);
    const_cast<Guest&>(guest_).instance().save(w);
    w.u32(std::uint32_t(life_.arguments.size()));
    for (auto& a : life_.arguments) w.text32(a);
    env_->save(w);
    tmp_->save(w);
    mirror_->save(w);
    services_.save(w);
    return std::move(w.out);
}

Result<> Process::restore(const image::Image& image)
{
    identity_.generation = image.generation + 1;
    keeper_->follow(image);
    DO(load_module(life_.module));
    auto pages = image.regions.find(pixels_region);
    if (pages != image.regions.end()) {
        DO(mirror_->pixels().grow(pages->second.size));
        load_pages(pages->second, mirror_->pixels());
    }
    styx::Reader r{image.state};
    if (auto restored = restore_state(r); !restored || !r.ended())
        return fail("cannot thaw " + life_.id + ": " + (restored ? "its state is damaged" : restored.error().text));
    auto memory = image.regions.find(memory_region);
    if (memory != image.regions.end()) load_pages(memory->second, guest_.instance().region());
    for (auto* region : {&guest_.instance().region(), &mirror_->pixels()}) region->take_dirty();  // loaded, not written
    bool is_newest = keeper_->is_newest(image), was_frozen = image.cause == "freeze";
    if (is_newest && was_frozen) calls_.is_last_moment();
    else calls_.mark_gaps();
    say_thawed(!is_newest ? abi::restored : was_frozen ? abi::Thawed(0) : abi::crashed);
    return {};
}

// The next await of the program begins with it.
void Process::say_thawed(abi::Thawed how)
{
    styx::Writer w;
    w.u32(0), w.u32(std::uint32_t(abi::Kind::thawed)), w.u32(12), w.u64(keeper_->age()), w.u32(how);
    thawed_ = std::move(w.out);
}

Result<> Process::restore_state(styx::Reader& r)
{
    if (r.u32() != state_format) return fail("it was made by another version of Ninth");
    if (r.text32() != module_->identity()) return fail("module " + life_.module + " is not the one it was made with");
    r.u64();
    clock_offset_ = std::int64_t(r.u64()) - steady_ns();
    blocked_ = OpId(r.u32()), awaits_ = r.u8(), await_due_ = r.u64();
    DO(calls_.restore(r));
    DO(guest_.instance().restore(r));
    life_.arguments.clear();
    for (auto n = r.u32(); n > 0 && !r.bad; --n) life_.arguments.emplace_back(r.text32());
    DO(env_->restore(r));
    DO(tmp_->restore(r));
    DO(mirror_->restore(r));
    return services_.restore(r);
}

void Process::build_devices()
{
    auto files = mirror_->files();
    for (auto& f : misc_devices(options_.assets, {options_.directory, options_.fonts})) files.push_back(f);
    auto root = styx::dir("", {styx::dir("dev", files), env_, tmp_, program_files(*this), services_.directory()});
    devices_.attach = styx::attach_to(root);
    auto [mine, its] = loop_.pair();
    devices_.serve(std::move(its));
    calls_.serve_local(std::move(mine));
}

Result<> Process::go()
{
    build_devices();
    calls_.start_again();
    if (!options_.display.empty()) mirror_->show_on(options_.display);
    return guest_.start();
}

std::uint64_t Process::clock_ns() const { return std::uint64_t(steady_ns() + clock_offset_.load()); }

void Process::say(std::string line)
{
    if (happened) happened(std::move(line));
}

std::string Process::status() const
{
    std::string state = has_ended_ ? "ended" : freezing_ ? "freezing" : "running";
    auto memory = const_cast<Guest&>(guest_).instance().size() + mirror_->pixels().size();
    auto age = keeper_->sequence() ? std::to_string(keeper_->age()) : "-";
    auto pause = stood_still_ ? std::to_string(stood_still_ / 1000) : "-";
    return state + " " + std::to_string(identity_.generation) + " " + std::to_string(keeper_->sequence()) + " " +
           std::to_string(process_number()) + " " + std::to_string(memory) + " " + age + " " +
           (mirror_->displays().find(" up") != std::string::npos ? "shown" : "hidden") + " " + pause + "\n";
}

}  // namespace runtime
