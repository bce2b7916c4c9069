#include "draw/text/protocol.h"

#include <algorithm>
#include <concepts>
#include <type_traits>

namespace draw::text {
namespace {

void put(styx::Writer& out, const FaceSize& face)
{
    out.text16(face.face);
    out.u16(std::uint16_t(face.size));
    out.u8(std::uint8_t(face.hinting));
}

// A byte that stands for one of the values up to the last.
template <class Enum> Enum one_of(styx::Reader& in, Enum last)
{
    std::uint8_t value = in.u8();
    if (value > std::uint8_t(last)) in.bad = true;
    return Enum(value);
}

FaceSize face_size(styx::Reader& in)
{
    FaceSize face;
    face.face = in.text16();
    face.size = in.u16();
    face.hinting = one_of(in, Hinting::light);
    return face;
}

Result<> check_size(int size)
{
    if (size >= smallest_size && size <= largest_size) return {};
    return fail("font size " + std::to_string(size) + " is not from " + std::to_string(smallest_size) + " to " +
                std::to_string(largest_size));
}

std::unexpected<Error> bad_request() { return fail("bad font request"); }
std::unexpected<Error> bad_answer() { return fail("bad font answer"); }

Result<Request> parse_face_request(styx::Reader& in)
{
    FaceSize face = face_size(in);
    if (!in.ended()) return bad_request();
    DO(check_size(face.size));
    return FaceRequest{std::move(face.face), face.size, face.hinting};
}

Result<Request> parse_shape_request(styx::Reader& in)
{
    FaceSize face = face_size(in);
    Direction direction = one_of(in, Direction::rtl);
    std::string_view before = in.text16(), after = in.text16();
    ShapeRequest request{std::move(face), {direction, before, after}, in.text32()};
    if (!in.ended()) return bad_request();
    DO(check_size(request.face.size));
    if (request.text.size() > longest_text)
        return fail("text is longer than " + std::to_string(longest_text) + " bytes");
    if (std::max(before.size(), after.size()) > longest_context)
        return fail("more than " + std::to_string(longest_context) + " bytes around a line");
    return request;
}

Result<Request> parse_glyph_request(styx::Reader& in)
{
    GlyphRequest request{face_size(in), {}};
    std::size_t n = in.u16();
    if (n > most_glyphs) return fail("more than " + std::to_string(most_glyphs) + " glyphs asked for at once");
    for (std::size_t i = 0; i < n; ++i) request.glyphs.push_back(in.u32());
    if (!in.ended()) return bad_request();
    DO(check_size(request.face.size));
    return request;
}

struct RequestRow {
    char letter;
    Result<Request> (*parse)(styx::Reader&);
};
constexpr RequestRow requests[] = {{'f', parse_face_request}, {'r', parse_shape_request}, {'p', parse_glyph_request}};

// The fields of an answer that begins with that letter.
Result<styx::Reader> answer_fields(std::string_view answer, char letter)
{
    styx::Reader in{answer};
    char first = char(in.u8());
    if (first == 'e') {
        std::string text(in.text16());
        if (in.ended()) return fail(std::move(text));
    }
    if (in.bad || first != letter) return bad_answer();
    return in;
}

// The fields of each, in the order in which they are sent.
template <class T, class F>
    requires std::same_as<std::remove_const_t<T>, RunGlyph>
void for_fields(T& g, F f)
{
    f(g.face), f(g.glyph), f(g.advance), f(g.x), f(g.y);
}
template <class T, class F>
    requires std::same_as<std::remove_const_t<T>, Stop>
void for_fields(T& stop, F f)
{
    f(stop.offset), f(stop.x), f(stop.end);
}

template <class T> void put_all(styx::Writer& out, const std::vector<T>& all)
{
    out.u32(std::uint32_t(all.size()));
    for (const T& one : all) for_fields(one, [&](auto n) { out.number(n); });
}

template <class T> std::vector<T> take_all(styx::Reader& in)
{
    std::vector<T> all;
    for (std::uint32_t n = in.u32(); n > 0 && !in.bad; --n)
        for_fields(all.emplace_back(), [&]<class N>(N& field) { field = in.number<N>(); });
    return all;
}

void put(styx::Writer& out, const Glyph& g)
{
    out.u8(std::uint8_t(g.ink));
    for (int n : {g.left, g.top, g.width, g.height, g.advance}) out.number(std::int16_t(n));
    out.bytes(g.pixels);
}

Glyph glyph(styx::Reader& in)
{
    Glyph g;
    g.ink = one_of(in, Ink::colour);
    for (int* n : {&g.left, &g.top, &g.width, &g.height, &g.advance}) *n = in.number<std::int16_t>();
    if (g.width < 0 || g.height < 0) in.bad = true;
    if (!in.bad) g.pixels = in.bytes(std::size_t(g.width) * std::size_t(g.height) * bytes_a_pixel(g.ink));
    return g;
}

bool is_sound(const Run& run)
{
    auto is_known = [&](const RunGlyph& g) { return g.face < run.faces.size(); };
    auto rises = [](const Stop& a, const Stop& b) { return a.offset >= b.offset; };
    return run.direction != Direction::automatic && std::ranges::all_of(run.glyphs, is_known) &&
           std::ranges::adjacent_find(run.stops, rises) == run.stops.end() &&
           (run.stops.empty() || run.stops[0].offset == 0);
}

}  // namespace

std::string encode(const FaceRequest& request)
{
    styx::Writer out;
    out.u8('f');
    put(out, FaceSize{request.name, request.size, request.hinting});
    return out.out;
}

std::string encode(const ShapeRequest& request)
{
    styx::Writer out;
    out.u8('r');
    put(out, request.face);
    out.u8(std::uint8_t(request.setting.direction));
    out.text16(request.setting.before);
    out.text16(request.setting.after);
    out.text32(request.text);
    return out.out;
}

std::string encode(const GlyphRequest& request)
{
    styx::Writer out;
    out.u8('p');
    put(out, request.face);
    out.u16(std::uint16_t(request.glyphs.size()));
    for (std::uint32_t glyph : request.glyphs) out.u32(glyph);
    return out.out;
}

Result<Request> parse_request(std::string_view bytes)
{
    styx::Reader in{bytes};
    char letter = char(in.u8());
    auto row = std::ranges::find(requests, letter, &RequestRow::letter);
    if (in.bad || row == std::end(requests)) return bad_request();
    return row->parse(in);
}

std::string encode(const Error& error)
{
    styx::Writer out;
    out.u8('e');
    out.text16(error.text);
    return out.out;
}

std::string encode(const FaceInfo& face)
{
    styx::Writer out;
    out.u8('f');
    out.text16(face.hash);
    for (int n : {face.ascent, face.descent, face.height, face.advance}) out.u16(std::uint16_t(n));
    out.u8(std::uint8_t(face.plain.size()));
    for (std::uint32_t glyph : face.plain) out.u32(glyph);
    return out.out;
}

Result<FaceInfo> parse_face(std::string_view answer)
{
    styx::Reader in = TRY(answer_fields(answer, 'f'));
    FaceInfo face;
    face.hash = in.text16();
    for (int* n : {&face.ascent, &face.descent, &face.height, &face.advance}) *n = in.u16();
    face.plain.resize(in.u8());
    for (std::uint32_t& glyph : face.plain) glyph = in.u32();
    bool has_table = face.plain.size() == last_plain - first_plain + 1;
    if (in.bad || has_table != (face.advance != 0) || has_table == face.plain.empty()) return bad_answer();
    return face;
}

std::string encode(const Run& run)
{
    styx::Writer out;
    out.u8('r');
    out.i32(run.width);
    out.u8(std::uint8_t(run.direction));
    out.u8(std::uint8_t(run.faces.size()));
    for (const std::string& face : run.faces) out.text16(face);
    put_all(out, run.glyphs);
    put_all(out, run.stops);
    return out.out;
}

Result<Run> parse_run(std::string_view answer)
{
    styx::Reader in = TRY(answer_fields(answer, 'r'));
    Run run;
    run.width = in.i32();
    run.direction = one_of(in, Direction::rtl);
    run.faces.resize(in.u8());
    for (std::string& face : run.faces) face = in.text16();
    run.glyphs = take_all<RunGlyph>(in);
    run.stops = take_all<Stop>(in);
    if (in.bad || !is_sound(run)) return bad_answer();
    return run;
}

std::string encode(const std::vector<Glyph>& glyphs)
{
    styx::Writer out;
    out.u8('p');
    out.u16(std::uint16_t(glyphs.size()));
    for (const Glyph& g : glyphs) put(out, g);
    return out.out;
}

Result<std::vector<Glyph>> parse_glyphs(std::string_view answer)
{
    styx::Reader in = TRY(answer_fields(answer, 'p'));
    std::vector<Glyph> glyphs;
    for (std::size_t n = in.u16(); n > 0 && !in.bad; --n) glyphs.push_back(glyph(in));
    if (in.bad) return bad_answer();
    return glyphs;
}

}  // namespace draw::text
