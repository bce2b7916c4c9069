#include "draw/font.h"

#include "draw/text/utf8.h"

#include <algorithm>
#include <cstdlib>

namespace draw::client {
namespace {

using text::Direction;
using text::Run;
using text::RunGlyph;
using text::Setting;
using text::Stop;

constexpr std::size_t longest_piece = 4096;                 // bytes shaped at a time: an answer of at most 128 KB
constexpr std::size_t longest_kept = 512, most_kept = 512;  // texts whose runs are remembered

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

bool is_plain(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return std::uint8_t(c) >= text::first_plain && std::uint8_t(c) <= text::last_plain; });
}

// Printable ASCII in a monospaced face.
Run plain_run(const text::FaceInfo& face, std::string_view text, Direction direction)
{
    Run run;
    run.width = face.advance * int(text.size());
    run.direction = direction == Direction::rtl ? Direction::rtl : Direction::ltr;
    run.faces.push_back(face.hash);
    run.glyphs.reserve(text.size());
    run.stops.reserve(text.size());
    for (std::uint32_t at = 0; at < text.size(); ++at) {
        int x = int(at) * face.advance;
        run.glyphs.push_back({.glyph = face.plain[std::uint8_t(text[at]) - text::first_plain], .advance = std::int16_t(face.advance)});
        run.stops.push_back({at, x, x + face.advance});
    }
    return run;
}

Stretch stretch_of(const Stop& stop) { return {std::min(stop.x, stop.end), std::max(stop.x, stop.end)}; }

}  // namespace

Font::Font(Display& display, Ask ask, std::string name, const text::FaceSize& face, text::FaceInfo info, int most_slots)
    : display_(&display), ask_(std::move(ask)), name_(std::move(name)), face_(face), info_(std::move(info)), runs_(most_kept / 2),
      glyphs_(display, ask_, face.size, face.hinting, info_.ascent, info_.descent, most_slots)
{
}

Result<Font> Font::open(Display& display, Ask ask, std::string_view name, int size, text::Hinting hinting,
                        int most_slots)
{
    std::string answer = TRY(ask(text::encode(text::FaceRequest{std::string(name), size, hinting})));
    text::FaceInfo info = TRY(text::parse_face(answer));
    text::FaceSize face{info.hash, size, hinting};
    return Font(display, std::move(ask), std::string(name), face, std::move(info), most_slots);
}

// The face that is of our name here; of a name that is by content, the nearest there always is.
Result<> Font::renew()
{
    runs_.clear();
    auto ask_face = [&](const std::string& name) -> Result<text::FaceInfo> {
        return text::parse_face(TRY(ask_(text::encode(text::FaceRequest{name, face_.size, face_.hinting}))));
    };
    auto info = ask_face(name_);
    if (!info && is_gone(info.error())) info = ask_face(info_.advance ? "mono" : "sans");
    if (!info) return fail(info.error());
    info_ = std::move(*info);
    face_.face = info_.hash;
    return {};
}

Result<RunPointer> Font::ask_run(std::string_view piece, const Setting& setting)
{
    std::string answer = TRY(ask_(text::encode(text::ShapeRequest{face_, setting, piece})));
    ShapedRun shaped{TRY(text::parse_run(answer)), {}};
    for (const std::string& face : shaped.run.faces) shaped.faces.push_back(glyphs_.face(face));
    return std::make_shared<const ShapedRun>(std::move(shaped));
}

RunPointer Font::shaped(std::string_view piece, const Setting& setting)
{
    bool is_by_itself = setting.before.empty() && setting.after.empty();
    if (info_.advance && is_by_itself && setting.direction != Direction::rtl && is_plain(piece))
        return std::make_shared<const ShapedRun>(plain_run(info_, piece, setting.direction), std::vector{glyphs_.face(info_.hash)});
    std::string key = char('0' + int(setting.direction)) + std::string(piece);
    if (!is_by_itself) key.append(1, '\0').append(setting.before).append(1, '\0').append(setting.after);
    if (auto run = runs_.find(key)) return run;
    auto run = ask_run(piece, setting);
    if (!run && is_gone(run.error()) && renew()) run = ask_run(piece, setting);
    if (!run) {
        display_->report(run.error());
        return std::make_shared<const ShapedRun>();
    }
    if (piece.size() <= longest_kept) runs_.keep(key, *run);
    return *run;
}

