#include "session/store.h"

#include "runtime/image/known_fonts.h"
#include "session/words.h"
#include "styx/path.h"
#include "styx/places.h"

#include <algorithm>
#include <cstdio>

namespace session {
namespace {

namespace disk = runtime::image;
namespace fs = std::filesystem;

constexpr std::string_view place_names[] = {"lives", "arriving", "ended"};

Result<> as_result(const std::error_code& code, const std::string& what)
{
    if (code) return fail(what + ": " + code.message());
    return {};
}

Error is_running(const std::string& directory)
{
    return {"a desktop is already running on " + directory + " (session pid " + disk::Lock::holder(directory + "/lock") +
            "): use it, or set NINTH_STATE and NINTH_RUN for a second one"};
}

std::uint64_t bytes_in(const std::string& directory)
{
    std::uint64_t bytes = 0;
    std::error_code bad;
    for (auto i = fs::directory_iterator(styx::path_of(directory), bad); !bad && i != fs::directory_iterator(); i.increment(bad))
        if (auto size = i->file_size(bad); !bad) bytes += size;
    return bytes;
}

}  // namespace

Result<> write_durably(const std::string& path, std::string_view bytes)
{
    auto temporary = path + "~";
    auto file = TRY(disk::File::create(temporary));
    DO(file.write(0, bytes));
    DO(file.sync());
    DO(file.rename(path));
    return disk::sync_directory(path.substr(0, path.rfind('/')));
}

Result<std::string> read_file(const std::string& path, std::uint64_t most)
{
    auto file = TRY(disk::File::open_if_there(path));
    if (!file) return fail(path + ": file does not exist");
    auto size = TRY(file->size());
    if (size > most) return fail(path + " is too large");
    std::string bytes(std::size_t(size), '\0');
    bytes.resize(TRY(file->read(0, bytes)));
    return bytes;
}

Result<std::string> random_id()
{
    char id[9];
    std::snprintf(id, sizeof id, "%08x", unsigned(TRY(disk::random_number())));
    return std::string(id);
}

Result<> Store::check(const std::string& directory)
{
    DO(styx::own_directory(directory));
    if (disk::Lock::is_held(directory + "/lock")) return fail(is_running(directory));
    return {};
}

Result<Store> Store::open(const std::string& directory)
{
    DO(styx::own_directory(directory));
    auto lock = TRY(disk::Lock::take(directory + "/lock"));
    if (!lock) return fail(is_running(directory));
    Store store(directory, std::move(*lock));
    for (auto place : place_names) DO(disk::make_private_directory(directory + "/" + std::string(place)));
    DO(store.find_desktop());
    return store;
}

Result<> Store::find_desktop()
{
    auto path = directory_ + "/desktop";
    auto known = read_file(path, 64);
    if (known && known->ends_with('\n')) known->pop_back();
    if (known && is_id(*known)) {
        desktop_ = *known;
        return {};
    }
    desktop_ = TRY(random_id());
    return write_durably(path, desktop_ + "\n");
}

std::string Store::directory(Place place, std::string_view id) const
{
    return directory_ + "/" + std::string(place_names[std::size_t(place)]) + "/" + std::string(id);
}

Result<std::vector<std::string>> Store::ids(Place place) const
{
    auto names = TRY(disk::names_in(directory(place, "")));
    std::erase_if(names, [](auto& n) { return !is_id(n); });
    return names;
}

Result<std::string> Store::make()
{
    for (;;) {
        auto id = TRY(random_id());
        std::error_code bad;
        bool is_taken = false;
        for (auto place : {Place::lives, Place::arriving, Place::ended}) is_taken |= fs::exists(styx::path_of(directory(place, id)), bad);
        if (is_taken) continue;
        DO(disk::make_private_directory(directory(Place::lives, id)));
        return id;
    }
}

Result<LifeFile> Store::load(Place place, std::string_view id) const
{
    return parse_life_file(TRY(read_file(directory(place, id) + "/life", most_life_file)));
}

Result<std::set<std::string>> Store::modules_in_use() const
{
    std::set<std::string> all;
    for (auto place : {Place::lives, Place::arriving, Place::ended}) {
        auto found = TRY(ids(place));
        for (auto& id : found) {
            auto file = TRY(load(place, id));
            all.insert(file.module);
        }
    }
    return all;
}

Result<std::set<std::string>> Store::fonts_in_use() const
{
    std::set<std::string> all;
    for (auto place : {Place::lives, Place::arriving, Place::ended}) {
        auto found = TRY(ids(place));
        for (auto& id : found) all.merge(TRY(runtime::image::KnownFonts::of(directory(place, id))));
    }
    return all;
}

Result<> Store::save(Place place, std::string_view id, const LifeFile& file)
{
    return write_durably(directory(place, id) + "/life", print(file));
}

Result<> Store::move(std::string_view id, Place from, Place to)
{
    DO(remove(to, id));
    std::error_code bad;
    fs::rename(styx::path_of(directory(from, id)), styx::path_of(directory(to, id)), bad);
    DO(as_result(bad, "cannot move " + directory(from, id)));
    DO(disk::sync_directory(directory(to, "")));
    return disk::sync_directory(directory(from, ""));
}

Result<> Store::remove(Place place, std::string_view id)
{
    std::error_code bad;
    fs::remove_all(styx::path_of(directory(place, id)), bad);
    return as_result(bad, "cannot remove " + directory(place, id));
}

Result<> Store::remove_log(std::string_view id)
{
    auto where = directory(Place::lives, id);
    for (auto& name : TRY(disk::names_in(where)))
        if (name != "life") DO(disk::remove_file(where + "/" + name));
    return {};
}

void Store::forget_oldest_ended()
{
    auto found = ids(Place::ended);
    if (!found) return;
    std::error_code bad;
    auto written = [&](auto& id) { return fs::last_write_time(styx::path_of(directory(Place::ended, id)), bad); };
    std::ranges::sort(*found, std::greater(), written);
    std::uint64_t bytes = 0;
    for (auto& id : *found) {
        bytes += bytes_in(directory(Place::ended, id));
        if (bytes > ended_budget) (void)remove(Place::ended, id);
    }
}

}  // namespace session
