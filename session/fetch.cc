#include "session/fetch.h"

#include "runtime/image/history.h"
#include "runtime/image/segment.h"
#include "session/choose.h"
#include "session/words.h"
#include "styx/errors.h"
#include "styx/handlers.h"

namespace session {
namespace {

namespace image = runtime::image;

constexpr std::uint64_t patience = 60'000;  // msec, of each call: a freeze is one

Result<std::unique_ptr<styx::Remote>> dial(const std::string& address, const std::string& own_desktop)
{
    styx::Hello hello;
    hello.service = "session";  // a gate passes it on, a session takes it itself
    auto keeper = styx::Remote::dial(address, "", patience, hello);
    if (!keeper) return fail("cannot reach " + address + " from " + own_desktop + ": " + keeper.error().text);
    return keeper;
}

std::string first_line(std::string text) { return text.substr(0, text.find('\n')); }

Result<> copy_file(styx::Remote& from, const std::string& path, const std::string& to)
{
    auto open = TRY(from.open(path, styx::OREAD));
    auto file = TRY(image::File::create(to));
    for (std::uint64_t at = 0;;) {
        auto piece = TRY(from.read(open, at, open.iounit));
        if (piece.empty()) break;
        DO(file.write(at, piece));
        at += piece.size();
    }
    from.close(open);
    return file.sync();
}

Result<> copy_log(styx::Remote& from, const std::string& life, const std::string& directory)
{
    auto entries = TRY(from.list(life + "/log"));
    for (auto& entry : entries)
        if (image::SegmentName::parse(entry.name)) DO(copy_file(from, life + "/log/" + entry.name, directory + "/" + entry.name));
    DO(image::sync_directory(directory));
    if (auto whole = image::read_image(directory); !whole) return fail(whole.error());
    return {};
}

// The name under which the module is here, put here if it is not.
Result<std::string> have_module(styx::Remote& from, const std::string& life, const Modules& modules, const std::string& name)
{
    auto identity = first_line(TRY(from.read(life + "/module/id")));
    if (modules.has(identity, name)) return identity;
    auto wasm = TRY(from.read(life + "/module/wasm"));
    auto native = from.read(life + "/module/" NINTH_SYSTEM);  // there, if the keeper's system is as ours
    if (!native && native.error().text != styx::err::nonexist) return fail(native.error());
    DO(modules.install(identity, wasm, native.value_or("")));
    return identity;
}

// How its home is dialled from here.
std::string home_address(const LifeFile& file, const std::string& keeper, const std::string& own_desktop)
{
    if (file.home == own_desktop) return "-";
    return file.home_address == "-" ? keeper : file.home_address;
}

Result<LifeFile> copy(Offer& offer, const Store& store, const Modules& modules)
{
    auto life = "lives/" + offer.id;
    auto directory = store.directory(Store::Place::arriving, offer.id);
    auto text = TRY(offer.keeper->read(life + "/life"));
    auto file = TRY(parse_life_file(text));
    DO(image::make_private_directory(directory));
    file.module = TRY(have_module(*offer.keeper, life, modules, file.module));
    DO(copy_log(*offer.keeper, life, directory));
    file.home_address = home_address(file, offer.address, store.desktop());
    file.place = {offer.desktop, offer.address};
    file.state = State::arriving;
    DO(write_durably(directory + "/life", print(file)));
    DO(image::sync_directory(store.directory(Store::Place::arriving, "")));
    return file;
}

// An answer is definite; silence is not, nor is a call that was taken back.
Outcome outcome_of(const styx::Remote& keeper, const Error& why)
{
    bool is_definite = keeper.alive() && why.text != styx::err::timed_out && why.text != styx::err::interrupted;
    return is_definite ? Outcome::theirs : Outcome::unknown;
}

}  // namespace

Result<Offer> find_offer(const std::string& address, const std::string& word, const std::string& own_desktop)
{
    auto keeper = TRY(dial(address, own_desktop));
    auto desktop = first_line(TRY(keeper->read("desktop")));
    if (desktop == own_desktop) return fail("it is here already: " + address + " is this desktop");
    auto list = TRY(keeper->read("list"));
    auto lives = TRY(parse_list(list));
    auto life = TRY(choose(lives, word));
    if (!is_id(life.id) || !is_id(desktop)) return fail(address + " is no session");
    return Offer{life.id, life.name, address, desktop, std::move(keeper)};
}

Fetched fetch(Offer& offer, const Store& store, const Modules& modules, const std::string& own_address)
{
    Fetched result;
    auto& keeper = *offer.keeper;
    auto failed = [&](Outcome outcome, const Error& why) {
        result.outcome = outcome;
        result.why = why.text;
        return std::move(result);
    };
    auto ctl = keeper.open("lives/" + offer.id + "/ctl", styx::ORDWR);
    if (!ctl) return failed(Outcome::theirs, ctl.error());
    if (auto left = keeper.write(*ctl, 0, "leave\n"); !left) return failed(Outcome::theirs, left.error());
    auto file = copy(offer, store, modules);
    if (!file) return keeper.close(*ctl), failed(Outcome::theirs, file.error());
    result.file = std::move(*file);
    auto gone = keeper.write(*ctl, 0, line_of({"gone", store.desktop(), own_address}) + "\n");
    if (!gone) return failed(outcome_of(keeper, gone.error()), gone.error());
    keeper.close(*ctl);
    result.outcome = Outcome::ours;
    return result;
}

Outcome ask_outcome(const std::string& id, const LifeFile& file, const std::string& own_desktop)
{
    if (file.place.size() != 2) return Outcome::theirs;
    auto keeper = dial(file.place[1], own_desktop);
    if (!keeper) return Outcome::unknown;
    auto desktop = (*keeper)->read("desktop");
    if (!desktop || first_line(*desktop) != file.place[0]) return Outcome::unknown;
    auto state = (*keeper)->read("lives/" + id + "/state");
    if (!state) return outcome_of(**keeper, state.error());
    auto words = styx::tokens(*state);
    if (words.empty()) return Outcome::unknown;
    // One that is still leaving may yet read the `gone` of a conversation that is over here.
    if (words[0] == name(State::leaving)) return Outcome::unknown;
    return words[0] == name(State::away) && words.size() > 1 && words[1] == own_desktop ? Outcome::ours : Outcome::theirs;
}

}  // namespace session
