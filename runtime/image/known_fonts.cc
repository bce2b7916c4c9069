#include "runtime/image/known_fonts.h"

#include "runtime/image/disk.h"
#include "styx/digest.h"

namespace runtime::image {
namespace {

constexpr std::size_t hash_line = 65;
constexpr std::uint64_t most_list = 1 << 20;  // bytes: 16,000 fonts

std::string list_of(const std::string& life) { return life + "/fonts"; }

Result<std::string> read_list(const std::string& path)
{
    auto file = TRY(File::open_if_there(path));
    if (!file) return std::string();
    std::string text(std::min(TRY(file->size()), most_list), '\0');
    text.resize(TRY(file->read(0, {text.data(), text.size()})));
    return text;
}

}  // namespace

Result<std::set<std::string>> KnownFonts::of(const std::string& life)
{
    std::set<std::string> hashes;
    auto text = TRY(read_list(list_of(life)));
    for (std::size_t at = 0; at + hash_line <= text.size(); at += hash_line)
        if (auto hash = text.substr(at, hash_line - 1); styx::is_sha256(hash)) hashes.insert(hash);
    return hashes;
}

std::optional<std::string> KnownFonts::path(const std::string& hash) const
{
    auto path = kept_ + "/" + hash;
    auto file = File::open_if_there(path);
    if (!file || !*file) return {};
    return path;
}

// Over what a power cut left of a line.
Result<> KnownFonts::list(const std::string& hash)
{
    auto path = list_of(life_);
    auto file = TRY(File::open_if_there(path)) ? TRY(File::open(path)) : TRY(File::create(path));
    auto size = TRY(file.size());
    DO(file.write(size - size % hash_line, hash + "\n"));
    return file.sync();
}

Result<> KnownFonts::copy(const std::string& hash, std::string_view bytes)
{
    if (auto there = path(hash); there && TRY(TRY(File::open(*there)).size()) == bytes.size()) return {};
    DO(make_private_directory(kept_));
    auto file = TRY(File::create(kept_ + "/" + hash + "." + std::to_string(TRY(random_number()))));
    auto written = file.write(0, bytes);
    if (written) written = file.sync();
    auto named = written ? file.rename(kept_ + "/" + hash) : written;
    if (!named) (void)remove_file(file.path());
    return named;
}

// Listed first, so that what is copied is not taken for forgotten by a session that reads the lists from then on.
Result<> KnownFonts::keep(const std::string& hash, std::string_view bytes)
{
    auto keep_it = [&]() -> Result<> {
        if (!TRY(of(life_)).contains(hash)) DO(list(hash));
        return copy(hash, bytes);
    };
    auto kept = keep_it();
    if (!kept) return fail("cannot keep font " + hash + ": " + kept.error().text);
    return {};
}

void forget_fonts_but(const std::string& kept, const std::set<std::string>& hashes)
{
    auto names = names_in(kept);
    if (!names) return;
    for (auto& name : *names)
        if (!hashes.contains(name.substr(0, name.find('.')))) (void)remove_file(kept + "/" + name);
}

}  // namespace runtime::image
