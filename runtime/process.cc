#include "runtime/process.h"

#include "runtime/dev/misc.h"
#include "runtime/snapshot.h"
#include "styx/errors.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace runtime {

namespace {

constexpr std::uint32_t state_format = 1;
constexpr std::uint64_t due_after = 400;     // msec from what a person did to the checkpoint: durable within a second
constexpr std::uint64_t flush_patience = 250; // msec for another server to answer a Tflush before it is cut off

std::int64_t steady_ns()
{
    using namespace std::chrono;
    return duration_cast<nanoseconds>(steady_clock::now().time_since_epoch()).count();
}

std::uint64_t wall_ms()
{
    using namespace std::chrono;
    return std::uint64_t(duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

// The files of the machine the program belongs to, with the runtime's own in front of them.
constexpr char default_names[] = "mount -f $home /\n"
                                 "bind '#dev' /dev\n"
                                 "bind '#env' /env\n"
                                 "bind '#prog' /prog\n"
                                 "bind -bc '#tmp' /tmp\n";

}  // namespace

Process::Process(styx::Loop& loop, Options options)
    : loop_(loop), options_(std::move(options)), calls_(loop, identity_), env_(std::make_shared<MemoryDirectory>("env")),
      tmp_(std::make_shared<MemoryDirectory>("tmp")), system_calls_(*this, guest_)
{
    calls_.clock = [this] { return now_ms(); };
    calls_.ended = [this](OpId id) { answered(id); };
    calls_.commit = [this](std::function<void()> then) {
        checkpoint("output", [then = std::move(then)](Result<std::uint64_t>) { then(); });
    };
    guest_.stopped = [this] { loop_.post([this] { program_stopped(); }); };
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
    log_ = TRY(image::Log::open(options_.directory));
    mirror_ = TRY(Mirror::make(loop_, identity_));
    mirror_->got_input = [this] { touched(); };
    mirror_->first_frame = [this] { say("drawn"); };
    mirror_->refused = [this](const Error& e) {
        say("refused " + e.text);
        leave(0);
    };
    auto history = TRY(image::history(options_.directory));
    if (history.records.empty()) {
        DO(begin_fresh());
    } else {
        auto image = TRY(image::read_image(options_.directory, options_.upto));
        DO(restore(image));
    }
    return go();
}

Result<> Process::load_module(const std::string& name)
{
    module_ = TRY(Module::load(options_.guests + "/" + name + ".so"));
    return guest_.load(*module_, system_calls_);
}

Result<> Process::begin_fresh()
{
    identity_.generation = 1;
    DO(load_module(life_.module));
    calls_.names = TRY(NameSpace::parse(default_names));
    env_->put("home", "/");
    env_->put("user", "ninth");
    Fd cons;
    cons.path = "/dev/cons", cons.at.names = {"dev", "cons"}, cons.mode = styx::ORDWR;
    for (std::int32_t fd : {0, 1, 2}) calls_.fds[fd] = cons;
    clock_offset_ = -steady_ns();
    return mirror_->begin();
}

// state: format[4] module[s] generation[8] clock[8] blocked[4] awaits[1] await_due[8] names, ops, files, instance,
// arguments, env, tmp, mirror; s is n[4] bytes
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
    return std::move(w.out);
}

Result<> Process::restore(const image::Image& image)
{
    identity_.generation = image.generation + 1;
    sequence_ = image.sequence;
    last_time_ = image.time;
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
    styx::Writer w;
    std::uint64_t away = wall_ms() > image.time ? wall_ms() - image.time : 0;
    w.u32(0), w.u32(std::uint32_t(abi::Kind::thawed)), w.u32(12), w.u64(away), w.u32(image.cause == "freeze" ? 0u : std::uint32_t(abi::crashed));
    thawed_ = std::move(w.out);
    return {};
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
    return mirror_->restore(r);
}

void Process::build_devices()
{
    auto files = mirror_->files();
    for (auto& f : misc_devices(*this, options_.fonts)) files.push_back(f);
    auto root = styx::dir("", {styx::dir("dev", files), env_, tmp_, program_files(*this)});
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

// ---- system calls ----

void Process::on_io(const std::function<void()>& f)
{
    std::mutex lock;
    std::condition_variable done;
    bool is_done = false;
    loop_.post([&] {
        f();
        std::lock_guard hold(lock);
        is_done = true;
        done.notify_one();
    });
    std::unique_lock hold(lock);
    done.wait(hold, [&] { return is_done; });
}

void Process::begin(Op op) { blocked_ = calls_.start(std::move(op)); }

void Process::rearm()
{
    auto* op = calls_.ops.find(blocked_);
    if (op && op->done) answered(blocked_);
}

void Process::arm_await(std::int32_t msec, bool again)
{
    if (!again) await_due_ = msec < 0 ? 0 : now_ms() + std::uint32_t(msec);
    awaits_ = true;
    give_await();
    if (!awaits_ || await_due_ == 0) return;
    auto left = await_due_ > now_ms() ? await_due_ - now_ms() : 0;
    await_timer_ = loop_.after(left, [this] {
        if (awaits_ && guest_.offer_bytes("")) awaits_ = false;
    });
}

void Process::answered(OpId id)
{
    auto* op = calls_.ops.find(id);
    if (!op) return;
    if (op->asked_async) return give_await();
    if (id != blocked_ || !guest_.offer(*op)) return;
    calls_.ops.all.erase(id);
    blocked_ = OpId::none;
}

void Process::give_await()
{
    if (!awaits_) return;
    if (!thawed_.empty()) {
        if (!guest_.offer_bytes(thawed_)) return;
        thawed_.clear();
        awaits_ = false;
        return;
    }
    auto id = calls_.ops.first_answered();
    if (!id) return;
    auto& op = *calls_.ops.find(*id);
    auto kind = !op.error.empty() ? abi::Kind::error : op.kind == Op::Kind::timer ? abi::Kind::timer : abi::Kind::data;
    styx::Writer w;
    w.u32(std::uint32_t(*id)), w.u32(std::uint32_t(kind)), w.text32(op.error.empty() ? op.bytes : op.error);
    if (!guest_.offer_bytes(std::move(w.out))) return;
    calls_.ops.all.erase(*id);
    awaits_ = false;
}

Result<std::int32_t> Process::serve(const std::string& name)
{
    return fail("cannot post " + name + ": services of programs are not there yet");
}

// ---- checkpoints ----

void Process::touched()
{
    if (!due_) due_ = loop_.after(due_after, [this] { checkpoint("input"); });
}

void Process::checkpoint(std::string cause, std::function<void(Result<std::uint64_t>)> then)
{
    if (has_ended_) {
        if (then) then(fail("the program has ended"));
        return;
    }
    if (then) waiting_.push_back(std::move(then));
    cause_ = std::move(cause);
    if (stopping_ || writing_) {
        again_ = true;
        return;
    }
    due_.reset();
    stopping_ = true;
    guest_.request_stop();
}

void Process::program_stopped()
{
    stopped_ = true;
    if (freezing_) calls_.interrupt();
    take_picture();
}

// A call to the runtime's own devices that is half way is in neither the program's memory nor the devices' state: it is
// let through first. A freeze also waits for what other servers say to its flushes.
void Process::take_picture()
{
    bool settled = calls_.local_settled() && (!freezing_ || calls_.quiet());
    if (!settled && !patience_) patience_ = loop_.after(flush_patience, [this] { calls_.drop(); });
    if (!settled) return loop_.later([this] { take_picture(); });
    patience_.reset();
    write_away();
}

void Process::write_away()
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->record.generation = identity_.generation;
    snapshot->record.sequence = log_->next_sequence();
    snapshot->record.time = last_time_ = std::max(wall_ms(), last_time_);
    snapshot->record.kind = log_->needs_base() || all_again_ ? image::Kind::base : image::Kind::delta;
    bool is_base = snapshot->record.kind == image::Kind::base;
    snapshot->record.cause = freezing_ ? "freeze" : cause_;
    snapshot->record.state = save();
    snapshot->add(memory_region, guest_.instance().region(), guest_.instance().size(), is_base ? Extent::all : Extent::written);
    snapshot->add(pixels_region, mirror_->pixels(), mirror_->pixels().size(), is_base ? Extent::all : Extent::written);
    all_again_ = false;
    auto input = mirror_->input();
    writing_for_ = std::exchange(waiting_, {});
    writing_ = true;
    if (!freezing_) {
        stopping_ = stopped_ = false;
        guest_.go_on();
    }
    auto result = std::make_shared<Result<>>();
    loop_.work([this, snapshot, result] { *result = log_->append(snapshot->record); },
               [this, snapshot, result, input] {
                   if (*result) sequence_ = snapshot->record.sequence;
                   written(std::move(*result), input);
               });
}

void Process::written(Result<> r, std::uint64_t input)
{
    writing_ = false;
    auto for_whom = std::exchange(writing_for_, {});
    if (r) {
        mirror_->durable(input);
        say("checkpoint " + std::to_string(sequence_));
    } else {
        say("problem " + r.error().text);
        all_again_ = true;
    }
    for (auto& then : for_whom) then(r ? Result<std::uint64_t>(sequence_) : Result<std::uint64_t>(fail(r.error())));
    if (freezing_) return finish_freeze(r);
    bool again = std::exchange(again_, false) || !waiting_.empty();
    if (again) checkpoint(cause_);
}

void Process::freeze()
{
    freezing_ = true;
    checkpoint("freeze");
}

void Process::finish_freeze(const Result<>& r)
{
    if (!r) {
        freezing_ = stopping_ = stopped_ = false;
        say("problem cannot freeze: " + r.error().text);
        return guest_.go_on();
    }
    mirror_->take_away([this] {
        say("frozen");
        leave(0);
    });
}

void Process::end()
{
    has_ended_ = true;
    mirror_->take_away([this] {
        say("exited 0");
        leave(0);
    });
}

void Process::program_ended(Stop why)
{
    has_ended_ = true;
    auto& i = guest_.instance();
    if (why == Stop::trapped) {
        say(std::string("trapped ") + text_of(i.trap()));
        return leave(3);
    }
    mirror_->take_away([this, code = i.exit_code()] {
        say("exited " + std::to_string(code));
        leave(0);
    });
}

// What was said is heard before the process goes.
void Process::leave(int status)
{
    exit_status_ = status;
    loop_.later([this] { loop_.later([this] { loop_.stop(); }); });
}

std::string Process::status() const
{
    std::string state = has_ended_ ? "ended" : freezing_ ? "freezing" : "running";
    auto memory = const_cast<Guest&>(guest_).instance().size() + mirror_->pixels().size();
    auto age = sequence_ ? std::to_string(wall_ms() - last_time_) : "-";
    return state + " " + std::to_string(identity_.generation) + " " + std::to_string(sequence_) + " " +
           std::to_string(process_number()) + " " + std::to_string(memory) + " " + age + " " +
           (mirror_->displays().find(" up") != std::string::npos ? "shown" : "hidden") + "\n";
}

}  // namespace runtime
