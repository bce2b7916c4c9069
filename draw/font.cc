#include "draw/font.h"

#include "draw/text/utf8.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace draw::client {
namespace {

using text::Run;
using text::RunGlyph;

constexpr std::size_t longest_piece = 4096;                 // bytes shaped at a time: an answer of at most 64 KB
constexpr std::size_t longest_kept = 256, most_kept = 512;  // texts whose runs are remembered
constexpr std::size_t most_large = 32;                      // kept from one stretch of text to the next

// The front of a text that is shaped together: all of it, or to a space near the bound, or at least whole runes.
std::string_view first_piece(std::string_view text)
{
    if (text.size() <= longest_piece) return text;
    std::size_t cut = text.rfind(' ', longest_piece - 1);
    if (cut != text.npos && cut > longest_piece / 2) return text.substr(0, cut + 1);
    cut = longest_piece;
    while (cut > longest_piece - 4 && text::continues(text[cut])) --cut;
    return text.substr(0, cut);
}

// Calls f(piece, offset) until the text is used up.
template <class F> void for_pieces(std::string_view text, F f)
{
    for (std::size_t at = 0; at < text.size();) {
        std::string_view piece = first_piece(text.substr(at));
        f(piece, std::uint32_t(at));
        at += piece.size();
    }
}

bool is_plain(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return std::uint8_t(c) >= text::first_plain && std::uint8_t(c) <= text::last_plain; });
}

// Printable ASCII in a monospaced face.
Run plain_run(const text::FaceInfo& face, std::string_view text)
{
    Run run;
    run.width = face.advance * int(text.size());
    run.glyphs.reserve(text.size());
    for (std::uint32_t at = 0; at < text.size(); ++at)
        run.glyphs.push_back({.glyph = face.plain[std::uint8_t(text[at]) - text::first_plain],
                              .cluster = at,
                              .advance = std::int16_t(face.advance)});
    return run;
}

GlyphKey key_of(const RunGlyph& g) { return {g.face, g.glyph}; }

// Where a cluster begins and ends as one reads, in pixels from where its run begins.
struct Span {
    std::uint32_t cluster;
    int begin, end;
};

std::vector<Span> spans(const Run& run)
{
    std::vector<Span> out;
    int x = 0;
    for (std::size_t i = 0; i < run.glyphs.size();) {
        const RunGlyph first = run.glyphs[i];
        int left = x;
        for (; i < run.glyphs.size() && run.glyphs[i].cluster == first.cluster; ++i) x += run.glyphs[i].advance;
        out.push_back(first.is_rtl ? Span{first.cluster, x, left} : Span{first.cluster, left, x});
    }
    std::ranges::stable_sort(out, {}, &Span::cluster);
    return out;
}

}  // namespace

Font::Font(Display& display, Ask ask, const text::FaceSize& face, text::FaceInfo info, int most_slots)
    : display_(&display), ask_(std::move(ask)), face_(face), info_(std::move(info)), faces_{face.face},
      sheet_(display, face.size, info_.ascent, info_.descent, most_slots),
      stretch_(std::min(sheet_.most_slots(), GlyphSheet::longest_string))
{
}

Result<Font> Font::open(Display& display, Ask ask, std::string_view name, int size, text::Hinting hinting,
                        int most_slots)
{
    std::string answer = TRY(ask(text::encode(text::FaceRequest{std::string(name), size, hinting})));
    text::FaceInfo info = TRY(text::parse_face(answer));
    text::FaceSize face{info.hash, size, hinting};
    return Font(display, std::move(ask), face, std::move(info), most_slots);
}

std::uint8_t Font::face_number(const std::string& hash)
{
    auto at = std::ranges::find(faces_, hash);
    if (at == faces_.end()) at = faces_.insert(at, hash);
    return std::uint8_t(at - faces_.begin());
}

Result<Run> Font::ask_run(std::string_view piece)
{
    std::string answer = TRY(ask_(text::encode(text::ShapeRequest{face_, piece})));
    Run run = TRY(text::parse_run(answer));
    for (RunGlyph& g : run.glyphs) g.face = face_number(run.faces[g.face]);
    run.faces.clear();
    return run;
}

const Run& Font::shaped(std::string_view piece)
{
    if (info_.advance && is_plain(piece)) return latest_ = plain_run(info_, piece);
    std::string key(piece);
    if (auto at = runs_.find(key); at != runs_.end()) return at->second;
    auto run = ask_run(piece);
    if (!run) {
        display_->report(run.error());
        return latest_ = {};
    }
    if (piece.size() > longest_kept) return latest_ = std::move(*run);
    if (runs_.size() >= most_kept) runs_.clear();
    return runs_[std::move(key)] = std::move(*run);
}

int Font::measure(std::string_view utf8)
{
    if (info_.advance && is_plain(utf8)) return info_.advance * int(utf8.size());
    int width = 0;
    for_pieces(utf8, [&](std::string_view piece, std::uint32_t) { width += shaped(piece).width; });
    return width;
}

