#include "draw/text/faces.h"

#include "styx/installed.h"
#include "styx/path.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace draw::text {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t hash_size = 64;
// What a cached mask costs beside its pixels, about.
constexpr std::size_t mask_overhead = 128;

std::optional<std::string> read_file(const std::string& path)
{
    std::ifstream in(styx::path_of(path), std::ios::binary);
    if (!in) return {};
    return std::string(std::istreambuf_iterator<char>(in), {});
}

std::vector<std::string> words(std::string_view line)
{
    std::vector<std::string> out;
    while (true) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
        if (line.empty() || line[0] == '#') return out;
        auto word = line.substr(0, line.find_first_of(" \t\r"));
        out.emplace_back(word);
        line.remove_prefix(word.size());
    }
}

bool is_hash(std::string_view s) { return s.size() == hash_size && s.find_first_not_of("0123456789abcdef") == s.npos; }

}  // namespace

Result<Faces> Faces::open(const std::string& list, std::vector<std::string> directories)
{
    auto text = read_file(list);
    if (!text) return fail("cannot read " + list);
    Faces faces(std::move(directories));
    DO(faces.parse(list, *text));
    return faces;
}

Result<Faces> Faces::installed(const std::string& assets)
{
    auto directories = styx::font_directories();
    directories.insert(directories.begin(), assets + "/fonts");
    return open(assets + "/fonts/list", std::move(directories));
}

Result<> Faces::parse(const std::string& list, const std::string& text)
{
    for (std::string_view rest = text; !rest.empty();) {
        auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (auto added = add(line); !added) return fail(list + ": " + added.error().text);
    }
    return {};
}

Result<> Faces::add(std::string_view line)
{
    auto word = words(line);
    if (word.empty()) return {};
    if (word.size() == 3 && word[0] == "alias") {
        aliases_[word[1]] = word[2];
        return {};
    }
    if (word.size() != 5 || !is_hash(word[0])) return fail("this is no face: " + std::string(line));
    rows_.push_back({word[0], word[1], word[2], word[3], word[4], nullptr});
    return {};
}

std::optional<std::string> Faces::path_of(const std::string& file) const
{
    for (const std::string& directory : directories_) {
        std::error_code error;
        auto entry = fs::recursive_directory_iterator(styx::path_of(directory), fs::directory_options::skip_permission_denied, error);
        for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
            if (entry->path().filename() == file) return styx::text_of(entry->path());
    }
    return {};
}

Result<Face*> Faces::load(Row& row)
{
    if (row.face) return row.face.get();
    auto path = row.is_missing ? std::nullopt : path_of(row.file);
    auto bytes = path ? read_file(*path) : std::nullopt;
    row.is_missing = !bytes;
    if (!bytes) return fail("font " + row.family + " needs " + row.file + ": install " + row.package);
    row.face = TRY(Face::open(library_.get(), std::move(*bytes), *path));
    return row.face.get();
}

Result<Face*> Faces::find(std::string_view name)
{
    if (is_hash(name)) return find_hash(name);
    auto colon = std::min(name.find(':'), name.size());
    std::string_view family = name.substr(0, colon), style = name.substr(std::min(colon + 1, name.size()));
    if (auto alias = aliases_.find(family); alias != aliases_.end()) family = alias->second;
    if (style.empty()) style = "regular";
    for (Row& row : rows_)
        if (row.family == family && row.style == style) return load(row);
    return fail("no font is called " + std::string(name));
}

// The row that lists the hash comes first; a distribution may have put the file into another's place.
Result<Face*> Faces::find_hash(std::string_view hash)
{
    std::string advice;
    for (Row& row : rows_) {
        if (row.hash != hash) continue;
        auto face = load(row);
        if (face && (*face)->hash() == hash) return face;
        advice = ": install " + row.file + " of " + row.package;
    }
    for (Row& row : rows_)
        if (auto face = load(row); face && (*face)->hash() == hash) return face;
    return fail("font " + std::string(hash) + " is not installed here" + advice);
}

Face& Faces::for_rune(Face& first, std::uint32_t rune)
{
    if (first.has(rune)) return first;
    auto own = std::ranges::find(rows_, &first, [](const Row& row) { return row.face.get(); });
    for (bool is_same_style : {true, false})
        for (Row& row : rows_) {
            if ((row.style == own->style) != is_same_style) continue;
            if (auto face = load(row); face && (*face)->has(rune)) return **face;
        }
    return first;
}

Result<const GlyphMask*> Faces::mask(Face& face, int size, Hinting hinting, std::uint32_t glyph)
{
    MaskKey key{&face, size, hinting, glyph};
    if (auto at = masks_.find(key); at != masks_.end()) return &at->second;
    GlyphMask mask = TRY(face.mask(size, hinting, glyph));
    std::size_t bytes = mask.mask.size() + mask_overhead;
    if (mask_bytes_ + bytes > cache_bytes) {
        masks_.clear();
        mask_bytes_ = 0;
    }
    mask_bytes_ += bytes;
    return &(masks_[key] = std::move(mask));
}

}  // namespace draw::text
