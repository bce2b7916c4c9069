// Moves to this desktop, each from its start to its outcome.
#pragma once

#include "session/fetch.h"
#include "session/lives.h"

#include <map>

namespace session {

class Pulls {
  public:
    // All outlive it.
    Pulls(styx::Loop&, Lives&, Store&, const Modules&, const styx::Places&);
    ~Pulls();
    Pulls(const Pulls&) = delete;
    Pulls& operator=(const Pulls&) = delete;

    // `asked` is answered when the life runs here; its id can be read then. Errors: "cannot pull x from ADDRESS: reason".
    // Where the keeper does not say whether it let go, the life stays `arriving` until it does.
    void pull(const std::string& address, const std::string& word, styx::WriteRequest asked);
    void resolve(const std::string& id);  // one whose outcome is not known

    static constexpr std::uint64_t ask_again_msec = 2'000;

  private:
    struct Move;
    using MovePtr = std::shared_ptr<Move>;
    void work(const MovePtr&, void (*job)(Move&), void (Pulls::*then)(const MovePtr&));
    void found(const MovePtr&);
    void fetched(const MovePtr&);
    void resolved(const MovePtr&);
    void conclude(const MovePtr&);
    void refuse(Move&, const std::string& why);

    styx::Loop& loop_;
    Lives& lives_;
    Store& store_;
    const Modules& modules_;
    const styx::Places& places_;
    std::map<std::string, std::unique_ptr<styx::Timer>> again_;  // by life
    std::shared_ptr<Pulls*> here_;  // null once destroyed: work may come back then
};

}  // namespace session
