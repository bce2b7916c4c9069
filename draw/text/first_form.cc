#include "draw/text/first_form.h"

#include "draw/text/picture.h"

#include <algorithm>

namespace draw::text::first_form {
namespace {

constexpr std::uint8_t flag_rtl = 1;

// The letter that has the meaning now.
struct Letter {
    char first, now;
};
constexpr Letter letters[] = {{'s', 'r'}, {'g', 'p'}};

int left_of(const Stop& stop) { return std::min(stop.x, stop.end); }

// The character that is drawn at x, of those from left to right: the last that begins there or before.
const Stop& stop_at(const std::vector<Stop>& stops, int x)
{
    auto after = std::ranges::upper_bound(stops, x, {}, left_of);
    return after == stops.begin() ? stops.front() : *(after - 1);
}

void put(styx::Writer& out, const RunGlyph& g, const Stop& stop)
{
    out.u8(g.face);
    out.u8(stop.x > stop.end ? flag_rtl : 0);
    out.u32(g.glyph);
    out.u32(stop.offset);
    out.number(g.advance);
    out.number(g.x);
    out.number(g.y);
}

}  // namespace

bool is_request(std::string_view request)
{
    return !request.empty() && std::ranges::find(letters, request[0], &Letter::first) != std::end(letters);
}

// A shape request had no setting before its text; a glyph request was as it is.
Result<Request> parse_request(std::string_view bytes)
{
    std::string now(bytes);
    now[0] = std::ranges::find(letters, bytes[0], &Letter::first)->now;
    if (now[0] != 'r') return text::parse_request(now);
    styx::Reader in{bytes.substr(1)};
    std::size_t before_text = 1 + 2 + in.text16().size() + 2 + 1;
    if (before_text > now.size()) return text::parse_request("r");
    now.insert(before_text, {char(Direction::ltr), 0, 0, 0, 0});
    auto request = text::parse_request(now);
    if (!request) return request;
    // The text is to be of the bytes that outlive this.
    auto& shape = std::get<ShapeRequest>(*request);
    shape.text = bytes.substr(bytes.size() - shape.text.size());
    return request;
}

std::string encode(const Run& run)
{
    styx::Writer out;
    out.u8('s');
    out.i32(run.width);
    out.u8(std::uint8_t(run.faces.size()));
    for (const std::string& face : run.faces) out.text16(face);
    out.u32(std::uint32_t(run.glyphs.size()));
    auto stops = run.stops;
    std::ranges::stable_sort(stops, {}, left_of);
    int x = 0;
    for (const RunGlyph& g : run.glyphs) {
        put(out, g, stop_at(stops, x));
        x += g.advance;
    }
    return out.out;
}

std::string encode(const std::vector<Glyph>& glyphs)
{
    styx::Writer out;
    out.u8('g');
    out.u16(std::uint16_t(glyphs.size()));
    for (const Glyph& g : glyphs) {
        for (int n : {g.left, g.top, g.width, g.height, g.advance}) out.number(std::int16_t(n));
        out.bytes(in_one_ink(g).pixels);
    }
    return out.out;
}

}  // namespace draw::text::first_form
