// The blocking half of a move: a life is copied from the desktop that keeps it, and taken over.
//
// Nothing here touches what a session holds: these calls are for another thread than its loop's.
#pragma once

#include "session/modules.h"
#include "session/store.h"
#include "styx/remote.h"

namespace session {

// A life that another desktop keeps, and the conversation with that desktop.
struct Offer {
    std::string id, name, address, desktop;  // desktop: the keeper
    std::unique_ptr<styx::Remote> keeper;
};

// address: the dial string of its session, or of its gate. word: as choose() has it. Errors: the dial's, choose's,
// "it is here already: x is this desktop".
Result<Offer> find_offer(const std::string& address, const std::string& word, const std::string& own_desktop);

enum class Outcome {
    ours,     // the keeper has recorded that the life is away here
    theirs,   // it has not, and will not
    unknown,  // it has not said: only it can
};

struct Fetched {
    LifeFile file;                      // as it is kept in arriving/
    Outcome outcome = Outcome::theirs;
    std::string why;                    // unless it is ours
};

// Has the keeper freeze it, copies what is missing here to arriving/ID, sees that the image can be read, brings all
// of it to the disk, and only then says `gone`. The keeper thaws it again if this conversation ends before.
Fetched fetch(Offer&, const Store&, const Modules&, const std::string& own_address);

// What became of a `gone` that was not answered. `file` as in arriving/.
Outcome ask_outcome(const std::string& id, const LifeFile& file, const std::string& own_desktop);

}  // namespace session
