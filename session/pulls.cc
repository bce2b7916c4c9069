#include "session/pulls.h"

namespace session {

// What passes between the loop's thread and another, which have it in turns.
struct Pulls::Move {
    const Store& store;
    const Modules& modules;
    std::string own_address, address, word, id;
    std::optional<styx::WriteRequest> asked;
    std::optional<Result<Offer>> offer;
    Fetched fetched;
};

Pulls::Pulls(styx::Loop& loop, Lives& lives, Store& store, const Modules& modules, const styx::Places& places)
    : loop_(loop), lives_(lives), store_(store), modules_(modules), places_(places), here_(std::make_shared<Pulls*>(this))
{}
Pulls::~Pulls() { *here_ = nullptr; }

void Pulls::work(const MovePtr& move, void (*job)(Move&), void (Pulls::*then)(const MovePtr&))
{
    loop_.work([move, job] { job(*move); },
               [here = here_, move, then] {
                   if (*here) ((*here)->*then)(move);
               });
}

void Pulls::pull(const std::string& address, const std::string& word, styx::WriteRequest asked)
{
    auto move = std::make_shared<Move>(Move{store_, modules_, places_.session, address, word, "", std::move(asked), {}, {}});
    work(move, [](Move& m) { m.offer = find_offer(m.address, m.word, m.store.desktop()); }, &Pulls::found);
}

void Pulls::refuse(Move& move, const std::string& why)
{
    if (move.asked) move.asked->fail("cannot pull " + move.word + " from " + move.address + ": " + why);
    move.asked.reset();
}

void Pulls::found(const MovePtr& move)
{
    if (!*move->offer) return refuse(*move, move->offer->error().text);
    auto& offer = **move->offer;
    move->id = offer.id;
    auto expected = lives_.expect(offer.id, offer.name);
    if (!expected) return refuse(*move, expected.error().text);
    work(move, [](Move& m) { m.fetched = fetch(**m.offer, m.store, m.modules, m.own_address); }, &Pulls::fetched);
}

void Pulls::fetched(const MovePtr& move)
{
    move->offer.reset();  // hangs up: the keeper thaws what it has not let go of
    if (move->fetched.outcome == Outcome::unknown) {
        refuse(*move, move->fetched.why + "; whether it let go will be seen when it answers");
        return resolve(move->id);
    }
    conclude(move);
}

void Pulls::conclude(const MovePtr& move)
{
    auto* life = lives_.find(move->id);
    if (!life) return refuse(*move, "it has ended");
    if (move->fetched.outcome == Outcome::theirs) {
        (void)lives_.tell(*life, Event::back);
        return refuse(*move, move->fetched.why);
    }
    if (auto taken = lives_.take_in(*life, move->fetched.file); !taken) {
        refuse(*move, taken.error().text);
        again_[move->id] = loop_.after(ask_again_msec, [this, id = move->id] { resolve(id); });  // it is this desktop's all the same
        return;
    }
    if (!move->asked || move->asked->flushed()) return;
    static_cast<Answer*>(move->asked->open)->text = move->id + "\n";
    lives_.wait(*life, Event::pull, std::move(*move->asked));
    move->asked.reset();
}

void Pulls::resolve(const std::string& id)
{
    auto move = std::make_shared<Move>(Move{store_, modules_, places_.session, "", id, id, {}, {}, {}});
    auto file = store_.load(Store::Place::arriving, id);
    if (!file) return conclude(move);
    move->fetched.file = std::move(*file);
    work(move, [](Move& m) { m.fetched.outcome = ask_outcome(m.id, m.fetched.file, m.store.desktop()); }, &Pulls::resolved);
}

void Pulls::resolved(const MovePtr& move)
{
    if (move->fetched.outcome != Outcome::unknown) return conclude(move);
    again_[move->id] = loop_.after(ask_again_msec, [this, id = move->id] { resolve(id); });
}

}  // namespace session
