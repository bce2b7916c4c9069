// The masks of glyphs a program has sent to the server, in one image used as a font (draw(3): i, l, s), drawn by index.
//
// The sheet is one row of equal cells, as Plan 9's servers want it: a glyph's height in its cell is its height over the
// baseline. It grows by doubling; when it may not grow, the glyph drawn longest ago makes room.
#pragma once

#include "draw/client.h"
#include "draw/slot_table.h"
#include "draw/text/protocol.h"

#include <optional>
#include <vector>

namespace draw::client {

class GlyphSheet {
  public:
    static constexpr int longest_string = 256;  // fits any iounit

    // For glyphs of an em of `size` pixels that rise mostly to ascent and reach mostly down to descent.
    // most_slots is 1 to 4096 (draw(3)'s bound); it is lowered for sizes at which that many would take over 16 MB.
    GlyphSheet(Display&, int size, int ascent, int descent, int most_slots);

    // Whether a glyph can be drawn by index: those in colour and larger ones do not fit a cell or draw(3)'s bytes.
    bool fits(const text::Glyph&) const;

    // The slot of a glyph, which now counts as used; none if it is not here.
    std::optional<std::uint16_t> find(GlyphKey key) { return table_.find(key); }
    // Sends a glyph that fits and is not here. The most_slots() glyphs found or added last stay.
    // Error: the server's, when the sheet cannot be made.
    Result<> add(GlyphKey, const text::Glyph&);

    // How far the pen moves after a slot's glyph.
    int advance(std::uint16_t slot) const { return slots_[slot].width; }
    // Draws at most longest_string glyphs, the first with its origin at `pen` on the baseline, by one message.
    void draw(Image& dst, Point pen, const Image& src, std::span<const std::uint16_t> slots);

    int most_slots() const { return most_slots_; }

  private:
    struct Slot {
        Rect r;  // in the sheet
        std::int8_t left = 0;
        std::uint8_t width = 0;
    };
    Result<> make_room();
    Result<> grow();
    Rect cell(std::size_t slot) const;
    void send_glyph(const Slot&, std::uint16_t index, const Image& from, Point at);

    Display* display_;
    int ascent_, height_, cell_width_, most_slots_;
    int capacity_ = 0;
    std::optional<Image> image_, scratch_;  // none before the first glyph
    SlotTable table_;
    std::vector<Slot> slots_;  // as many as the table has
};

}  // namespace draw::client