// The parts of a text from right to left stand in that order, too.
Font::Layout Font::lay(std::string_view utf8, const Setting& setting)
{
    Layout out;
    Setting here = setting;
    for (std::size_t at = 0; at < utf8.size() || out.parts.empty();) {
        std::string_view piece = first_piece(utf8.substr(at));
        auto run = shaped(piece, here);
        here.direction = run->run.direction;
        out.parts.push_back({std::uint32_t(at), out.width, run});
        out.width += run->run.width;
        at += piece.size();
    }
    out.direction = here.direction;
    if (out.direction == Direction::rtl)
        for (Part& part : out.parts) part.x = out.width - part.x - part.run->run.width;
    return out;
}

int Font::measure(std::string_view utf8, const Setting& setting)
{
    if (info_.advance && is_plain(utf8)) return info_.advance * int(utf8.size());
    return lay(utf8, setting).width;
}

Point Font::draw(Image& dst, Point pen, const Image& color, std::string_view utf8, const Setting& setting)
{
    auto draw_all = [&](const Layout& layout) -> Result<> {
        std::vector<GlyphStore::Placed> glyphs;
        for (const Part& part : layout.parts) {
            Point at = pen + Point{part.x, 0};
            for (const RunGlyph& g : part.run->run.glyphs) {
                glyphs.push_back({{part.run->faces[g.face], g.glyph}, at + Point{g.x, g.y}});
                at.x += g.advance;
            }
        }
        return glyphs_.draw(dst, color, glyphs);
    };
    auto layout = lay(utf8, setting);
    auto drawn = draw_all(layout);
    // A run that was remembered may be of a face that is no longer here.
    if (!drawn && is_gone(drawn.error()) && renew()) drawn = draw_all(layout = lay(utf8, setting));
    if (!drawn) display_->report(drawn.error());
    return pen + Point{layout.width, 0};
}

std::vector<Stop> Font::stops(std::string_view utf8, const Setting& setting)
{
    std::vector<Stop> out;
    for (const Part& part : lay(utf8, setting).parts)
        for (const Stop& stop : part.run->run.stops) out.push_back({part.offset + stop.offset, part.x + stop.x, part.x + stop.end});
    return out;
}

std::vector<Caret> Font::carets(std::string_view utf8, const Setting& setting)
{
    std::vector<Caret> out;
    auto all = stops(utf8, setting);
    for (const Stop& stop : all) out.push_back({stop.offset, stop.x});
    out.push_back({std::uint32_t(utf8.size()), all.empty() ? 0 : all.back().end});
    return out;
}

std::uint32_t Font::offset_at(std::string_view utf8, int x, const Setting& setting)
{
    auto all = stops(utf8, setting);
    std::size_t at = caret_at(all, x);
    return at == all.size() ? std::uint32_t(utf8.size()) : all[at].offset;
}

Direction Font::direction_of(std::string_view utf8)
{
    // Latin's letters, and what is common to all.
    if (std::ranges::all_of(utf8, [](char c) { return std::uint8_t(c) < 0x80; })) return Direction::ltr;
    return lay(utf8, Direction::automatic).direction;
}

std::size_t caret_at(std::span<const Stop> stops, int x)
{
    if (stops.empty()) return 0;
    auto far = [x](const Stop& stop) {
        auto [begin, end] = stretch_of(stop);
        return x < begin ? begin - x : x >= end ? x - end + 1 : 0;
    };
    auto stop = std::ranges::min_element(stops, {}, far);
    bool is_before = std::abs(x - stop->x) <= std::abs(x - stop->end);
    return std::size_t(stop - stops.begin()) + (is_before ? 0 : 1);
}

std::vector<Stretch> covered(std::span<const Stop> stops, std::uint32_t from, std::uint32_t to)
{
    std::vector<Stretch> parts, out;
    for (const Stop& stop : stops)
        if (stop.offset >= from && stop.offset < to) parts.push_back(stretch_of(stop));
    std::ranges::sort(parts, {}, &Stretch::begin);
    for (const Stretch& part : parts) {
        if (!out.empty() && part.begin <= out.back().end) out.back().end = std::max(out.back().end, part.end);
        else out.push_back(part);
    }
    return out;
}

}  // namespace draw::client
