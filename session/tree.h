// What the session serves: the table of its files is in tree.cc, that of each life's in life_tree.cc.
//
//   ctl list programs desktop events ready     of the desktop
//   lives/ID/…                                 of each life
#pragma once

#include "session/listing.h"
#include "session/pulls.h"

#include "styx/handlers.h"

#include <set>

namespace session {

// A file whose every open hears of everything that happens from then on.
class Broadcast {
  public:
    styx::NodePtr file(std::string name);
    void post(const std::string& line);

  private:
    struct Ear;
    std::set<Ear*> ears_;
};

class Tree {
  public:
    struct Parts {  // all outlive it
        styx::Loop& loop;
        Lives& lives;
        Store& store;
        const Modules& modules;
        Pulls& pulls;
        const styx::Places& places;
        std::function<bool()> is_ready;                  // the display is up, if one is expected
        std::function<void(styx::WriteRequest)> stop;    // freezes all, ends the desktop
    };
    explicit Tree(Parts);  // takes over the hooks of lives
    ~Tree();
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;

    styx::NodePtr root() const { return root_; }
    void look();           // something has changed: whoever waits for readiness may have it
    const Parts& parts() const { return parts_; }
    Broadcast& events() { return events_; }
    void wait_for_readiness(styx::ReadRequest);
    // Takes a picture of the life's window, if it has one, and calls `then`: a closed program is remembered by it.
    void take_picture(const std::string& life, std::function<void()> then);
    std::string picture_of(const std::string& life) const;  // where it is

  private:
    Parts parts_;
    Broadcast events_;
    std::vector<styx::ReadRequest> waiting_;
    std::shared_ptr<Tree*> here_;  // null once destroyed: a picture may come back then
    std::shared_ptr<styx::Directory> lives_;
    std::shared_ptr<styx::Directory> root_;
};

// The directory of one life.
std::shared_ptr<styx::Directory> life_directory(Tree&, const std::string& id);

// A ctl file: a command a write, answered when it has come about; what it says then is read from the same fid.
struct Command {
    styx::WriteRequest request;   // moved away by a command that is answered later
    Answer& answer() const { return *static_cast<Answer*>(request.open); }
};
// A verb of a ctl file of `W`.
template <class W> struct CommandRow {
    const char* verb;
    const char* arguments;  // as styx::Verb has them
    const char* help;
    Result<> (*run)(W&, const styx::Names&, Command&);
};
template <class W> styx::Read usage_or_answer(std::span<const CommandRow<W>> rows)
{
    return [rows](styx::ReadRequest r) {
        auto text = static_cast<Answer*>(r.open)->text;
        if (text.empty())
            for (auto& row : rows) text += std::string(row.verb) + (*row.arguments ? " " : "") + row.arguments + "\t" + row.help + "\n";
        r.slice(text);
    };
}
template <class W> void run_command(std::span<const CommandRow<W>> rows, W& with, styx::WriteRequest request)
{
    Command command{std::move(request)};
    command.answer().text.clear();
    std::vector<styx::Verb> verbs;
    bool is_kept = false;
    for (auto& row : rows)
        verbs.push_back({row.verb, row.arguments, [&](const styx::Names& words) {
                             is_kept = true;
                             return row.run(with, words, command);
                         }, row.help});
    auto done = styx::run_verb(verbs, command.request.data);
    if (!done) command.request.fail(done.error());
    else if (!is_kept) command.request.done();  // an empty line
}

}  // namespace session
