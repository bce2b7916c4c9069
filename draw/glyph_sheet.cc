#include "draw/glyph_sheet.h"

#include "draw/client_message.h"

#include <algorithm>
#include <cassert>

namespace draw::client {
namespace {

constexpr int first_slots = 128;  // printable ASCII and some accents
// 4096 ideographs of 64 by 64; a larger size has fewer slots and evicts.
constexpr int most_bytes = 1 << 24;
constexpr std::size_t string_size = 1 + 3 * id_size + 2 * point_size + rect_size + 2;

}  // namespace

// A quarter of an em on each side is for accents on capitals and letters that hang over.
GlyphSheet::GlyphSheet(Display& display, int size, int ascent, int descent, int most_slots)
    : display_(&display), ascent_(std::min(ascent + size / 4, 255)), height_(ascent_ + descent + size / 4),
      cell_width_(size + size / 4 + 2), most_slots_(std::clamp(most_bytes / (cell_width_ * height_), 1, most_slots))
{
    assert(most_slots >= 1 && most_slots <= 4096 && most_slots_ >= 1);
}

bool GlyphSheet::fits(const text::Glyph& g) const
{
    return g.ink == text::Ink::mask && g.width <= cell_width_ && g.top <= ascent_ && ascent_ - g.top + g.height <= height_ && g.left >= -128 &&
           g.left <= 127 && g.advance >= 0 && g.advance <= 255;
}

Rect GlyphSheet::cell(std::size_t slot) const
{
    int x = int(slot) * cell_width_;
    return {{x, 0}, {x + cell_width_, height_}};
}

Result<> GlyphSheet::add(GlyphKey key, const text::Glyph& g)
{
    assert(fits(g) && !table_.has(key));
    DO(make_room());
    std::uint16_t index = table_.take(key, capacity_);
    slots_.resize(std::size_t(table_.size()));
    Point corner = cell(index).min + Point{0, ascent_ - g.top};
    Slot& slot = slots_[index];
    slot = {{corner, corner + Point{g.width, g.height}}, std::int8_t(g.left), std::uint8_t(g.advance)};
    DO(scratch_->load({{0, 0}, {g.width, g.height}}, g.pixels));
    send_glyph(slot, index, *scratch_, {0, 0});
    return {};
}

Result<> GlyphSheet::make_room()
{
    if (!scratch_) scratch_ = TRY(display_->allocate({{0, 0}, {cell_width_, height_}}, Chan::k8, Repl::no, black));
    if (int(slots_.size()) < capacity_ || capacity_ == most_slots_) return {};
    return grow();
}

// Glyphs move to the new sheet on the server's side.
Result<> GlyphSheet::grow()
{
    int capacity = std::min(most_slots_, std::max(first_slots, 2 * capacity_));
    Image old = TRY(display_->allocate({{0, 0}, {capacity * cell_width_, height_}}, Chan::k8, Repl::no, black));
    if (image_)
        std::swap(*image_, old);
    else
        image_ = std::move(old);
    capacity_ = capacity;
    // 'i' fontid[4] nchars[4] ascent[1]
    styx::Writer& out = display_->message(1 + id_size + 4 + 1);
    out.u8('i');
    out.u32(image_->id());
    out.u32(std::uint32_t(capacity_));
    out.u8(std::uint8_t(ascent_));
    for (std::size_t i = 0; i < slots_.size(); ++i) send_glyph(slots_[i], std::uint16_t(i), old, slots_[i].r.min);
    return {};
}

void GlyphSheet::send_glyph(const Slot& slot, std::uint16_t index, const Image& from, Point at)
{
    // 'l' fontid[4] srcid[4] index[2] R[4*4] P[2*4] left[1] width[1]
    styx::Writer& out = display_->message(1 + 2 * id_size + 2 + rect_size + point_size + 2);
    out.u8('l');
    out.u32(image_->id());
    out.u32(from.id());
    out.u16(index);
    put(out, slot.r);
    put(out, at);
    out.number(slot.left);
    out.u8(slot.width);
}

void GlyphSheet::draw(Image& dst, Point pen, const Image& src, std::span<const std::uint16_t> slots)
{
    if (slots.empty()) return;
    // 's' dstid[4] srcid[4] fontid[4] P[2*4] clipR[4*4] sp[2*4] ni[2] ni*index[2]
    styx::Writer& out = display_->message(string_size + 2 * slots.size());
    out.u8('s');
    out.u32(dst.id());
    out.u32(src.id());
    out.u32(image_->id());
    put(out, pen);
    put(out, dst.clip());
    put(out, Point{});
    out.u16(std::uint16_t(slots.size()));
    for (std::uint16_t slot : slots) out.u16(slot);
}

}  // namespace draw::client
