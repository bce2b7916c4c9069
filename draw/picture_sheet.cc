#include "draw/picture_sheet.h"

#include <algorithm>
#include <cassert>

namespace draw::client {
namespace {

constexpr int first_slots = 16;
constexpr int most_pictures = 512, most_bytes = 1 << 22;  // emoji of 64 by 64: 178
constexpr int pixel_bytes = 4;

}  // namespace

// Emoji are about a quarter wider than the em.
PictureSheet::PictureSheet(Display& display, int size)
    : display_(&display), cell_(size + size / 2 + 2), most_slots_(std::clamp(most_bytes / (cell_ * cell_ * pixel_bytes), 1, most_pictures))
{
}

bool PictureSheet::fits(const text::Glyph& g) const { return g.ink == text::Ink::colour && g.width <= cell_ && g.height <= cell_; }

Rect PictureSheet::place(std::uint16_t slot) const
{
    Point corner{int(slot) * cell_, 0};
    return {corner, corner + Point{slots_[slot].width, slots_[slot].height}};
}

Result<> PictureSheet::make_room()
{
    if (table_.size() < capacity_ || capacity_ == most_slots_) return {};
    int capacity = std::min(most_slots_, std::max(first_slots, 2 * capacity_));
    Image larger = TRY(display_->allocate({{0, 0}, {capacity * cell_, cell_}}, Chan::a8r8g8b8, Repl::no, transparent));
    if (image_) larger.draw(image_->r(), *image_, {}, nullptr, {}, Op::S);
    image_ = std::move(larger);
    capacity_ = capacity;
    return {};
}

Result<> PictureSheet::add(GlyphKey key, const text::Glyph& g)
{
    assert(fits(g));
    DO(make_room());
    std::uint16_t slot = table_.take(key, capacity_);
    slots_.resize(std::size_t(table_.size()));
    slots_[slot] = {g.left, g.top, g.width, g.height};
    return image_->load(place(slot), g.pixels);
}

void PictureSheet::draw(Image& dst, Point origin, std::uint16_t slot)
{
    Rect from = place(slot);
    Point corner = origin + Point{slots_[slot].left, -slots_[slot].top};
    dst.draw({corner, corner + Point{from.dx(), from.dy()}}, *image_, from.min);
}

}  // namespace draw::client
