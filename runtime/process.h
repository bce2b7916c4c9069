// One guest process: everything about it but the program's own memory, on the I/O thread.
//
// What an image holds is what save() writes and the pages of two regions: the program's memory and the arena its
// pictures are in. A checkpoint stops the program at a safepoint, copies what was written since the last, lets it go
// on, and makes the copy durable behind it.
#pragma once

#include "runtime/calls.h"
#include "runtime/dev/memory.h"
#include "runtime/dev/services.h"
#include "runtime/guest_thread.h"
#include "runtime/installed_module.h"
#include "runtime/keeper.h"
#include "runtime/life.h"
#include "runtime/mirror/mirror.h"
#include "runtime/system_calls.h"
#include "styx/serve.h"

#include <atomic>

namespace runtime {

class Process {
  public:
    struct Options {
        std::string directory;                  // of the life
        image::Upto upto;                       // which image to thaw
        std::string display, run_directory;     // dial string; where posts are
        ModulePlaces modules;
        std::string fonts;                      // those that lives know: runtime/image/known_fonts.h
        std::string assets;                     // of it: the fonts, and the name space a program begins with
    };
    // Thaws the newest image, or starts the program if there is none. Errors name the life, the module, the image.
    static Result<std::unique_ptr<Process>> start(styx::Loop&, Options);
    ~Process();

    // ---- what a person or the session asks ----
    void checkpoint(std::string cause, styx::Then<std::uint64_t> then = {});  // its sequence number
    void freeze();   // checkpoints, takes the window away, and ends the loop
    void end();      // ends the loop; nothing is written
    void touched();  // a person, a file or the network did something: a checkpoint comes due
    std::string status() const;   // the line run.h has
    std::function<void(std::string line)> happened;  // drawn, checkpoint N, frozen, exited N, trapped TEXT
    int exit_status() const { return exit_status_; }
    bool has_ended_of_itself() const { return has_ended_of_itself_; }
    Mirror& mirror() { return *mirror_; }
    const Life& life() const { return life_; }
    Calls& calls() { return calls_; }
    std::uint64_t generation() const { return identity_.generation; }

    // ---- what system calls need; on the I/O thread unless it says otherwise ----
    void begin(Op);                       // the call the guest now waits for
    void rearm();                         // the same call, entered again after a rewind
    void arm_await(std::int32_t msec, bool again);
    void on_io(const std::function<void()>&);  // from the guest's thread: runs it here, to its end
    std::uint64_t clock_ns() const;       // any thread: the process's own monotonic time
    const std::vector<std::string>& arguments() const { return life_.arguments; }
    MemoryDirectory& environment() { return *env_; }
    Result<std::int32_t> serve(const std::string& name);

  private:
    explicit Process(styx::Loop& loop, Options);
    Result<> open();                          // life, log and image
    Result<> load_module(const std::string& name);
    Result<> begin_fresh();
    Result<> restore(const image::Image&);
    Result<> restore_state(styx::Reader&);
    Result<> go();
    void build_devices();
    void answered(OpId);
    void give_await();
    void say_thawed(abi::Thawed);
    void display_lost();
    void stop_if_wanted();
    void take_picture();          // of the stopped program, once the runtime's own devices are settled
    void write_away();
    void kept(const Result<std::uint64_t>& sequence, std::uint64_t input);
    void finish_freeze(const Result<std::uint64_t>& sequence);
    void program_ended(Stop);
    void leave(int status);
    std::string save() const;
    std::uint64_t now_ms() const { return clock_ns() / 1'000'000; }
    void say(std::string line);

    styx::Loop& loop_;
    Options options_;
    Life life_;
    Identity identity_;
    Calls calls_;
    std::shared_ptr<MemoryDirectory> env_, tmp_;
    std::unique_ptr<Mirror> mirror_;
    styx::Server devices_;
    std::unique_ptr<Keeper> keeper_;
    Services services_;
    std::optional<Module> module_;
    Guest guest_;
    SystemCalls system_calls_;

    OpId blocked_ = OpId::none;           // what the guest waits for
    bool awaits_ = false;                 // ... or any answer, until await_due_
    std::uint64_t await_due_ = 0;         // process msec; 0: for ever
    std::unique_ptr<styx::Timer> await_timer_;
    std::string thawed_;                  // the completion that says so, until await has given it

    std::atomic<std::int64_t> clock_offset_{0};  // ns
    using Waiting = std::vector<styx::Then<std::uint64_t>>;
    bool is_wanted_ = false;              // a picture
    bool is_stopping_ = false;            // for one: until the program goes on
    bool freezing_ = false, has_ended_ = false, has_ended_of_itself_ = false;
    std::string cause_;
    std::shared_ptr<Snapshot> spare_;     // of an earlier picture, for the next
    std::uint64_t stop_asked_ = 0, stood_still_ = 0;  // clock_ns(); ns, at the last picture after which it went on
    Waiting waiting_;                     // for the next picture to be durable
    std::unique_ptr<styx::Timer> due_, patience_;
    int exit_status_ = 0;
};

}  // namespace runtime