Point Font::draw(Image& dst, Point pen, const Image& color, std::string_view utf8)
{
    for_pieces(utf8, [&](std::string_view piece, std::uint32_t) {
        const Run& run = shaped(piece);
        for (std::span<const RunGlyph> rest = run.glyphs; !rest.empty();) {
            auto stretch = rest.first(std::min(rest.size(), std::size_t(stretch_)));
            draw_stretch(dst, pen, color, stretch);
            rest = rest.subspan(stretch.size());
        }
    });
    return pen;
}

// A run of slots goes on as long as each glyph stands where the server's pen will be.
void Font::draw_stretch(Image& dst, Point& pen, const Image& color, std::span<const RunGlyph> glyphs)
{
    std::vector<std::uint16_t> slots;
    Point begin, next;
    auto found = find(glyphs);
    for (std::size_t i = 0; i < glyphs.size(); ++i) {
        const RunGlyph& g = glyphs[i];
        Point origin = pen + Point{g.x, g.y};
        pen.x += g.advance;
        if (!found[i]) {
            draw_large(dst, origin, color, key_of(g));
            continue;
        }
        if (!slots.empty() && origin != next) {
            sheet_.draw(dst, begin, color, slots);
            slots.clear();
        }
        if (slots.empty()) begin = origin;
        slots.push_back(*found[i]);
        next = origin + Point{sheet_.advance(*found[i]), 0};
    }
    sheet_.draw(dst, begin, color, slots);
}

// The slots of the glyphs, which are on the display then; none for those that are large or cannot be had.
std::vector<std::optional<std::uint16_t>> Font::find(std::span<const RunGlyph> glyphs)
{
    if (large_.size() > most_large) large_.clear();  // here, where none is needed yet
    std::vector<std::optional<std::uint16_t>> slots;
    std::map<std::uint32_t, std::set<std::uint32_t>> missing;
    for (const RunGlyph& g : glyphs) {
        slots.push_back(sheet_.find(key_of(g)));
        if (!slots.back() && !large_.contains(key_of(g))) missing[g.face].insert(g.glyph);
    }
    if (missing.empty()) return slots;
    for (const auto& [face, ids] : missing)
        if (auto fetched = fetch(face, {ids.begin(), ids.end()}); !fetched) display_->report(fetched.error());
    for (std::size_t i = 0; i < glyphs.size(); ++i)
        if (!slots[i]) slots[i] = sheet_.find(key_of(glyphs[i]));
    return slots;
}

void Font::draw_large(Image& dst, Point origin, const Image& color, GlyphKey key)
{
    auto at = large_.find(key);
    if (at == large_.end() || !at->second.mask) return;  // if it could not be had, flush() will say why
    const Large& g = at->second;
    Rect r = g.mask->r() + (origin + Point{g.left, -g.top});
    dst.draw(r, color, {}, &*g.mask);
}

// The glyphs of a stretch are few enough for one request, though its answer may hold only the first of them.
static_assert(GlyphSheet::longest_string <= int(text::most_glyphs));

Result<> Font::fetch(std::uint32_t face, const std::vector<std::uint32_t>& glyphs)
{
    for (std::size_t at = 0; at < glyphs.size();) {
        text::GlyphRequest request{{faces_[face], face_.size, face_.hinting},
                                   {glyphs.begin() + std::ptrdiff_t(at), glyphs.end()}};
        std::string answer = TRY(ask_(text::encode(request)));
        auto masks = TRY(text::parse_glyphs(answer));
        if (masks.empty() || masks.size() > request.glyphs.size()) return fail("bad font answer");
        for (std::size_t i = 0; i < masks.size(); ++i) DO(keep({face, request.glyphs[i]}, masks[i]));
        at += masks.size();
    }
    return {};
}

Result<> Font::keep(GlyphKey key, const text::GlyphMask& g)
{
    if (sheet_.fits(g)) return sheet_.add(key, g);
    Large large{{}, g.left, g.top};
    if (g.width > 0 && g.height > 0) {
        large.mask = TRY(display_->allocate({{0, 0}, {g.width, g.height}}, Chan::k8, Repl::no, black));
        DO(large.mask->load(large.mask->r(), g.mask));
    }
    large_.emplace(key, std::move(large));
    return {};
}

std::vector<Caret> Font::clusters(std::string_view utf8)
{
    std::vector<Caret> out;
    Caret last;
    int x = 0;
    for_pieces(utf8, [&](std::string_view piece, std::uint32_t offset) {
        const Run& run = shaped(piece);
        for (const Span& span : spans(run)) {
            out.push_back({offset + span.cluster, x + span.begin});
            last.x = x + span.end;
        }
        x += run.width;
    });
    last.offset = std::uint32_t(utf8.size());
    out.push_back(last);
    return out;
}

std::uint32_t Font::offset_at(std::string_view utf8, int x)
{
    auto carets = clusters(utf8);
    return std::ranges::min_element(carets, {}, [&](const Caret& c) { return std::abs(c.x - x); })->offset;
}

}  // namespace draw::client
