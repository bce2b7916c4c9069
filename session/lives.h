// All lives of a desktop, and what happens to each: the table of state.h carried out.
//
// Runs are detached peers, found by their posts and their locks: whoever was here before this session may have started
// them. One thread, that of the loop.
#pragma once

#include "session/life.h"
#include "session/modules.h"
#include "session/store.h"
#include "styx/places.h"

namespace session {

struct RunSettings {
    std::string program;                  // run as: PROGRAM run DIRECTORY [--upto SEQUENCE] [-D]
    std::vector<std::string> more;        // arguments besides
};

class Lives {
  public:
    // All outlive it.
    Lives(styx::Loop&, Store&, const styx::Places&, const Modules&, RunSettings);
    ~Lives();
    Lives(const Lives&) = delete;
    Lives& operator=(const Lives&) = delete;

    std::function<void(const Life&)> came, went;   // it is listed, it is no more
    std::function<void(const Life&)> changed;      // its state; also once it has come
    std::function<void(const Life&)> came_to_rest; // it has no process any more
    std::function<void(const Life&)> moved_half;   // it was arriving when an earlier session died: see Pulls

    // Takes up what is on the disk and what runs. What was running and is not is thawed; so is what was open when the
    // desktop was stopped. Errors: the store's.
    Result<> begin();

    const std::vector<std::unique_ptr<Life>>& all() const { return lives_; }  // in the order they were made
    Life* find(std::string_view id) const;
    std::string directory(const Life&) const;

    // Starts a program anew. Errors: Modules::check's, "not a directory: x", the store's.
    Result<Life*> open(const std::string& cwd, const std::string& name, const styx::Names& arguments);
    // Brings an ended life back, frozen. Error: "no life is called x".
    Result<Life*> bring_back(std::string_view id);
    // A life that is about to arrive, or one that is away. Error: a refusal.
    Result<Life*> expect(const std::string& id, const std::string& name);
    // Its copy is whole and this desktop's: it is put among the lives and started.
    Result<> take_in(Life&, LifeFile);

    // An event, as the table has it. Error: a refusal (state.h), or that it could not be recorded where it must be.
    Result<> tell(Life&, Event, const std::string& detail = "");
    // Answers the request once what was asked has come about, or cannot any more. A `restore` to what is not there is the
    // newest image before it.
    void wait(Life&, Event asked, styx::WriteRequest);
    Result<std::string> leaves_to(Life&, const std::string& desktop, const std::string& address);  // the commit point

    // Freezes all; `then` when that is done. What does not freeze in shutdown_msec is killed.
    void shut_down(std::function<void()> then);
    // After that: what goes on because no image of it could be made, with the reason; "" if all is frozen. And the desktop
    // goes on, too: what was frozen for its end is thawed.
    std::string not_frozen() const;
    void go_on();
    bool is_settled() const;   // nothing is on its way to run or to freeze

    static constexpr std::uint64_t begin_msec = 60'000;    // until a run that lives and has no lock counts as dead
    static constexpr std::uint64_t end_msec = 5'000;       // until a run that was told to end is killed
    static constexpr std::uint64_t freeze_msec = 30'000;   // ... to freeze, if it does not even answer
    static constexpr std::uint64_t shutdown_msec = 20'000;

  private:
    Life& add(std::string id, LifeFile);
    void take_up(const std::string& id);
    void take_up_arriving(const std::string& id);
    void look_for_run(Life&);

    void remember(Life&, Event, const std::string& detail);
    Result<> record(Life&);
    void act(Life&, Action);
    void settle(Life&);
    void settle_all();
    void leave_the_list(Life&);
    void forget(Life&);

    void hindered(Life&, std::initializer_list<Event>, const std::string& why);
    void start(Life&);
    void run_again(Life&);
    void start_if_due(Life&);
    void ask(Life&, const std::string& verb);
    void has_no_run(Life&);
    void see_it_freeze(Life&);
    void end_by_force(Life&, std::uint64_t msec);
    void let_copy(Life&);
    void come_back(Life&);
    void drop_copy(Life&);
    void discard(Life&);

    std::string log_of(const Life& l) const { return places_.run + "/life-" + l.id + ".log"; }
    std::string last_line(const Life&) const;
    void heard(Life&, std::string_view line);
    void checkpointed(Life&, const std::string& sequence);
    void watch_end(Life&);
    void run_is_gone(Life&);
    void later(Life&, void (Lives::*)(Life&));

    styx::Loop& loop_;
    Store& store_;
    const styx::Places& places_;
    const Modules& modules_;
    RunSettings settings_;
    std::vector<std::unique_ptr<Life>> lives_;
    bool is_shutting_down_ = false;
    std::function<void()> shut_down_;
    std::shared_ptr<Lives*> here_;  // null once destroyed
};

}  // namespace session
