// One life, as the session that keeps it knows it. Plain data: lives.h says what happens to it.
#pragma once

#include "session/crash.h"
#include "session/life_file.h"
#include "session/link.h"
#include "session/spawn.h"
#include "styx/tree.h"

namespace session {

// What one open ctl file keeps: the answer to its last command, to be read, and what is to happen if it is let go.
struct Answer : styx::Open {
    std::string text;
    std::function<void()> let_go;
    ~Answer() override
    {
        if (let_go) let_go();
    }
};

// A command that is answered when what it asked for has come about.
struct Waiter {
    Event asked;
    styx::WriteRequest request;
};

struct Life {
    Life(styx::Loop& loop, std::string its_id, const std::string& address) : id(std::move(its_id)), link(loop, address) {}

    const std::string id;
    LifeFile file;                 // as it is recorded
    bool is_damaged = false;       // its life file cannot be read: it is listed, and not recorded
    std::vector<Waiter> waiters;

    // Its run.
    Link link;
    bool has_run = false;          // one is there, or has been started
    bool has_answered = false;     // that one, once
    bool has_drawn = false;        // that one, its first frame
    std::uint64_t started = 0;     // msec, loop's time
    Spawned begun;                 // the run that was started then
    struct LastWord {
        Event event;
        std::string text;
    };
    std::optional<LastWord> last_word;  // what it said before it went
    std::unique_ptr<styx::Timer> watch; // for its end, where its link tells nothing
    std::unique_ptr<styx::Timer> patience;  // until it is killed, because it does not end
    std::string view;              // the address that is to be asked of it

    // Which image the next run begins with, and which were tried.
    std::uint64_t upto = newest_image;
    Tries tries;

    // A move.
    bool may_be_copied = false;    // the state is leaving, and nothing runs
    Answer* copier = nullptr;      // who may copy it; while the state is leaving
};

}  // namespace session
