#include "draw/replay.h"

#include "draw/compress.h"

#include <set>

namespace draw {
namespace {

constexpr std::size_t load_header = 1 + 4 + 4 * 4;
constexpr std::size_t longest_load = longest_message - load_header;
// A strip is narrow enough that a row of it fits in a message even if it does not compress: one byte in 128 is added.
constexpr int widest_row = int(longest_load - longest_load / 100);

struct Message : styx::Writer {
    explicit Message(char letter) { u8(std::uint8_t(letter)); }
    void point(Point p)
    {
        i32(p.x);
        i32(p.y);
    }
    void rect(Rect r)
    {
        point(r.min);
        point(r.max);
    }
};

void send_load(char letter, std::uint32_t id, Rect r, std::string_view data, const Send& send)
{
    Message m(letter);
    m.u32(id);
    m.rect(r);
    m.bytes(data);
    send(m.out);
}

// Sends rows from the top of r, as many as fit in a message, and returns how many. rows are r's, unpacked.
int send_piece(std::uint32_t id, Rect r, std::string_view rows, std::size_t row_bytes, const Send& send)
{
    Packer packer;
    int n = 0;
    std::size_t packed = 0;
    for (; n < r.dy(); ++n) {
        packer.add_row(rows.substr(std::size_t(n) * row_bytes, row_bytes));
        if (packer.out.size() > longest_load) break;
        packed = packer.out.size();
    }
    r.max.y = r.min.y + n;
    std::size_t plain = std::size_t(n) * row_bytes;
    if (plain <= packed)
        send_load('y', id, r, rows.substr(0, plain), send);
    else
        send_load('Y', id, r, std::string_view(packer.out).substr(0, packed), send);
    return n;
}

void send_strip(const Image& image, std::uint32_t id, Rect r, const Send& send)
{
    std::string rows = unload(image, r);
    std::size_t row_bytes = bytes_per_row(r, image.depth());
    std::string_view left = rows;
    while (r.min.y < r.max.y) {
        int n = send_piece(id, r, left, row_bytes, send);
        left.remove_prefix(std::size_t(n) * row_bytes);
        r.min.y += n;
    }
}

void send_image(const Image& image, std::uint32_t id, const Send& send)
{
    Message m('b');
    m.u32(id);
    m.u32(0);
    m.u8(0);
    m.u32(std::uint32_t(image.chan()));
    m.u8(image.repl() == Repl::yes);
    m.rect(image.r());
    m.rect(image.clip());
    m.u32(no_fill);
    send(m.out);
    // 'b' cuts the clip of an image that does not tile to its rectangle; 'c' does not.
    if (image.repl() == Repl::yes || image.r().contains(image.clip())) return;
    Message c('c');
    c.u32(id);
    c.u8(0);
    c.rect(image.clip());
    send(c.out);
}

void send_font(std::uint32_t id, const Font& font, const Send& send)
{
    if (font.glyphs.empty()) return;
    Message m('i');
    m.u32(id);
    m.u32(std::uint32_t(font.glyphs.size()));
    m.u8(font.ascent);
    send(m.out);
    for (std::size_t i = 0; i < font.glyphs.size(); ++i) {
        const Glyph& g = font.glyphs[i];
        if (g == Glyph{}) continue;
        // The character copied onto itself: only its place is news.
        Message l('l');
        l.u32(id);
        l.u32(id);
        l.u16(std::uint16_t(i));
        l.rect(g.r);
        l.point(g.r.min);
        l.u8(std::uint8_t(g.left));
        l.u8(g.width);
        send(l.out);
    }
}

void send_free(std::uint32_t id, const Send& send)
{
    Message m('f');
    m.u32(id);
    send(m.out);
}

void send_name(std::uint32_t id, std::string_view name, const Send& send)
{
    Message m('N');
    m.u32(id);
    m.u8(1);
    m.u8(std::uint8_t(name.size()));
    m.bytes(name);
    send(m.out);
}

void send_attach(std::uint32_t id, std::string_view name, const Send& send)
{
    Message m('n');
    m.u32(id);
    m.u8(std::uint8_t(name.size()));
    m.bytes(name);
    send(m.out);
}

// A pixel for an image that can only be freed.
void send_stand_in(std::uint32_t id, const Send& send)
{
    Message m('b');
    m.u32(id);
    m.u32(0);
    m.u8(0);
    m.u32(std::uint32_t(Chan::k1));
    m.u8(0);
    m.rect({{0, 0}, {1, 1}});
    m.rect({{0, 0}, {1, 1}});
    m.u32(no_fill);
    send(m.out);
}

void send_own(const State& state, std::uint32_t id, const Entry& entry, const Send& send)
{
    send_image(*entry.image, id, send);
    send_font(id, entry.font, send);
    // After the font: its characters are copied onto themselves, which may clear ignored bits.
    send_pixels(*entry.image, id, entry.image->r(), send);
    for (const auto& [name, naming] : state.names->of(*entry.image)) send_name(id, name, send);
}

bool is_made_here(const State& state, const Image& image)
{
    for (const auto& [id, entry] : state.images)
        if (entry.origin == Origin::made && entry.image.get() == &image) return true;
    return false;
}

std::uint32_t unused_id(const State& state)
{
    std::uint32_t id = 1;
    while (state.images.contains(id)) ++id;
    return id;
}

// An image this connection made and named, and then freed its own id of, lives on under its names.
void send_abandoned(const State& state, const Image& image, const Send& send)
{
    std::uint32_t id = unused_id(state);
    send_image(image, id, send);
    send_pixels(image, id, image.r(), send);
    for (const auto& [name, naming] : state.names->of(image)) send_name(id, name, send);
}

void send_attached(const State& state, std::uint32_t id, const Entry& entry, std::set<const Image*>& sent,
                   const Send& send)
{
    auto named = state.names->find(entry.name);
    if (!named || named->naming.version != entry.version) return send_stand_in(id, send);
    bool abandoned = named->naming.maker == state.options.number && !is_made_here(state, *entry.image) &&
                     sent.insert(entry.image.get()).second;
    if (abandoned) send_abandoned(state, *entry.image, send);
    send_attach(id, entry.name, send);
    if (abandoned) send_free(unused_id(state), send);
    send_font(id, entry.font, send);
}

bool needs_id_0(const State& state)
{
    auto i = state.images.find(0);
    return i == state.images.end() || i->second.origin != Origin::screen;
}

}  // namespace

void send_pixels(const Image& image, std::uint32_t id, Rect r, const Send& send)
{
    if (r.empty()) return;
    // Strips begin where a byte does, whatever the depth.
    int width = widest_row * 8 / image.depth() & ~7;
    for (long long left = r.min.x; left < r.max.x;) {
        long long right = std::min<long long>((left & ~7LL) + width, r.max.x);
        send_strip(image, id, {{int(left), r.min.y}, {int(right), r.max.y}}, send);
        left = right;
    }
}

std::string pixels_message(const Image& image, std::uint32_t id, Rect r)
{
    std::string out;
    send_pixels(image, id, r, [&](std::string_view message) { out += message; });
    return out;
}

void replay(const Engine& engine, const Send& send)
{
    const State& state = engine.state();
    if (state.screen && needs_id_0(state)) send_free(0, send);
    std::set<const Image*> sent;
    for (const auto& [id, entry] : state.images)
        if (entry.origin == Origin::made) send_own(state, id, entry, send);
    for (const auto& [id, entry] : state.images)
        if (entry.origin == Origin::attached) send_attached(state, id, entry, sent, send);
    if (state.op == Op::SoverD) return;
    Message m('O');
    m.u8(std::uint8_t(state.op));
    send(m.out);
}

}  // namespace draw
