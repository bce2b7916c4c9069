#include "draw/text/faces.h"

#include "draw/text/missing.h"
#include "draw/text/unicode.h"
#include "styx/installed.h"
#include "styx/path.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace draw::text {
namespace {

// What a cached glyph costs beside its pixels, about.
constexpr std::size_t glyph_overhead = 128;
constexpr std::size_t most_places = 65536;
constexpr std::string_view colour_style = "colour";

std::optional<std::string> read_file(const std::string& path)
{
    std::ifstream in(styx::path_of(path), std::ios::binary);
    if (!in) return {};
    return std::string(std::istreambuf_iterator<char>(in), {});
}

bool has_all(const Face& face, std::span<const std::uint32_t> runes)
{
    return std::ranges::all_of(runes, [&](std::uint32_t rune) { return is_ignorable(rune) || face.has(rune); });
}

}  // namespace

Faces::Faces(FontList list, std::vector<std::string> directories, KeptFonts kept)
    : list_(std::move(list)), files_(std::move(directories)), kept_(std::move(kept))
{
    for (const ListedFace& face : list_.faces) rows_.push_back(std::make_unique<Row>(Row{.listed = face, .face = nullptr}));
}

Result<Faces> Faces::open(const std::string& list, std::vector<std::string> directories, KeptFonts kept)
{
    auto text = read_file(list);
    if (!text) return fail("cannot read " + list);
    return Faces(TRY(FontList::parse(list, *text)), std::move(directories), std::move(kept));
}

Result<Faces> Faces::installed(const std::string& assets, KeptFonts kept)
{
    auto directories = styx::font_directories();
    directories.insert(directories.begin(), assets + "/fonts");
    return open(assets + "/fonts/list", std::move(directories), std::move(kept));
}

Result<Face*> Faces::load(Row& row)
{
    if (row.face) return row.face.get();
    if (row.problem) return fail(*row.problem);
    const ListedFace& listed = row.listed;
    auto file = files_.open(listed.file);
    if (!file) row.problem = Error{"font " + listed.family + " needs " + listed.file + ": install " + listed.package};
    if (row.problem) return fail(*row.problem);
    auto face = Face::open(library_.get(), std::move(*file), listed.name.index, listed.file);
    if (face) return opened(row, std::move(*face));
    row.problem = face.error();
    return fail(*row.problem);
}

Face* Faces::opened(Row& row, std::unique_ptr<Face> face)
{
    row.face = std::move(face);
    row_of_[row.face.get()] = &row;
    return row.face.get();
}

Result<Face*> Faces::find(std::string_view name)
{
    if (is_face_name(name)) return find_name(parse_face_name(name));
    auto colon = std::min(name.find(':'), name.size());
    auto listed = list_.find(name.substr(0, colon), name.substr(std::min(colon + 1, name.size())));
    if (listed == list_.faces.end()) return fail("no font is called " + std::string(name));
    return load(*rows_[std::size_t(listed - list_.faces.begin())]);
}

// The row that lists the name comes first; then one that was opened already; then what was kept. A distribution may have
// put the file into another's place, so all are looked at before there is none.
Result<Face*> Faces::find_name(const FaceName& name)
{
    std::string advice;
    for (auto& row : rows_) {
        if (row->listed.name != name) continue;
        auto face = load(*row);
        if (face && (*face)->name() == name) return face;
        advice = ": install " + row->listed.file + " of " + row->listed.package;
    }
    for (auto& row : rows_)
        if (row->is_given && row->face->name() == name) return row->face.get();
    if (auto kept = find_kept(name)) return kept;
    for (auto& row : rows_) {
        if (row->listed.name.index != name.index) continue;
        if (auto face = load(*row); face && (*face)->name() == name) return face;
    }
    return fail("font " + name.text() + " " + std::string(not_installed) + advice);
}

// What lies under a hash may have been damaged.
Result<Face*> Faces::find_kept(const FaceName& name)
{
    auto path = kept_.path(name.hash);
    if (!path) return fail("font " + name.text() + " is not kept");
    auto file = TRY(styx::MappedFile::open(*path));
    auto face = TRY(Face::open(library_.get(), std::move(file), name.index, *path));
    if (face->name() != name) return fail(*path + " is damaged");
    rows_.push_back(std::make_unique<Row>(Row{.listed = {name, "", face->is_bold() ? "bold" : "regular", *path, ""}, .face = nullptr}));
    return opened(*rows_.back(), std::move(face));
}

const FaceName& Faces::given(Face& face)
{
    Row& row = *row_of_[&face];
    if (!std::exchange(row.is_given, true)) kept_.keep(face.name().hash, face.file());
    return face.name();
}

// Faces of the style, others, and those in colour where the look wants them.
Faces::Chain& Faces::chain_after(Row& first, Look look)
{
    Chain*& known = first.chains[std::size_t(look)];
    if (known) return *known;
    const std::string& style = first.listed.style;
    known = &chains_[{style, look}];
    if (!known->rows.empty()) return *known;
    auto rank = [&](const Row* row) {
        if (row->listed.style == colour_style) return look == Look::emoji ? 0 : 3;
        return row->listed.style == style ? 1 : 2;
    };
    for (std::size_t i = 0; i < list_.faces.size(); ++i) known->rows.push_back(rows_[i].get());
    std::ranges::stable_sort(known->rows, {}, rank);
    return *known;
}

// Where in the chain the first face with the rune is; the end if there is none.
std::size_t Faces::first_with(Chain& chain, std::uint32_t rune)
{
    if (auto at = chain.places.find(rune); at != chain.places.end()) return at->second;
    if (chain.places.size() >= most_places) chain.places.clear();
    auto has_it = [&](Row* row) {
        auto face = load(*row);
        return face && (*face)->has(rune);
    };
    return chain.places[rune] = std::size_t(std::ranges::find_if(chain.rows, has_it) - chain.rows.begin());
}

Face* Faces::covering(Face& first, std::span<const std::uint32_t> runes, Look look)
{
    if (look == Look::text && has_all(first, runes)) return &first;
    auto rune = std::ranges::find_if_not(runes, is_ignorable);
    if (rune == runes.end()) return &first;
    Chain& chain = chain_after(*row_of_[&first], look);
    for (std::size_t i = first_with(chain, *rune); i < chain.rows.size(); ++i) {
        Row& row = *chain.rows[i];
        // Colour comes before `first`, and `first` before the rest.
        if (look == Look::emoji && row.listed.style != colour_style && has_all(first, runes)) return &first;
        if (auto face = load(row); face && has_all(**face, runes)) return *face;
    }
    return nullptr;
}

Result<Glyph> Faces::make(Face* face, int size, Hinting hinting, std::uint32_t glyph)
{
    if (!face) return missing_glyph(size, glyph);
    given(*face);  // it may be asked for by a program that was thawed and shapes nothing
    return face->glyph(size, hinting, glyph);
}

Result<const Glyph*> Faces::glyph(std::string_view name, int size, Hinting hinting, std::uint32_t number)
{
    Face* face = name == missing_face ? nullptr : TRY(find(name));
    GlyphKey key{face, size, hinting, number};
    if (auto at = glyphs_.find(key); at != glyphs_.end()) return &at->second;
    Glyph glyph = TRY(make(face, size, hinting, number));
    std::size_t bytes = glyph.pixels.size() + glyph_overhead;
    if (glyph_bytes_ + bytes > cache_bytes) {
        glyphs_.clear();
        glyph_bytes_ = 0;
    }
    glyph_bytes_ += bytes;
    return &(glyphs_[key] = std::move(glyph));
}

}  // namespace draw::text
